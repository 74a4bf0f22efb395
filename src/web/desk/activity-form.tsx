import type { Hono } from 'hono'
import { romeDay } from '../../kernel/days.ts'
import { parseUuid } from '../../kernel/ids.ts'
import {
  COUNT_MAX,
  DETAILS,
  type Detail,
  ENTRY_KINDS,
  type EntryContent,
  type EntryKind,
  faultsOf,
  PARTICIPANT_KINDS,
  TEXT_MAX,
} from '../../monitoring/core/register.ts'
import type { EntryVersion } from '../../monitoring/register.ts'
import { ACTIVITIES_PATH, ACTIVITY_TEXTS, TELLERS } from './activities.tsx'
import { Documents, readDocuments, withFingerprints } from './document-marks.tsx'
import { ChoiceField, type FormState, LongTextField, TextField, TickField } from './fields.tsx'
import { drawForm } from './form-page.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { attempt, type MoneyKit } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { allPlaces } from './places.ts'
import { type FormReader, readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, deskRoles } from './session.ts'
import { fill } from './show.ts'

const NEW_PATH = '/desk/new-activity'
const CORRECT_PATH = `${ACTIVITIES_PATH}/:id/correct`
const DIGITS = /^[0-9]{1,6}$/
const CHOICES_MAX = 200

/** Telling an activity, whose kind is chosen first, and correcting one. */
export function addActivityForm(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  for (const path of [NEW_PATH, CORRECT_PATH]) routes.use(path, deskRoles(...TELLERS))
  routes.get(NEW_PATH, (c) => {
    const kind = ENTRY_KINDS.find((one) => one === c.req.query('kind'))
    if (kind === undefined) return drawKinds(c, kit)
    const values = { id: kit.runtime.newId(), kind, day: romeDay(kit.runtime.now()) }
    return draw(c, kit, { kind, form: { values, faults: {} } })
  })
  routes.post(NEW_PATH, (c) => send(c, kit, undefined))
  routes.get(CORRECT_PATH, async (c) => {
    const standing = await standingOf(c, kit)
    const { kind } = standing
    return draw(c, kit, { kind, standing, form: { values: valuesOf(standing), faults: {} } })
  })
  routes.post(CORRECT_PATH, async (c) => send(c, kit, await standingOf(c, kit)))
}

/** The entry that the address names, as it counts. */
export async function standingOf(c: DeskContext, kit: MoneyKit): Promise<EntryVersion> {
  const id = parseUuid(c.req.param('id') ?? '')
  const versions = id === undefined ? [] : await kit.register.versions(id)
  const standing = versions.at(-1)
  if (standing === undefined) throw new DeskRefusal('not_found')
  return standing
}

async function send(
  c: DeskContext,
  kit: MoneyKit,
  standing: EntryVersion | undefined,
): Promise<Response> {
  const { who, language } = c.get('desk')
  const values = await withFingerprints(c)
  const kind = ENTRY_KINDS.find((one) => one === values.kind)
  if (kind === undefined) throw new DeskRefusal('not_found')
  const fields = readFields(values, language)
  const id = standing?.id ?? fields.id('id')
  const reference = standing?.reference ?? fields.line('reference', TEXT_MAX.reference, true)
  const programmeId = standing?.programmeId ?? fields.line('programme', TEXT_MAX.reference, true)
  const reason = standing === undefined ? null : fields.line('reason', TEXT_MAX.reason, true)
  const version = standing === undefined ? 0 : (fields.wholeNumber('version', 1, COUNT_MAX) ?? 0)
  const content = readContent(fields, kind, language, romeDay(kit.runtime.now()))
  const drawn = { kind, standing }
  if (!fields.isGood() || reference === null || programmeId === null) {
    return draw(c, kit, { ...drawn, form: fields.state() })
  }
  const entry = { id, programmeId, reference, version, reason, content }
  const fault = await attempt(language, () => kit.register.tell(entry, who))
  if (fault === undefined) return c.redirect(`${ACTIVITIES_PATH}/${id}?done=told`, 303)
  return draw(c, kit, { ...drawn, form: fields.state(), fault })
}

