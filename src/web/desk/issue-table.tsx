import type { CheckedRow } from '../../vouchers/core/batch-check.ts'
import type { Prospect } from '../../vouchers/issuing.ts'
import type { DeskIssueTexts } from '../messages/desk-issue.ts'
import { deskMoneyEn, deskMoneyIt } from '../messages/desk-money.ts'
import type { DeskLanguage } from './layout.tsx'
import { Table } from './money-kit.tsx'
import { fill, showMoney } from './show.ts'

const AREAS = { it: deskMoneyIt.areas, en: deskMoneyEn.areas } as const

interface TablesProps {
  readonly prospect: Prospect
  readonly texts: DeskIssueTexts
  readonly language: DeskLanguage
}

/** What would become of each row, and what each envelope would pay. */
export function ProspectTables({ prospect, texts, language }: TablesProps) {
  const { rows, envelopes, total, facts } = prospect
  const { unit } = facts.product
  const good = rows.filter(({ fault }) => fault === null).length
  const money = (amount: bigint) => showMoney(amount, unit, language)
  const areas = new Map(
    facts.envelopes.map(({ id, contactPointId, area }) => [
      id,
      `${contactPointId} · ${AREAS[language][area]}`,
    ]),
  )
  return (
    <>
      <p class="lead">{fill(texts.sum, { good, all: rows.length, total: money(total) })}</p>
      <Table caption={texts.table} heads={[texts.person, { figure: texts.total }, texts.outcome]}>
        {rows.map((row) => (
          <tr class={row.fault === null ? 'desk-met' : 'desk-not-met'}>
            <td>{row.beneficiaryId}</td>
            <td class="desk-figure">{row.amount === null ? '–' : money(row.amount)}</td>
            <td>{row.fault === null ? texts.fits : sentenceOf(row, prospect, texts, language)}</td>
          </tr>
        ))}
      </Table>
      {envelopes.length === 0 ? null : (
        <Table
          caption={texts.envelopes}
          heads={[
            texts.envelope,
            { figure: texts.available },
            { figure: texts.used },
            { figure: texts.after },
          ]}
        >
          {envelopes.map(({ envelopeId, available, used }) => (
            <tr>
              <td>{areas.get(envelopeId) ?? envelopeId}</td>
              <td class="desk-figure">{money(available)}</td>
              <td class="desk-figure">{money(used)}</td>
              <td class="desk-figure">{money(available - used)}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  )
}

/** Why a row cannot be issued, with the figures that it was decided on. */
function sentenceOf(
  { beneficiaryId, fault, amount }: CheckedRow,
  { facts }: Prospect,
  texts: DeskIssueTexts,
  language: DeskLanguage,
): string {
  if (fault === null) return texts.fits
  const { product, rows, batch } = facts
  const money = (figure: bigint) => showMoney(figure, product.unit, language)
  const line = rows.find((row) => row.beneficiaryId === beneficiaryId)?.line
  const inAll = batch.envelopes.reduce((sum, { available }) => sum + available, 0n)
  return fill(texts.faults[fault], {
    ...{ amount: money(amount ?? 0n), available: money(inAll) },
    ...{ min: money(batch.minAmount), max: money(batch.maxAmount) },
    ...(line === undefined ? {} : { free: money(line.free), planFree: money(line.planFree) }),
  })
}
