import type { Hono } from 'hono'
import type { Principal } from '../../access/core/principal.ts'
import { ENROLMENT_STATES, VIEW_PURPOSES, type ViewPurpose } from '../../plans/core/words.ts'
import type { Identified } from '../../plans/identities.ts'
import type { PeopleFilter, Person } from '../../plans/people.ts'
import { parseTypedCode } from '../../vouchers/core/typed-code.ts'
import type { DeskPeopleTexts } from '../messages/desk-people.ts'
import { ELIGIBILITY_TEXTS } from './eligibility-parts.tsx'
import { ChoiceField, scrolled, TextField } from './fields.tsx'
import { FiltersForm } from './filters-form.tsx'
import { type DeskLanguage, DeskPage, type DeskSession, type Notice } from './layout.tsx'
import { answerPage, type DeskKit, tried } from './page.ts'
import { PEOPLE_TEXTS } from './person-fields.tsx'
import { contactPointsOf, type Place } from './places.ts'
import { askerOf, type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill } from './show.ts'

const PATH = '/desk/people'
const SHOWN = 50
const FOUND_MOST = 50
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/

/** The people by code, and looking for one. */
export function addPeopleList(routes: Hono<DeskEnv>, kit: DeskKit): void {
  routes.use(PATH, deskRoles('operator', 'auditor', 'administrator'))
  routes.get(PATH, async (c) => {
    const filter = filterOf(c.req.query())
    const found = await kit.casework.people.list(askerOf(c), { ...filter, limit: SHOWN + 1 })
    return draw(c, kit, { filter, people: found.slice(0, SHOWN), hasMore: found.length > SHOWN })
  })
  // What is looked for may be a name: it stands in no address.
  routes.post(PATH, async (c) => {
    const { q = '', purpose } = await readForm(c)
    const text = q.trim().slice(0, 160)
    const path = await pathOfCode(kit, c, text)
    if (path !== undefined) return c.redirect(path, 303)
    const why = VIEW_PURPOSES.find((one) => one === purpose)
    return searchByName(kit, c, text, why)
  })
}

async function searchByName(
  kit: DeskKit,
  c: DeskContext,
  name: string,
  purpose: ViewPurpose | undefined,
): Promise<Response> {
  const { language, role } = c.get('desk')
  let found: readonly Identified[] = []
  const fault =
    role === 'administrator'
      ? undefined
      : await tried(language, async () => {
          const options = { limit: FOUND_MOST, purpose }
          found = await kit.casework.identities.search(askerOf(c), { name }, options)
        })
  const notice = fault && ({ kind: 'wrong', text: fault.text } as const)
  const drawn = { filter: {}, found, notice, typed: { q: name, purpose: purpose ?? '' } }
  return draw(c, kit, drawn, fault === undefined ? 200 : 422)
}

/** Where a code leads: that of a card to whoever has it, that of a person to them. */
async function pathOfCode(
  { vouchers, casework }: DeskKit,
  c: DeskContext,
  text: string,
): Promise<string | undefined> {
  const serial = parseTypedCode(text)
  if (serial !== undefined) {
    const [voucher] = await vouchers.list({ limit: 1, serial }, c.get('desk').who)
    if (voucher !== undefined) return `${PATH}/${voucher.beneficiaryId}`
  }
  if (!CODE.test(text)) return undefined
  for (const codeStart of new Set([text, text.toUpperCase()])) {
    const [first, second] = await casework.people.list(askerOf(c), { limit: 2, codeStart })
    if (first === undefined) continue
    return second === undefined ? `${PATH}/${first.id}` : `${PATH}?code=${codeStart}`
  }
  return undefined
}

function filterOf(query: Readonly<Record<string, string>>): Omit<PeopleFilter, 'limit'> {
  const code = (name: string) => {
    const text = query[name] ?? ''
    return CODE.test(text) ? text : undefined
  }
  return {
    state: ENROLMENT_STATES.find((one) => one === query.state),
    contactPointId: code('point'),
    codeStart: code('code'),
    after: code('after'),
    isWithoutPlan: query.plan === 'none',
  }
}

interface Drawn {
  readonly filter: Omit<PeopleFilter, 'limit'>
  readonly people?: readonly Person[]
  readonly hasMore?: boolean
  /** Those found by name: who they are is shown. */
  readonly found?: readonly Identified[]
  readonly notice?: Notice | undefined
  /** What was looked for. */
  readonly typed?: Readonly<Record<string, string>>
}

async function draw(
  c: DeskContext,
  kit: DeskKit,
  drawn: Drawn,
  status: 200 | 422 = 200,
): Promise<Response> {
  const session = c.get('desk')
  const { language, role, who } = session
  const texts = PEOPLE_TEXTS[language]
  const points = await contactPointsOf(kit.network, who)
  const { found, people, notice } = drawn
  const page = (
    <DeskPage
      assets={kit.assets}
      session={session}
      title={texts.title}
      section="people"
      notice={notice}
    >
      <SearchForm session={session} texts={texts} typed={drawn.typed ?? {}} />
      {role === 'operator' ? (
        <div class="desk-actions">
          <a class="btn btn-primary" href={`${PATH}/new`}>
            {texts.new}
          </a>
          <a class="btn btn-outline-primary" href={`${PATH}/import`}>
            {texts.import}
          </a>
        </div>
      ) : null}
      {found === undefined ? (
        <>
          <Filters filter={drawn.filter} texts={texts} language={language} points={points} />
          <PeopleTable people={people ?? []} drawn={drawn} language={language} who={who} />
        </>
      ) : (
        <Found found={found} texts={texts} language={language} />
      )}
    </DeskPage>
  )
  return answerPage(c, page, status)
}

