import type { Hono } from 'hono'
import { romeDay } from '../../kernel/days.ts'
import {
  AGE_BANDS,
  AUTONOMY_ITEMS,
  autonomyScore,
  HOUSING,
  type InterviewContent,
  ITALIAN,
  ORDINARY_SERVICES,
  SEXES,
  WAVES,
  WORK,
} from '../../monitoring/core/interview.ts'
import type { InterviewRow } from '../../monitoring/results.ts'
import type { MonitoringTexts } from '../messages/monitoring.ts'
import { ChoiceField, type FormState, TextField, TickField } from './fields.tsx'
import { drawForm } from './form-page.tsx'
import { attempt, type MoneyKit, Table } from './money-kit.tsx'
import { MONITORING_TEXTS, showFigure } from './monitoring-parts.tsx'
import type { ShownFault } from './page.ts'
import { type FormReader, readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showDay } from './show.ts'

const PATH = '/desk/people/:code/interview'
const TAG_MAX = 12
const ANSWERS = ['1', '2', '3', '4', '5'] as const
const WAVE_WORDS = WAVES.map(String)

/** A talk with a person about their own autonomy, and those there were. */
export function addInterview(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator'))
  routes.get(PATH, (c) => {
    const values = { id: kit.runtime.newId(), day: romeDay(kit.runtime.now()), language: 'it' }
    return draw(c, kit, { values, faults: {} })
  })
  routes.post(PATH, async (c) => {
    const { who, language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const beneficiaryId = c.req.param('code')
    const id = fields.id('id')
    const content = readTalk(fields)
    if (content === undefined) return draw(c, kit, fields.state())
    const fault = await attempt(language, () =>
      kit.monitoring.record({ id, beneficiaryId, content }, who),
    )
    if (fault !== undefined) return draw(c, kit, fields.state(), fault)
    return c.redirect(`/desk/people/${encodeURIComponent(beneficiaryId)}/interview`, 303)
  })
}

function readTalk(fields: FormReader): InterviewContent | undefined {
  const wave = WAVES.find((one) => `${one}` === fields.choice('wave', WAVE_WORDS, true))
  const day = fields.day('day', true)
  const language = fields.line('language', TAG_MAX, true)
  const answers = AUTONOMY_ITEMS.flatMap((item): [string, number][] => {
    const answer = fields.choice(`item:${item}`, ANSWERS)
    return answer === null ? [] : [[item, Number(answer)]]
  })
  const said = {
    housing: fields.choice('housing', HOUSING),
    work: fields.choice('work', WORK),
    italian: fields.choice('italian', ITALIAN),
    sex: fields.choice('sex', SEXES),
    ageBand: fields.choice('ageBand', AGE_BANDS),
  }
  if (!fields.isGood() || wave === undefined || day === null || language === null) return undefined
  return {
    ...{ wave, day, language, answers: Object.fromEntries(answers), ...said },
    services: fields.isTicked('asked')
      ? ORDINARY_SERVICES.filter((one) => fields.isTicked(`service:${one}`))
      : null,
  }
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  form: FormState,
  fault?: ShownFault,
): Promise<Response> {
  const { language, who } = c.get('desk')
  const texts = MONITORING_TEXTS[language]
  const code = c.req.param('code') ?? ''
  const talks = await kit.monitoring.talksWith(code, who)
  const address = `/desk/people/${encodeURIComponent(code)}`
  return drawForm(c, kit, {
    ...{ title: fill(texts.talkTitle, { code }), section: 'people', lead: texts.talkLead },
    ...{ form, fault, action: `${address}/interview`, submit: texts.record },
    ...{ hidden: { id: form.values.id ?? '' }, back: [address, texts.back] },
    fields: (
      <>
        <Talks {...{ talks, texts }} />
        <When {...{ form, texts }} />
        <Scale {...{ form, texts }} />
        <Situation {...{ form, texts }} />
        <InUse {...{ form, texts }} />
      </>
    ),
  })
}

interface PartProps {
  readonly form: FormState
  readonly texts: MonitoringTexts
}

function Talks({
  talks,
  texts,
}: {
  readonly talks: readonly InterviewRow[]
  readonly texts: MonitoringTexts
}) {
  if (talks.length === 0) return <p>{texts.noTalks}</p>
  return (
    <Table caption={texts.talks} heads={[texts.talkDay, texts.wave, { figure: texts.score }]}>
      {talks.map(({ day, wave, answers }) => {
        const score = autonomyScore(answers)
        return (
          <tr>
            <td>{showDay(day)}</td>
            <td>{wave}</td>
            <td class="desk-figure">
              {score === null ? texts.noAnswer : showFigure(score, texts)}
            </td>
          </tr>
        )
      })}
    </Table>
  )
}

function When({ form, texts }: PartProps) {
  return (
    <div class="desk-fields">
      <ChoiceField
        {...{ form, name: 'wave', label: texts.wave, isRequired: true }}
        options={WAVE_WORDS.map((one) => [one, one] as const)}
      />
      <TextField {...{ form, name: 'day', label: texts.talkDay, isRequired: true }} type="date" />
      <TextField
        {...{ form, name: 'language', label: texts.language, maxlength: TAG_MAX, isRequired: true }}
      />
    </div>
  )
}

function Scale({ form, texts }: PartProps) {
  return (
    <fieldset class="mt-3">
      <legend class="h6">{texts.scale}</legend>
      <div class="desk-fields">
        {AUTONOMY_ITEMS.map((item) => (
          <ChoiceField
            {...{ form, name: `item:${item}`, label: texts.items[item] ?? item }}
            empty={texts.noAnswer}
            options={ANSWERS.map((one) => [one, one] as const)}
          />
        ))}
      </div>
    </fieldset>
  )
}

function Situation({ form, texts }: PartProps) {
  const lists = { housing: HOUSING, work: WORK, italian: ITALIAN, sex: SEXES, ageBand: AGE_BANDS }
  const names = Object.keys(lists) as (keyof typeof lists)[]
  return (
    <div class="desk-fields">
      {names.map((name) => (
        <ChoiceField
          {...{ form, name, label: texts[name], empty: texts.noAnswer }}
          options={lists[name].map((one) => [one, texts.words[one] ?? one] as const)}
        />
      ))}
    </div>
  )
}

function InUse({ form, texts }: PartProps) {
  return (
    <fieldset class="mt-3">
      <legend class="h6">{texts.inUse}</legend>
      <TickField {...{ form, name: 'asked', label: texts.servicesAsked }} />
      {ORDINARY_SERVICES.map((one) => (
        <TickField {...{ form, name: `service:${one}`, label: texts.words[one] ?? one }} />
      ))}
    </fieldset>
  )
}