function readContent(
  fields: FormReader,
  kind: EntryKind,
  language: DeskLanguage,
  today: string,
): EntryContent {
  const texts = ACTIVITY_TEXTS[language]
  const counted = (name: string) => {
    const text = fields.line(name, TEXT_MAX.reference)
    if (text === null) return undefined
    if (!DIGITS.test(text)) fields.blame(name, texts.lineFaults.unfit ?? '')
    return DIGITS.test(text) ? Number(text) : undefined
  }
  const details = (DETAILS[kind] as readonly Detail[]).map((detail) => [
    detail.name,
    detail.type === 'count' ? counted(nameOf(detail)) : fields.choice(nameOf(detail), detail.words),
  ])
  const people = PARTICIPANT_KINDS.map((one) => [one, counted(`people:${one}`)])
  const content: EntryContent = {
    ...{ kind, day: fields.day('day', true) ?? today },
    place: fields.line('place', TEXT_MAX.place, true) ?? '',
    territoryId: fields.line('territory', TEXT_MAX.reference),
    title: fields.line('title', TEXT_MAX.title, true) ?? '',
    notes: fields.paragraphs('notes', TEXT_MAX.notes),
    details: givenOf(details),
    tookPart: givenOf(people),
    documents: readDocuments(fields, language),
    isWithdrawn: fields.isTicked('withdrawn'),
  }
  for (const { field, fault } of faultsOf(content, today)) {
    const name = field === 'day' ? field : `detail:${field}`
    fields.blame(name, texts.lineFaults[fault] ?? '')
  }
  return content
}

/** What was left empty is not there. */
function givenOf<Value>(pairs: readonly (readonly unknown[])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined && value !== null))
}

function nameOf({ name }: Detail): string {
  return `detail:${name}`
}

function valuesOf(entry: EntryVersion): Readonly<Record<string, string>> {
  const named = (kind: string, record: object) =>
    Object.entries(record).map(([name, value]) => [`${kind}:${name}`, `${value}`] as const)
  return {
    ...Object.fromEntries(named('detail', entry.details)),
    ...Object.fromEntries(named('people', entry.tookPart)),
    ...{ id: entry.id, kind: entry.kind, version: `${entry.version}`, day: entry.day },
    ...{ place: entry.place, territory: entry.territoryId ?? '', title: entry.title },
    ...{ notes: entry.notes ?? '', withdrawn: entry.isWithdrawn ? 'yes' : '' },
    documents: entry.documents.map(({ sha256, name }) => `${sha256}  ${name}`).join('\n'),
  }
}

/** Which kind it is decides what the form asks. */
function drawKinds(c: DeskContext, kit: MoneyKit): Promise<Response> {
  const session = c.get('desk')
  const texts = ACTIVITY_TEXTS[session.language]
  return answerPage(
    c,
    <DeskPage {...{ assets: kit.assets, session }} title={texts.choose} section="activities">
      <ul>
        {ENTRY_KINDS.map((one) => (
          <li>
            <a href={`${NEW_PATH}?kind=${one}`}>{texts.kinds[one]}</a>
          </li>
        ))}
      </ul>
      <p>
        <a href={ACTIVITIES_PATH}>{texts.back}</a>
      </p>
    </DeskPage>,
  )
}

