import type { ScenarioFault } from '../../../simulations/scenario/scenario.ts'
import type { Notice } from '../desk/layout.tsx'
import { answerPage } from '../desk/page.ts'
import type { DeskContext } from '../desk/session.ts'
import { FaultText } from './faults.tsx'
import { type LabKit, LabPage } from './kit.tsx'
import { SCENARIO_TEXTS } from './labels.tsx'

interface Choice {
  readonly text?: string
  readonly notice?: Notice
  readonly faults?: readonly ScenarioFault[]
}

/** Where a scenario is chosen: one that is ready, or a file of one's own. */
export function drawChoice(kit: LabKit, c: DeskContext, choice: Choice): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = SCENARIO_TEXTS[language]
  const { text = '', notice, faults = [] } = choice
  const form = { scenario: {}, language, texts }
  const page = (
    <LabPage {...{ kit, session, notice }} title={texts.title} place="scenario">
      <p>{texts.lead}</p>
      {faults.length === 0 ? null : (
        <ul class="lab-faults">
          {faults.map((fault) => (
            <li>
              {fault.path === '' ? null : <code>{fault.path}</code>}{' '}
              <FaultText {...{ fault, form }} />
            </li>
          ))}
        </ul>
      )}
      <h2>{texts.presets}</h2>
      <div class="lab-cards">
        {kit.study.listPresets().map(({ name, title, description, model }) => (
          <section class="desk-card">
            <h3>
              <a href={`/lab/scenario?preset=${name}`} lang="en">
                {title}
              </a>
            </h3>
            <p lang="en">{description}</p>
            <p class="form-text">
              {texts.model}: {model}
            </p>
          </section>
        ))}
      </div>
      <h2>{texts.ownFile}</h2>
      <form
        method="post"
        action="/lab/scenario"
        class="desk-card pt-3"
        enctype="multipart/form-data"
      >
        <p>{texts.ownLead}</p>
        <label class="form-label" for="text">
          {texts.paste}
        </label>
        <textarea id="text" class="form-control lab-text" name="text" rows={8} spellcheck={false}>
          {`\n${text}`}
        </textarea>
        <label class="form-label" for="file">
          {texts.file}
        </label>
        <input id="file" class="form-control" type="file" name="file" accept=".yaml,.yml,.json" />
        <div class="desk-actions">
          <button class="btn btn-primary" type="submit" name="step" value="open">
            {texts.openFile}
          </button>
        </div>
      </form>
    </LabPage>
  )
  return answerPage(c, page, notice?.kind === 'wrong' ? 422 : 200)
}
