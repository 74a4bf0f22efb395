import type { Hono } from 'hono'
import type { ShownReplay } from '../../study/core/replay/shown.ts'
import { EVIDENCE_DEFAULTS } from '../../study/evidence.ts'
import type { ReplayOrder } from '../../study/replay.ts'
import { ChoiceField, type FormState, TextField, TickField } from '../desk/fields.tsx'
import type { Notice } from '../desk/layout.tsx'
import { answerPage, tried } from '../desk/page.ts'
import { type DeskContext, type DeskEnv, deskRoles } from '../desk/session.ts'
import { type LabReplayTexts, labReplayEn, labReplayIt } from '../messages/lab-replay.ts'
import { ChartStyle } from './charts.tsx'
import { blameDay, choicesOf } from './datasets.tsx'
import { categoryName, REPLAYS_PATH } from './evidence-words.ts'
import { type LabKit, type LabLanguage, LabPage, labFaultOf } from './kit.tsx'
import { CATEGORY, noCapOf, readReplay } from './replay-form.ts'
import { Outcome } from './replay-parts.tsx'

export const REPLAY_TEXTS: Readonly<Record<LabLanguage, LabReplayTexts>> = {
  it: labReplayIt,
  en: labReplayEn,
}

const PARTNERS_MAX = 1000

interface Drawn {
  readonly form: FormState
  readonly notice?: Notice
  readonly found?: { readonly order: ReplayOrder; readonly shown: ShownReplay }
}

/** What would have happened under another rule: the question is in the address, so who has that sees the same. */
export function addReplays(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.use(REPLAYS_PATH, deskRoles('analyst', 'administrator'))
  routes.get(REPLAYS_PATH, (c) => {
    const values = c.req.query()
    return values.run === undefined
      ? draw(kit, c, { form: { values, faults: {} } })
      : answer(kit, c, values)
  })
}

async function answer(
  kit: LabKit,
  c: DeskContext,
  query: Readonly<Record<string, string>>,
): Promise<Response> {
  const { language, who } = c.get('desk')
  const texts = REPLAY_TEXTS[language]
  const { order, form, blame, state } = readReplay(query, language, texts)
  const wrong = { kind: 'wrong', text: texts.wrong } as const
  if (order === undefined) return draw(kit, c, { form, notice: wrong })
  let shown: ShownReplay | undefined
  const refused = await tried(
    language,
    async () => {
      shown = await kit.replays.replay(order, who)
    },
    (error, spoken) => {
      blameDay(error, blame, texts)
      return labFaultOf(error, spoken)
    },
  )
  if (shown !== undefined) return draw(kit, c, { form, found: { order, shown } })
  const notice = { kind: 'wrong', text: refused?.text ?? texts.wrong } as const
  return draw(kit, c, { form: state(), notice })
}

async function draw(kit: LabKit, c: DeskContext, drawn: Drawn): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = REPLAY_TEXTS[language]
  const { form, notice, found } = drawn
  const partners = await kit.network.listPartners({ limit: PARTNERS_MAX })
  const sold = [...new Set(partners.flatMap(({ categories }) => categories))].sort()
  const page = (
    <LabPage {...{ kit, session, notice }} title={texts.title} place="replays">
      <ChartStyle />
      <p>{texts.lead}</p>
      {found === undefined ? null : <Outcome {...{ ...found, language, texts }} />}
      <RuleForm {...{ form, language, sold }} {...(await choicesOf(kit))} />
    </LabPage>
  )
  return answerPage(c, page, notice === undefined ? 200 : 422)
}

interface RuleProps extends Awaited<ReturnType<typeof choicesOf>> {
  readonly form: FormState
  readonly language: LabLanguage
  /** The categories that shops sell. */
  readonly sold: readonly string[]
}

function RuleForm({ form: asked, language, sold, programmes, monthEnd }: RuleProps) {
  const texts = REPLAY_TEXTS[language]
  const first = { day: monthEnd, threshold: `${EVIDENCE_DEFAULTS.threshold}` }
  const form = { ...asked, values: { ...first, ...asked.values } }
  const text = (name: 'validityDays' | 'yearlyShare' | 'freeDays' | 'commission' | 'threshold') => (
    <TextField {...{ form, name, label: texts[name], inputmode: 'decimal' }} />
  )
  return (
    <form method="get" action={REPLAYS_PATH} class="lab-form">
      <section class="desk-card pt-3">
        <div class="study-fields">
          <ChoiceField
            {...{ form, name: 'programme', label: texts.programme, options: programmes }}
          />
          <TextField
            {...{ form, name: 'day', label: texts.day, hint: texts.dayHint, type: 'date' }}
            isRequired
          />
          {text('threshold')}
        </div>
      </section>
      <section class="desk-card" id="rule">
        <h2>{texts.rule}</h2>
        <p class="form-text">{texts.ruleLead}</p>
        <div class="study-fields">
          <TextField
            {...{ form, name: 'validityDays', label: texts.validityDays }}
            hint={texts.validityHint}
            inputmode="numeric"
          />
          {text('commission')}
          {text('yearlyShare')}
          {text('freeDays')}
          {(['capPerPurchase', 'capPerDay'] as const).map((name) => (
            <div>
              <TextField {...{ form, name, label: texts[name], inputmode: 'decimal' }} />
              <TickField {...{ form, name: noCapOf(name), label: texts[noCapOf(name)] }} />
            </div>
          ))}
        </div>
        <TickField {...{ form, name: 'inPart', label: texts.inPart }} />
        {sold.length === 0 ? null : (
          <fieldset class="lab-part">
            <legend class="study-input-name">{texts.categories}</legend>
            <p class="form-text">{texts.categoriesHint}</p>
            {sold.map((one) => (
              <TickField
                {...{ form, name: `${CATEGORY}${one}`, label: categoryName(one, language) }}
              />
            ))}
          </fieldset>
        )}
        <div class="desk-actions">
          <button class="btn btn-primary" type="submit" name="run" value="yes">
            {texts.run}
          </button>
        </div>
      </section>
    </form>
  )
}
