import type { Member, Received } from '../../currency/association-service.ts'
import { rulesOn } from '../../currency/core/instrument.ts'
import { type Day, parseDay, romeDay } from '../../kernel/days.ts'
import { transferReason } from '../../ledger/core/chart.ts'
import type { AssociationTexts } from '../messages/association.ts'
import { ASSOCIATION_TEXTS } from './earning-parts.tsx'
import { TextField } from './fields.tsx'
import { FiltersForm } from './filters-form.tsx'
import type { DeskLanguage } from './layout.tsx'
import { type MoneyKit, Table } from './money-kit.tsx'
import type { DeskContext } from './session.ts'
import { fill, showDay, showMoney } from './show.ts'

export interface Period {
  readonly from: Day
  readonly until: Day
}

/** The days that the address asks for; this month where it asks for none. */
export function periodOf(c: DeskContext, { runtime }: MoneyKit): Period {
  const today = romeDay(runtime.now())
  const monthStart = parseDay(`${today.slice(0, 7)}-01`) ?? today
  return {
    from: parseDay(c.req.query('from') ?? '') ?? monthStart,
    until: parseDay(c.req.query('until') ?? '') ?? today,
  }
}

/** Why money moved, in a word. */
export function reasonOf(code: number, { reasons }: AssociationTexts): string {
  const word = transferReason(code)
  const known: Readonly<Record<string, string>> = reasons
  return known[word] ?? word
}

interface ReceivedProps {
  readonly found: readonly Received[]
  readonly period: Period
  readonly language: DeskLanguage
  /** Where the period is asked for. */
  readonly action: string
  /** Where the movements of one money are; left out where they are not shown. */
  readonly statementPath?: string
}

/** What came and what left, by money and by reason. */
export function ReceivedTables(props: ReceivedProps) {
  const { found, period, language, action, statementPath } = props
  const { money } = ASSOCIATION_TEXTS[language]
  const form = { values: { from: period.from, until: period.until }, faults: {} }
  return (
    <>
      <FiltersForm action={action} texts={money}>
        <TextField {...{ form, name: 'from', label: money.from, type: 'date' }} />
        <TextField {...{ form, name: 'until', label: money.until, type: 'date' }} />
      </FiltersForm>
      {found.length === 0 ? <p class="desk-card pt-3">{money.none}</p> : null}
      {found.map((one) => (
        <OneMoney {...{ one, period, language }} {...(statementPath ? { statementPath } : {})} />
      ))}
    </>
  )
}

interface OneProps extends Pick<ReceivedProps, 'period' | 'language' | 'statementPath'> {
  readonly one: Received
}

function OneMoney({ one: { purse, lines }, period, language, statementPath }: OneProps) {
  const texts = ASSOCIATION_TEXTS[language]
  const { money } = texts
  const { instrument } = purse.wallet
  const { name } = rulesOn(instrument, purse.day)
  const show = (amount: bigint) => showMoney(amount, instrument.unit, language)
  const days = { from: showDay(period.from), until: showDay(period.until) }
  return (
    <section>
      <h2>{name}</h2>
      <p>
        <strong>{fill(money.balance, { amount: show(purse.balance) })}</strong>
      </p>
      {lines.length === 0 ? (
        <p>{money.noneInPeriod}</p>
      ) : (
        <Table
          caption={fill(money.caption, { name, ...days })}
          heads={[
            ...[money.reason, { figure: money.times }],
            ...[{ figure: money.received }, { figure: money.paid }],
          ]}
        >
          {lines.map(({ code, times, received, paid }) => (
            <tr>
              <td>{reasonOf(code, texts)}</td>
              <td class="desk-figure">{times}</td>
              <td class="desk-figure">{show(received)}</td>
              <td class="desk-figure">{show(paid)}</td>
            </tr>
          ))}
        </Table>
      )}
      {statementPath === undefined ? null : (
        <p>
          <a href={`${statementPath}/${encodeURIComponent(instrument.id)}`}>
            {money.statement}: {name}
          </a>
        </p>
      )}
    </section>
  )
}

interface MembersProps {
  readonly members: readonly Member[]
  readonly language: DeskLanguage
  /** Where somebody is let go; left out where nobody may. */
  readonly endPath?: string
}

/** Who belongs, or belonged, to an association. */
export function MemberTable({ members, language, endPath }: MembersProps) {
  const texts = ASSOCIATION_TEXTS[language]
  const { members: words } = texts
  if (members.length === 0) return <p class="desk-card pt-3">{words.none}</p>
  const heads = [words.party, words.holder, words.from, words.until]
  return (
    <Table caption={words.title} heads={endPath === undefined ? heads : [...heads, words.end]}>
      {members.map(({ party, holderId, fromDay, untilDay }) => (
        <tr class={untilDay === null ? '' : 'desk-not-met'}>
          <td>{texts.parties[party]}</td>
          <td>{holderId}</td>
          <td>{showDay(fromDay)}</td>
          <td>{untilDay === null ? words.goesOn : showDay(untilDay)}</td>
          {endPath === undefined ? null : (
            <td>
              {untilDay === null ? (
                <form method="post" action={endPath}>
                  <input type="hidden" name="party" value={party} />
                  <input type="hidden" name="holder" value={holderId} />
                  <button
                    class="btn btn-sm btn-outline-secondary"
                    type="submit"
                    aria-label={fill(words.endOf, { who: holderId })}
                  >
                    {words.end}
                  </button>
                </form>
              ) : null}
            </td>
          )}
        </tr>
      ))}
    </Table>
  )
}
