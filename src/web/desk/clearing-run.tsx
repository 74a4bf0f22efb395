import type { Hono } from 'hono'
import type { ClearingRun, MemberResult, RunInvoice } from '../../currency/clearing.ts'
import type { FaultyLine } from '../../currency/core/invoices.ts'
import type { Minor } from '../../kernel/money.ts'
import type { DeskClearingTexts } from '../messages/desk-clearing.ts'
import { CLEARING_TEXTS } from './clearing.tsx'
import { DecisionForms } from './decision-forms.tsx'
import { idIn } from './issue.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { Facts, type MoneyKit, namesOf, noticeOf, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { type DeskContext, type DeskEnv, deskRoles } from './session.ts'
import { fill, showDay, showMoney, showTime } from './show.ts'

const PATH = '/desk/clearing/:id'
const MEMBERS_MAX = 200
const LINES_MAX = 200

/** A run of clearing: what it comes to, for whom; and the decision of a second person. */
export function addClearingRun(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(`${PATH}/*`, deskRoles('administrator', 'treasurer', 'auditor'))
  routes.use(PATH, deskRoles('administrator', 'treasurer', 'auditor'))
  routes.get(PATH, (c) => drawRun(c, kit))
  routes.get(`${PATH}/members/:partner`, (c) => drawMember(c, kit))
}

async function drawRun(c: DeskContext, kit: MoneyKit): Promise<Response> {
  const session = c.get('desk')
  const { who, language } = session
  const texts = CLEARING_TEXTS[language]
  const run = await kit.clearing.get(idIn(c))
  const [members, leftOut, approval, people] = await Promise.all([
    kit.clearing.members(run.id),
    kit.clearing.leftOut(run.id),
    kit.approvals.findFor('clearing', run.id),
    namesOf(kit, [run.preparedBy, run.decidedBy]),
  ])
  const shown = members
    .toSorted((one, other) => Number(nettedOf(other) - nettedOf(one)))
    .slice(0, MEMBERS_MAX)
  const partners = await kit.network.findPartners(shown.map(({ partnerId }) => partnerId))
  const nameOf = (id: string) => partners.get(id)?.name ?? id
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={texts.title}
      section="clearing"
      notice={noticeOf(c, undefined, texts.done)}
    >
      <p>
        <strong>{texts.states[run.state]}.</strong>
        {run.decisionReason === null ? '' : ` ${run.decisionReason}`}
      </p>
      <Figures {...{ run, texts, language }} />
      <p>
        {fill(texts.preparedBy, {
          name: people.get(run.preparedBy) ?? texts.somebody,
          time: showTime(run.preparedAt),
        })}
        {run.decidedBy === null || run.decidedAt === null
          ? ''
          : `. ${fill(texts.decidedBy, {
              name: people.get(run.decidedBy) ?? texts.somebody,
              time: showTime(run.decidedAt),
            })}`}
        .
      </p>
      {approval?.state === 'waiting' ? (
        <>
          <p>{texts.waitingLead}</p>
          <DecisionForms {...{ approval, who, language }} />
        </>
      ) : null}
      <p>
        <a href={`/api/v1/clearing-runs/${run.id}/report.csv`} download>
          {texts.report}
        </a>
      </p>
      {members.length > shown.length ? (
        <p>{fill(texts.membersSome, { count: shown.length })}</p>
      ) : null}
      <Members {...{ run, members: shown, nameOf, texts, language }} />
      <LeftOut lines={leftOut} texts={texts} />
    </DeskPage>,
  )
}

function nettedOf({ owedCleared, owedSettled, dueCleared, dueSettled }: MemberResult): Minor {
  return owedCleared + owedSettled + dueCleared + dueSettled
}

interface RunProps {
  readonly run: ClearingRun
  readonly texts: DeskClearingTexts
  readonly language: DeskLanguage
}

function Figures({ run, texts, language }: RunProps) {
  const { unit, total, cleared, settled, foreseen, invoices, members } = run
  const money = (amount: Minor) => showMoney(amount, unit, language)
  const share = (amount: Minor) =>
    fill(texts.share, { amount: money(amount), percent: percentOf(amount, total, language) })
  const isOpen = foreseen !== null && run.state === 'waiting'
  return (
    <>
      <Facts
        pairs={[
          [texts.invoices, `${invoices}`],
          [texts.firms, `${members}`],
          [texts.total, money(total)],
          [texts.cleared, share(cleared)],
          isOpen ? [texts.foreseen, share(foreseen)] : [texts.settled, share(settled)],
          [texts.left, money(total - cleared - (isOpen ? foreseen : settled))],
        ]}
      />
      {isOpen ? <p class="form-text">{texts.foreseenHint}</p> : null}
    </>
  )
}

