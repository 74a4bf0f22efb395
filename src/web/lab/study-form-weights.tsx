import { isObject, type JsonObject } from '../../../simulations/scenario/json.ts'
import { fill } from '../desk/show.ts'
import { unitWords } from './evidence-words.ts'
import { isWithin } from './shapes.ts'
import { FIELD, listAt } from './study-edit.ts'
import { Choice, FaultsOf, Field, type FormProps, Tick, titleOf } from './study-fields.tsx'
import { STUDY_TEXTS } from './study-kit.tsx'

/** What counts: from where to where an indicator goes, whether it decides, what it weighs and for whom. */
export function IndicatorFields({ form }: FormProps) {
  const { texts, content, language } = form
  const viewpoints = listAt(content, 'viewpoints')
  return (
    <section class="desk-card" id="weights">
      <h2>{texts.weights}</h2>
      <p class="form-text">{texts.weightsLead}</p>
      <FaultsOf form={form} isOf={(path) => /^(?:indicators|viewpoints)$/.test(path)} />
      {listAt(content, 'indicators').map((indicator, index) => (
        <Indicator {...{ form, indicator, index, viewpoints }} key={titleOf(indicator, language)} />
      ))}
    </section>
  )
}

interface IndicatorProps extends FormProps {
  readonly indicator: JsonObject
  readonly index: number
  readonly viewpoints: readonly JsonObject[]
}

const THRESHOLDS = ['worst', 'best', 'indifference'] as const

function Indicator({ form, indicator, index, viewpoints }: IndicatorProps) {
  const { texts, language } = form
  const path = `indicators.${index}`
  const words = STUDY_TEXTS[language]
  const unit = unitWords(`${indicator.unit}`, language)
  const weights = viewpoints.map(({ title, name }, at) => ({
    who: titleOf({ title: title ?? null, name: name ?? null }, language),
    path: `viewpoints.${at}.weights.${indicator.name}`,
  }))
  const shown = [
    ...[...THRESHOLDS, 'weight', 'deciding'].map((key) => `${path}.${key}`),
    ...weights.map((one) => one.path),
  ]
  return (
    <fieldset class="lab-part study-input" id={path}>
      <legend class="study-input-name">
        {titleOf(indicator, language)}
        {unit === '' ? null : <small> ({unit})</small>}
      </legend>
      <Tick form={form} path={`${path}.deciding`} label={texts.deciding} />
      <div class="study-fields">
        {THRESHOLDS.map((key) => (
          <Field form={form} path={`${path}.${key}`} label={texts[key]} />
        ))}
        <Field
          form={form}
          path={`${path}.weight`}
          label={fill(texts.weightOf, { who: words.ofStudy })}
        />
        {weights.map(({ who, path: at }) => (
          <Field form={form} path={at} label={fill(texts.weightOf, { who })} />
        ))}
      </div>
      <FaultsOf form={form} isOf={(one) => isWithin(one, path) && !shown.includes(one)} />
    </fieldset>
  )
}

const LIGHTS = ['green', 'amber', 'red', 'unknown'] as const

/** Whether it can be done: from where on a rule is green, or what somebody found who looked. */
export function FeasibilityFields({ form }: FormProps) {
  const { texts, content, language } = form
  const criteria = listAt(content, 'feasibility')
  if (criteria.length === 0) return null
  return (
    <section class="desk-card" id="feasibility">
      <h2>{texts.feasibility}</h2>
      <p class="form-text">{texts.feasibilityLead}</p>
      <details open={form.faults.some(({ path }) => path.startsWith('feasibility'))}>
        <summary>{fill(texts.criteria, { count: criteria.length })}</summary>
        {criteria.map((criterion, index) => (
          <Criterion {...{ form, criterion, index }} key={titleOf(criterion, language)} />
        ))}
      </details>
    </section>
  )
}

interface CriterionProps extends FormProps {
  readonly criterion: JsonObject
  readonly index: number
}

function Criterion({ form, criterion, index }: CriterionProps) {
  const { texts, language, content } = form
  const path = `feasibility.${index}`
  const { rule } = criterion
  const name = isObject(rule ?? null) ? (rule as JsonObject).indicator : undefined
  const indicator = listAt(content, 'indicators').find((one) => one.name === name)
  const keys = ['rule.green', 'rule.amber', 'light', 'found.it', 'found.en']
  const light = form.values[`${FIELD}${path}.light`]
  return (
    <fieldset class="lab-part study-input" id={path}>
      <legend class="study-input-name">{titleOf(criterion, language)}</legend>
      {indicator === undefined ? (
        <>
          <Choice form={form} path={`${path}.light`} label={texts.light}>
            {LIGHTS.map((one) => (
              <option value={one} selected={light === one}>
                {texts.lights[one]}
              </option>
            ))}
          </Choice>
          <Field form={form} path={`${path}.found.it`} label={texts.foundIt} lang="it" isLong />
          <Field form={form} path={`${path}.found.en`} label={texts.foundEn} lang="en" isLong />
        </>
      ) : (
        <>
          <p class="form-text">
            {fill(texts.byIndicator, {
              indicator: titleOf(indicator, language),
              unit: unitWords(`${indicator.unit}`, language),
            })}
          </p>
          <div class="study-fields">
            <Field form={form} path={`${path}.rule.green`} label={texts.greenFrom} />
            <Field form={form} path={`${path}.rule.amber`} label={texts.amberFrom} />
          </div>
        </>
      )}
      <FaultsOf
        form={form}
        isOf={(one) => isWithin(one, path) && !keys.some((key) => one === `${path}.${key}`)}
      />
    </fieldset>
  )
}
