import type { Hono } from 'hono'
import type { Approval } from '../../access/approvals.ts'
import { refusalOf } from '../../access/core/duties.ts'
import { type Principal, reaches } from '../../access/core/principal.ts'
import type { Misfit } from '../../currency/core/minting.ts'
import type { Grant, GrantLine, Release } from '../../currency/minting.ts'
import { parseUuid, type Uuid } from '../../kernel/ids.ts'
import { APPROVAL_TEXTS, DecisionForms } from './decision-forms.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import {
  BackToInstrument,
  MINTING_TEXTS,
  rolesOf,
  type Standing,
  withStanding,
} from './minting-kit.tsx'
import { Facts, type MoneyKit, namesOf, noticeOf, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, deskRoles } from './session.ts'
import { fill, showMoney, showTime } from './show.ts'

const GRANT = '/desk/instruments/:id/grants/:grant'
const RELEASE = '/desk/instruments/:id/releases/:release'

/** What one person prepared about an instrument's money, and the decision where it waits for another. */
export function addPrepared(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(GRANT, deskRoles(...rolesOf('grants')))
  routes.get(
    GRANT,
    withStanding(kit, 'grants', (c, standing) => drawGrant(c, kit, standing)),
  )
  routes.use(RELEASE, deskRoles(...rolesOf('releases')))
  routes.get(
    RELEASE,
    withStanding(kit, 'releases', (c, standing) => drawRelease(c, kit, standing)),
  )
}

async function drawGrant(
  c: DeskContext,
  kit: MoneyKit,
  { instrument, address }: Standing,
): Promise<Response> {
  const session = c.get('desk')
  const { who, language } = session
  const { grants: texts } = MINTING_TEXTS[language]
  const grant = await kit.minting.findGrant(idOf(c, 'grant'))
  const approval = await kit.approvals.findFor('currency_grant', grant.id)
  if (grant.instrumentId !== instrument.id || !maySee(approval, who)) {
    throw new DeskRefusal('not_found')
  }
  const money = (amount: bigint) => showMoney(amount, instrument.unit, language)
  const [{ near, far }, names] = await Promise.all([
    partedFor(kit, grant, who),
    bothNames(kit, grant),
  ])
  const misfits =
    grant.state === 'waiting' ? await kit.minting.misfits(instrument.id, near, who) : undefined
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.oneTitle, { total: money(grant.total) })}
      section="instruments"
      notice={noticeOf(c, undefined, texts.done)}
    >
      <PreparedFacts {...{ names, language }} prepared={grant} />
      <Lines {...{ near, language, money }} {...(misfits === undefined ? {} : { misfits })} />
      {far.length === 0 ? null : (
        <p>{fill(texts.elsewhere, { count: far.length, total: money(sumOf(far)) })}</p>
      )}
      {approval === undefined ? null : <DecisionForms {...{ approval, who, language }} />}
      <p>
        <a href={address}>{texts.back}</a>
      </p>
      <BackToInstrument id={instrument.id} language={language} />
    </DeskPage>,
  )
}

/** An operator sees what is of their contact points, as among the approvals; all others here see all. */
function maySee(approval: Approval | undefined, who: Principal): boolean {
  if (approval === undefined) return false
  if (who.role !== 'operator') return true
  return refusalOf({ ...approval, isOpen: true }, who) !== 'approval_scope'
}

/** The lines of people that somebody reaches, and the others. */
async function partedFor({ plans }: MoneyKit, { lines }: Grant, who: Principal) {
  if (who.contactPointIds === undefined) return { near: lines, far: [] }
  const people = await plans.findBeneficiaries(lines.map(({ holderId }) => holderId))
  const isNear = ({ party, holderId }: GrantLine) => {
    const point = people.get(holderId)?.contactPointId
    return party === 'person' && point !== undefined && reaches(who, point)
  }
  return { near: lines.filter(isNear), far: lines.filter((line) => !isNear(line)) }
}

function sumOf(lines: readonly GrantLine[]): bigint {
  return lines.reduce((sum, { amount }) => sum + amount, 0n)
}

interface LinesProps {
  readonly near: readonly GrantLine[]
  readonly language: DeskLanguage
  readonly money: (amount: bigint) => string
  /** Whether each could be given today; left out where it was decided. */
  readonly misfits?: readonly (Misfit | undefined)[]
}

