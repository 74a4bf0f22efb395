import { findModel } from '../../../simulations/model/models.ts'
import type { Result } from '../../../simulations/result.ts'
import type { LabRunTexts } from '../messages/lab-run.ts'
import type { LabLanguage } from './kit.tsx'
import { fieldName, outputName } from './labels.tsx'
import { variationsOf } from './variations.ts'

interface SensitivityProps {
  readonly result: Result
  readonly texts: LabRunTexts
  readonly language: LabLanguage
}

/** What matters most in a scenario; the browser works it out when it is asked to. */
export function Sensitivity({ result, texts, language }: SensitivityProps) {
  const model = findModel(result.provenance.model.name)
  if (model === undefined) return null
  const { scenario } = result
  const variations = variationsOf(
    scenario,
    model,
    (field) => fieldName(field, model.name, language).text,
    language,
  )
  if (variations.length === 0) return null
  return (
    <section
      class="desk-card"
      id="sensitivity"
      data-scenario={JSON.stringify(scenario)}
      data-variations={JSON.stringify(variations)}
    >
      <h2>{texts.sensitivity}</h2>
      <p>{texts.sensitivityLead}</p>
      <label class="form-label" for="sensitivity-of">
        {texts.sensitivityOf}
      </label>
      <select id="sensitivity-of" class="form-select" autocomplete="off">
        {model.outputs.map(({ name, unit }) => {
          const label = outputName(model.name, name, language)
          return (
            <option
              value={name}
              data-unit={unit}
              selected={name === model.worstBy}
              {...(label.lang === undefined ? {} : { lang: label.lang })}
            >
              {label.text}
            </option>
          )
        })}
      </select>
      <div class="desk-actions">
        <button class="btn btn-outline-primary" type="button" id="sensitivity-run">
          {texts.sensitivityRun}
        </button>
      </div>
      <p id="sensitivity-state" role="status" />
      <div class="lab-charts" id="sensitivity-charts" />
    </section>
  )
}
