import { isObject, type JsonObject } from '../../../simulations/scenario/json.ts'
import { fill } from '../desk/show.ts'
import { estimateText, rangeText } from './dataset-parts.tsx'
import { DATASETS_PATH, figureName, unitWords } from './evidence-words.ts'
import { isWithin } from './shapes.ts'
import { FIELD, lawKeys, listAt, ORIGIN } from './study-edit.ts'
import { Choice, FaultsOf, Field, type FormProps, titleOf } from './study-fields.tsx'
import { Legend, STANDINGS, STUDY_TEXTS, StandingMark } from './study-kit.tsx'
import { estimateAt, LAW_KINDS, type OfferedDataset, originOf, usable } from './study-origin.ts'

/** The datasets that assumptions rest on, and one more to take figures from. */
export function EvidenceFields({ form }: FormProps) {
  const { texts, offered, newest, values, content } = form
  const isNamed = (sha256: string) => offered.some((one) => one.sha256 === sha256)
  const asked = values.dataset ?? ''
  return (
    <section class="desk-card" id="evidence">
      <h2>{texts.evidence}</h2>
      <p class="form-text">{texts.evidenceLead}</p>
      {offered.length === 0 ? null : (
        <ul>
          {offered.map(({ sha256, title }) => {
            const count = listAt(content, 'inputs').filter((input) =>
              originOf(input, content).startsWith(`${sha256}/`),
            ).length
            return (
              <li>
                <a href={`${DATASETS_PATH}/${sha256}`}>{title}</a> {fill(texts.usedBy, { count })}
              </li>
            )
          })}
        </ul>
      )}
      <FaultsOf form={form} isOf={(path) => path.startsWith('evidence')} />
      <label class="form-label" for="dataset">
        {texts.offer}
      </label>
      <select id="dataset" name="dataset" class="form-select">
        <option value="">{texts.offerNone}</option>
        {newest
          .filter(({ sha256 }) => !isNamed(sha256) || sha256 === asked)
          .map(({ sha256, title }) => (
            <option value={sha256} selected={sha256 === asked}>
              {title}
            </option>
          ))}
      </select>
      <div class="desk-actions">
        <button class="btn btn-outline-primary" type="submit" name="step" value="show">
          {texts.offerNow}
        </button>
      </div>
    </section>
  )
}

/** Every number that is not known: what is held possible of it, what stands behind that, and who says so. */
export function InputsFields({ form }: FormProps) {
  const { texts, content, language } = form
  return (
    <section class="desk-card" id="inputs">
      <h2>{texts.inputs}</h2>
      <Legend texts={STUDY_TEXTS[language]} />
      {listAt(content, 'inputs').map((input, index) => (
        <InputFields {...{ form, input, index }} />
      ))}
    </section>
  )
}

interface InputProps extends FormProps {
  readonly input: JsonObject
  readonly index: number
}

function InputFields({ form, input, index }: InputProps) {
  const { texts, language } = form
  const path = `inputs.${index}`
  const { law, evidence, unit } = input
  const keys: Readonly<Record<string, string>> = texts.keys
  const words = STUDY_TEXTS[language]
  const isLinked = typeof evidence === 'string'
  const shown = [
    ...lawKeys(law).map((key) => `${path}.law.${key}`),
    ...['source', 'standing', 'times', 'from'].map((key) => `${path}.${key}`),
  ]
  return (
    <fieldset class="lab-part study-input" id={path}>
      <legend class="study-input-name">
        {titleOf(input, language)}
        {unit === undefined || unit === '' ? null : (
          <small> ({unitWords(`${unit}`, language)})</small>
        )}
      </legend>
      <Origin {...{ form, input, index }} />
      <div class="study-fields">
        {lawKeys(law).map((key) => (
          <Field form={form} path={`${path}.law.${key}`} label={keys[key] ?? key} />
        ))}
        {isLinked ? (
          <Field form={form} path={`${path}.times`} label={texts.times} hint={texts.timesHint} />
        ) : null}
        {isLinked ? (
          <div>
            <p class="form-label">{words.standing}</p>
            <StandingMark
              standing={input.standing === 'prior' ? 'prior' : 'evidence'}
              texts={words}
            />
            <input
              type="hidden"
              name={`${FIELD}${path}.standing`}
              value={form.values[`${FIELD}${path}.standing`] ?? ''}
            />
          </div>
        ) : (
          <Standing {...{ form }} path={`${path}.standing`} />
        )}
      </div>
      <Field form={form} path={`${path}.source`} label={words.source} isLong />
      <FaultsOf form={form} isOf={(one) => isWithin(one, path) && !shown.includes(one)} />
    </fieldset>
  )
}

function Standing({ form, path }: FormProps & { readonly path: string }) {
  const words = STUDY_TEXTS[form.language]
  return (
    <Choice {...{ form, path, label: words.standing }}>
      {STANDINGS.map((one) => (
        <option value={one} selected={form.values[`${FIELD}${path}`] === one}>
          {words.standings[one]}
        </option>
      ))}
    </Choice>
  )
}

/** A law of a kind, or a figure of a dataset. */
function Origin({ form, input, index }: InputProps) {
  const { texts, offered, values, language, content } = form
  const path = `inputs.${index}.from`
  const chosen = values[`${FIELD}inputs.${index}${ORIGIN}`] ?? ''
  const found = estimateAt(originOf(input, content), offered)
  const isKnown = found !== undefined || isObject(input.law ?? null)
  const hint =
    found === undefined
      ? texts.fromHint
      : fill(texts.fromEvidence, {
          ...{ name: found.dataset.title, figure: figureName(found.estimate.name, language) },
          ...{ value: estimateText(found.estimate, language), n: found.estimate.n },
          range: rangeText(found.estimate, language),
        })
  return (
    <Choice {...{ form, path, label: texts.fromWhere, hint }}>
      {isKnown ? null : (
        <option value={chosen} selected>
          {`${input.evidence ?? texts.unknownLaw}`}
        </option>
      )}
      <optgroup label={texts.laws}>
        {LAW_KINDS.map((kind) => (
          <option value={kind} selected={chosen === kind}>
            {texts.law[kind]}
          </option>
        ))}
      </optgroup>
      {offered.map((dataset) => (
        <DatasetOptions {...{ dataset, chosen, language }} />
      ))}
    </Choice>
  )
}

interface DatasetProps {
  readonly dataset: OfferedDataset
  readonly chosen: string
  readonly language: 'it' | 'en'
}

function DatasetOptions({ dataset, chosen, language }: DatasetProps) {
  return (
    <optgroup label={dataset.title}>
      {usable(dataset).map((estimate) => {
        const value = `${dataset.sha256}/${estimate.name}`
        return (
          <option value={value} selected={chosen === value}>
            {figureName(estimate.name, language)}: {estimateText(estimate, language)}
          </option>
        )
      })}
    </optgroup>
  )
}