function Lines({ near, language, money, misfits }: LinesProps) {
  const { grants: texts, misfits: words } = MINTING_TEXTS[language]
  const known: Readonly<Record<string, string>> = words
  const today = (misfit: Misfit | undefined) =>
    misfit === undefined ? texts.fits : (known[misfit] ?? words.other)
  return (
    <Table
      caption={texts.table}
      heads={[
        texts.holder,
        { figure: texts.amount },
        ...(misfits === undefined ? [] : [texts.today]),
      ]}
    >
      {near.map(({ holderId, amount }, index) => (
        <tr>
          <td>{holderId}</td>
          <td class="desk-figure">{money(amount)}</td>
          {misfits === undefined ? null : <td>{today(misfits[index])}</td>}
        </tr>
      ))}
    </Table>
  )
}

async function drawRelease(
  c: DeskContext,
  kit: MoneyKit,
  { instrument, address }: Standing,
): Promise<Response> {
  const session = c.get('desk')
  const { who, language } = session
  const { releases: texts } = MINTING_TEXTS[language]
  const release = await kit.minting.findRelease(idOf(c, 'release'))
  if (release.instrumentId !== instrument.id) throw new DeskRefusal('not_found')
  const [approval, books, names] = await Promise.all([
    kit.approvals.findFor('reserve_release', release.id),
    kit.minting.outstanding(instrument.id),
    bothNames(kit, release),
  ])
  const euro = (amount: bigint) => showMoney(amount, instrument.reserveUnit, language)
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.oneTitle, { amount: euro(release.amount) })}
      section="instruments"
      notice={noticeOf(c, undefined, texts.done)}
    >
      <PreparedFacts {...{ names, language }} prepared={release} />
      {release.state === 'waiting' ? (
        <Facts
          pairs={[
            [texts.reserve, euro(books.reserve)],
            [texts.required, euro(books.required)],
            [texts.free, euro(books.reserve - books.required)],
          ]}
        />
      ) : null}
      {approval === undefined ? null : <DecisionForms {...{ approval, who, language }} />}
      <p>
        <a href={address}>{texts.back}</a>
      </p>
      <BackToInstrument id={instrument.id} language={language} />
    </DeskPage>,
  )
}

function idOf(c: DeskContext, name: 'grant' | 'release'): Uuid {
  const id = parseUuid(c.req.param(name) ?? '')
  if (id === undefined) throw new DeskRefusal('not_found')
  return id
}

type Prepared = Pick<
  Grant | Release,
  'reason' | 'state' | 'preparedBy' | 'preparedAt' | 'decidedBy' | 'decidedAt' | 'decisionReason'
>

function bothNames(kit: MoneyKit, { preparedBy, decidedBy }: Prepared) {
  return namesOf(kit, [preparedBy, decidedBy])
}

interface FactsProps {
  readonly prepared: Prepared
  readonly names: ReadonlyMap<Uuid, string>
  readonly language: DeskLanguage
}

function PreparedFacts({ prepared, names, language }: FactsProps) {
  const texts = MINTING_TEXTS[language]
  const { reason, state, preparedBy, preparedAt, decidedBy, decidedAt, decisionReason } = prepared
  const whoAndWhen = (id: Uuid, at: Date) => `${names.get(id) ?? texts.somebody} ${showTime(at)}`
  return (
    <Facts
      pairs={[
        [texts.state, APPROVAL_TEXTS[language].states[state]],
        [texts.reason, reason],
        [texts.preparedBy, whoAndWhen(preparedBy, preparedAt)],
        ...(decidedBy === null || decidedAt === null
          ? []
          : [[texts.decidedBy, whoAndWhen(decidedBy, decidedAt)] as const]),
        ...(decisionReason === null ? [] : [[texts.why, decisionReason] as const]),
      ]}
    />
  )
}

interface ListProps {
  readonly address: string
  readonly caption: string
  readonly language: DeskLanguage
  readonly rows: readonly (Pick<Prepared, 'reason' | 'state' | 'preparedAt'> & {
    readonly id: Uuid
    /** As it is shown. */
    readonly amount: string
  })[]
}

/** What was prepared, the newest first, each with its page. */
export function PreparedList({ address, caption, language, rows }: ListProps) {
  const texts = MINTING_TEXTS[language]
  const heads = [texts.preparedOn, { figure: texts.amount }, texts.reason, texts.state, texts.look]
  return (
    <Table {...{ caption, heads }}>
      {rows.map(({ id, reason, state, preparedAt, amount }) => (
        <tr>
          <td>{showTime(preparedAt)}</td>
          <td class="desk-figure">{amount}</td>
          <td>{reason}</td>
          <td>{APPROVAL_TEXTS[language].states[state]}</td>
          <td>
            <a href={`${address}/${id}`}>{texts.look}</a>
          </td>
        </tr>
      ))}
    </Table>
  )
}