interface SearchProps {
  readonly session: DeskSession
  readonly texts: DeskPeopleTexts
  readonly typed: Readonly<Record<string, string>>
}

function SearchForm({ session, texts, typed }: SearchProps) {
  const purposes = VIEW_PURPOSES.filter((one) => one !== 'accompaniment')
  const form = { values: typed, faults: {} }
  return (
    <search aria-label={texts.search}>
      <form method="post" action={PATH} class="desk-card">
        <div class="desk-fields">
          <TextField
            form={form}
            name="q"
            label={texts.searchLabel}
            hint={texts.searchHint}
            maxlength={160}
            isFirst
            isRequired
          />
          {session.role === 'auditor' ? (
            <ChoiceField
              form={form}
              name="purpose"
              label={texts.purpose}
              options={purposes.map((one) => [one, texts.purposes[one]] as const)}
            />
          ) : null}
        </div>
        <div class="desk-actions">
          <button class="btn btn-primary" type="submit">
            {texts.search}
          </button>
        </div>
      </form>
    </search>
  )
}

interface FiltersProps {
  readonly filter: Drawn['filter']
  readonly texts: DeskPeopleTexts
  readonly language: DeskLanguage
  readonly points: readonly Place[]
}

function Filters({ filter, texts, language, points }: FiltersProps) {
  const { states } = ELIGIBILITY_TEXTS[language]
  const values = {
    ...{ state: filter.state ?? '', point: filter.contactPointId ?? '' },
    ...{ code: filter.codeStart ?? '', plan: filter.isWithoutPlan === true ? 'none' : '' },
  }
  const shared = { form: { values, faults: {} }, empty: texts.all }
  return (
    <FiltersForm action={PATH} texts={texts}>
      <ChoiceField
        {...shared}
        name="state"
        label={texts.state}
        options={ENROLMENT_STATES.map((one) => [one, states[one]] as const)}
      />
      <ChoiceField
        {...shared}
        name="point"
        label={texts.contactPoint}
        options={points.map(({ id, name }) => [id, name] as const)}
      />
      <ChoiceField
        {...shared}
        name="plan"
        label={texts.plan}
        options={[['none', texts.withoutPlan]]}
      />
    </FiltersForm>
  )
}

interface TableProps {
  readonly people: readonly Person[]
  readonly drawn: Drawn
  readonly language: DeskLanguage
  readonly who: Principal
}

function PeopleTable({ people, drawn, language }: TableProps) {
  const texts = PEOPLE_TEXTS[language]
  const { states } = ELIGIBILITY_TEXTS[language]
  if (people.length === 0) {
    const isFiltered = Object.values(drawn.filter).some((value) => value !== undefined && value)
    return <p class="desk-card pt-3">{isFiltered ? texts.emptyFilter : texts.empty}</p>
  }
  return (
    <div {...scrolled(texts.caption)}>
      <table class="table">
        <caption>{texts.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.code}</th>
            <th scope="col">{texts.state}</th>
            <th scope="col">{texts.contactPoint}</th>
            <th scope="col" class="desk-figure">
              {texts.household}
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr>
              <th scope="row">
                <a href={`${PATH}/${person.id}`}>{person.id}</a>
              </th>
              <td>{states[person.state]}</td>
              <td>{person.contactPointId}</td>
              <td class="desk-figure">{person.householdSize}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {drawn.hasMore === true ? <a href={nextPath(drawn.filter, people)}>{texts.next}</a> : null}
    </div>
  )
}

function nextPath(filter: Drawn['filter'], people: readonly Person[]): string {
  const query = new URLSearchParams({
    ...(filter.state === undefined ? {} : { state: filter.state }),
    ...(filter.contactPointId === undefined ? {} : { point: filter.contactPointId }),
    ...(filter.codeStart === undefined ? {} : { code: filter.codeStart }),
    ...(filter.isWithoutPlan === true ? { plan: 'none' } : {}),
    after: people.at(-1)?.id ?? '',
  })
  return `${PATH}?${query}`
}

interface FoundProps {
  readonly found: readonly Identified[]
  readonly texts: DeskPeopleTexts
  readonly language: DeskLanguage
}

function Found({ found, texts, language }: FoundProps) {
  const { states } = ELIGIBILITY_TEXTS[language]
  return (
    <>
      {found.length === 0 ? <p class="desk-card pt-3">{texts.nobody}</p> : null}
      {found.length === 0 ? null : (
        <div {...scrolled(texts.title)}>
          <table class="table">
            <caption>{fill(texts.found, { count: found.length })}</caption>
            <thead>
              <tr>
                <th scope="col">{texts.name}</th>
                <th scope="col">{texts.code}</th>
                <th scope="col">{texts.state}</th>
              </tr>
            </thead>
            <tbody>
              {found.map(({ id, state, personal }) => (
                <tr>
                  <th scope="row">
                    {personal === null ? '' : `${personal.givenName} ${personal.familyName}`}
                  </th>
                  <td>
                    <a href={`${PATH}/${id}`}>{id}</a>
                  </td>
                  <td>{states[state]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p>
        <a href={PATH}>{texts.back}</a>
      </p>
    </>
  )
}
