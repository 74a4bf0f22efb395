import type { BatchStanding } from '../../vouchers/issuing.ts'
import type { DeskIssueTexts } from '../messages/desk-issue.ts'
import type { DeskLanguage } from './layout.tsx'
import { Table } from './money-kit.tsx'
import { showMoney, showTime } from './show.ts'

/** How far a batch has come. */
export function batchState(batch: BatchStanding): keyof DeskIssueTexts['states'] {
  const { approvalState, approvedAt, finishedAt, failed } = batch
  if (finishedAt !== null) return failed > 0 ? 'issuedSome' : 'issued'
  if (approvedAt !== null) return 'issuing'
  return approvalState === 'refused' || approvalState === 'withdrawn' ? approvalState : 'waiting'
}

interface ListProps {
  readonly batches: readonly BatchStanding[]
  readonly texts: DeskIssueTexts
  readonly language: DeskLanguage
}

export function BatchList({ batches, texts, language }: ListProps) {
  if (batches.length === 0) return <p>{texts.noBatches}</p>
  const figures = [{ figure: texts.vouchers }, { figure: texts.total }]
  return (
    <Table
      caption={texts.recent}
      heads={[texts.prepared, texts.product, texts.place, ...figures, texts.state]}
    >
      {batches.map((batch) => (
        <tr>
          <td>
            <a href={`/desk/batches/${batch.id}`}>{showTime(batch.preparedAt)}</a>
          </td>
          <td>{batch.productId}</td>
          <td>{batch.contactPointId}</td>
          <td class="desk-figure">{batch.count}</td>
          <td class="desk-figure">{showMoney(batch.total, batch.unit, language)}</td>
          <td>{texts.states[batchState(batch)]}</td>
        </tr>
      ))}
    </Table>
  )
}