/** With one decimal, rounded down: `12,3`. */
function percentOf(part: Minor, whole: Minor, language: DeskLanguage): string {
  const thousandths = whole === 0n ? 0n : (part * 1000n) / whole
  return `${thousandths / 10n}${language === 'it' ? ',' : '.'}${thousandths % 10n}`
}

interface MembersProps extends RunProps {
  readonly members: readonly MemberResult[]
  readonly nameOf: (id: string) => string
}

function Members({ run, members, nameOf, texts, language }: MembersProps) {
  const money = (amount: Minor) => showMoney(amount, run.unit, language)
  const figures = [texts.owed, texts.due, texts.cleared, texts.settled, texts.left]
  return (
    <Table
      caption={texts.members}
      heads={[texts.partner, ...figures.map((figure) => ({ figure }))]}
    >
      {members.map((one) => (
        <tr>
          <td>
            <a href={`/desk/clearing/${run.id}/members/${one.partnerId}`}>
              {nameOf(one.partnerId)}
            </a>
          </td>
          <td class="desk-figure">{money(one.owed)}</td>
          <td class="desk-figure">{money(one.due)}</td>
          <td class="desk-figure">{`${money(one.owedCleared)} / ${money(one.dueCleared)}`}</td>
          <td class="desk-figure">{`${money(one.owedSettled)} / ${money(one.dueSettled)}`}</td>
          <td class="desk-figure">
            {`${money(one.owed - one.owedCleared - one.owedSettled)} / ${money(
              one.due - one.dueCleared - one.dueSettled,
            )}`}
          </td>
        </tr>
      ))}
    </Table>
  )
}

interface LeftOutProps {
  readonly lines: readonly (FaultyLine & { readonly part: number })[]
  readonly texts: DeskClearingTexts
}

function LeftOut({ lines, texts }: LeftOutProps) {
  if (lines.length === 0) return null
  return (
    <Table caption={texts.leftOut} heads={[texts.part, texts.line, texts.why, texts.what]}>
      {lines.slice(0, LINES_MAX).map(({ part, line, fault, cells }) => (
        <tr>
          <td>{part}</td>
          <td>{line}</td>
          <td>{texts.faults[fault]}</td>
          <td>{cells.join(' · ')}</td>
        </tr>
      ))}
    </Table>
  )
}

async function drawMember(c: DeskContext, kit: MoneyKit): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = CLEARING_TEXTS[language]
  const run = await kit.clearing.get(idIn(c))
  const partnerId = c.req.param('partner') ?? ''
  const invoices = await kit.clearing.invoicesOf(run.id, partnerId)
  const shown = invoices.slice(0, LINES_MAX)
  const ids = shown.flatMap(({ debtorId, creditorId }) => [debtorId, creditorId])
  const partners = await kit.network.findPartners([...new Set([...ids, partnerId])])
  const nameOf = (id: string) => partners.get(id)?.name ?? id
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.memberTitle, { name: nameOf(partnerId) })}
      section="clearing"
    >
      <p>
        <a href={`/desk/clearing/${run.id}`}>{texts.back}</a>
      </p>
      <p>
        <a href={`/api/v1/clearing-runs/${run.id}/members/${partnerId}/invoices.csv`} download>
          {texts.memberReport}
        </a>
      </p>
      <Invoices {...{ run, invoices: shown, partnerId, nameOf, texts, language }} />
    </DeskPage>,
  )
}

interface InvoicesProps extends RunProps {
  readonly invoices: readonly RunInvoice[]
  readonly partnerId: string
  readonly nameOf: (id: string) => string
}

function Invoices({ run, invoices, partnerId, nameOf, texts, language }: InvoicesProps) {
  const figures = [texts.amount, texts.cleared, texts.settled, texts.left]
  return (
    <Table
      caption={texts.invoices}
      heads={[texts.number, texts.other, texts.dueOn, ...figures.map((figure) => ({ figure }))]}
    >
      {invoices.map(({ number, debtorId, creditorId, due, amount, cleared, settled }) => (
        <tr>
          <td>{number}</td>
          <td>
            {debtorId === partnerId
              ? fill(texts.owes, { name: nameOf(creditorId) })
              : fill(texts.isOwed, { name: nameOf(debtorId) })}
          </td>
          <td>{showDay(due)}</td>
          {[amount, cleared, settled, amount - cleared - settled].map((figure) => (
            <td class="desk-figure">{showMoney(figure, run.unit, language)}</td>
          ))}
        </tr>
      ))}
    </Table>
  )
}