interface Drawn {
  readonly kind: EntryKind
  readonly form: FormState
  /** The entry that is corrected; nothing where it is new. */
  readonly standing?: EntryVersion | undefined
  readonly fault?: ShownFault | undefined
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  { kind, form, standing, fault }: Drawn,
): Promise<Response> {
  const { language } = c.get('desk')
  const texts = ACTIVITY_TEXTS[language]
  const [territories, programmes] = await Promise.all([
    allPlaces(kit.network),
    kit.network.listProgrammes({ limit: CHOICES_MAX }),
  ])
  const { id = '', version = '' } = form.values
  const isNew = standing === undefined
  const title = isNew
    ? texts.kinds[kind]
    : fill(texts.correctTitle, { reference: standing.reference })
  return drawForm(c, kit, {
    ...{ title, section: 'activities', form, fault, submit: texts.save, hasFiles: true },
    ...(isNew ? {} : { lead: texts.correctLead }),
    action: isNew ? NEW_PATH : `${ACTIVITIES_PATH}/${standing.id}/correct`,
    hidden: isNew ? { id, kind } : { kind, version },
    back: [isNew ? ACTIVITIES_PATH : `${ACTIVITIES_PATH}/${standing.id}`, texts.back],
    module: 'src/web/desk/client/documents.ts',
    fields: (
      <>
        {isNew ? <Naming {...{ form, language, programmes }} /> : null}
        <Told {...{ form, language, territories }} />
        <Figures {...{ form, language, kind }} />
        <Documents {...{ form, language }} />
        {isNew ? null : <Correcting {...{ form, language }} />}
      </>
    ),
  })
}

interface PartProps {
  readonly form: FormState
  readonly language: DeskLanguage
}

type Named = readonly { readonly id: string; readonly name: string }[]

function Naming({ form, language, programmes }: PartProps & { readonly programmes: Named }) {
  const texts = ACTIVITY_TEXTS[language]
  return (
    <div class="desk-fields">
      <TextField
        {...{ form, name: 'reference', label: texts.reference, hint: texts.referenceHint }}
        maxlength={TEXT_MAX.reference}
        isRequired
        isFirst
      />
      <ChoiceField
        {...{ form, name: 'programme', label: texts.programme, isRequired: true }}
        options={programmes.map(({ id, name }) => [id, name] as const)}
      />
    </div>
  )
}

function Told({ form, language, territories }: PartProps & { readonly territories: Named }) {
  const texts = ACTIVITY_TEXTS[language]
  return (
    <div class="desk-fields">
      <TextField
        {...{ form, name: 'title', label: texts.name, maxlength: TEXT_MAX.title, isRequired: true }}
      />
      <TextField {...{ form, name: 'day', label: texts.day, isRequired: true }} type="date" />
      <TextField
        {...{ form, name: 'place', label: texts.place, maxlength: TEXT_MAX.place }}
        isRequired
      />
      <ChoiceField
        {...{ form, name: 'territory', label: texts.territory, empty: '–' }}
        options={territories.map(({ id, name }) => [id, name] as const)}
      />
      <LongTextField
        {...{ form, name: 'notes', label: texts.notes, hint: texts.notesHint }}
        maxlength={TEXT_MAX.notes}
      />
    </div>
  )
}

function Figures({ form, language, kind }: PartProps & { readonly kind: EntryKind }) {
  const texts = ACTIVITY_TEXTS[language]
  return (
    <>
      <fieldset class="mt-3">
        <legend class="h6">{texts.outputs}</legend>
        <div class="desk-fields">
          {(DETAILS[kind] as readonly Detail[]).map((detail) => {
            const shared = { form, name: nameOf(detail), label: texts.details[detail.name] ?? '' }
            return detail.type === 'count' ? (
              <TextField {...shared} inputmode="numeric" />
            ) : (
              <ChoiceField
                {...shared}
                empty="–"
                options={detail.words.map((one) => [one, texts.detailWords[one] ?? one] as const)}
              />
            )
          })}
        </div>
      </fieldset>
      <fieldset class="mt-3">
        <legend class="h6">{texts.participants}</legend>
        <div class="desk-fields">
          {PARTICIPANT_KINDS.map((one) => (
            <TextField
              {...{ form, name: `people:${one}`, label: texts.people[one] }}
              inputmode="numeric"
            />
          ))}
        </div>
      </fieldset>
    </>
  )
}

function Correcting({ form, language }: PartProps) {
  const texts = ACTIVITY_TEXTS[language]
  return (
    <div class="mt-3">
      <TextField
        {...{ form, name: 'reason', label: texts.reason, maxlength: TEXT_MAX.reason }}
        isRequired
      />
      <TickField {...{ form, name: 'withdrawn', label: texts.withdrawn }} />
    </div>
  )
}
