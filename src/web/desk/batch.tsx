import type { Hono } from 'hono'
import { reaches } from '../../access/core/principal.ts'
import type { BatchLine, BatchStanding } from '../../vouchers/issuing.ts'
import type { DeskIssueTexts } from '../messages/desk-issue.ts'
import { batchState } from './batch-parts.tsx'
import { DecisionForms } from './decision-forms.tsx'
import { ISSUE_TEXTS, idIn } from './issue.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { Facts, Hidden, type MoneyKit, namesOf, noticeOf, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { PrintLinks } from './print-links.tsx'
import { type DeskContext, type DeskEnv, deskRoles } from './session.ts'
import { fill, showDay, showMoney, showTime } from './show.ts'
import { VoucherLinks } from './voucher-links.tsx'

const PATH = '/desk/batches/:id'
const ROWS_MAX = 200

/** A batch: its rows, how far it has come, and what to do with those that failed. */
export function addBatch(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'auditor'))
  routes.get(PATH, async (c) => {
    const { who } = c.get('desk')
    const batch = await kit.issuing.getBatch(idIn(c), who)
    const after = Number(c.req.query('after') ?? '0')
    const page = { limit: ROWS_MAX + 1, after: Number.isSafeInteger(after) ? after : 0 }
    const lines = await kit.issuing.listBatchLines(batch.id, page, who)
    const failed =
      batch.finishedAt !== null && batch.failed > 0 ? await failedOf(kit, c, batch) : []
    return draw(c, kit, { batch, lines, failed })
  })
}

/** All rows that failed, however long the batch is. */
async function failedOf(
  { issuing }: MoneyKit,
  c: DeskContext,
  batch: BatchStanding,
): Promise<readonly BatchLine[]> {
  const lines = await issuing.listBatchLines(batch.id, { limit: batch.count }, c.get('desk').who)
  return lines.filter(({ outcome }) => outcome === 'failed')
}

interface Shown {
  readonly batch: BatchStanding
  readonly lines: readonly BatchLine[]
  readonly failed: readonly BatchLine[]
}

async function draw(c: DeskContext, kit: MoneyKit, shown: Shown): Promise<Response> {
  const session = c.get('desk')
  const { who, language } = session
  const texts = ISSUE_TEXTS[language]
  const { batch, lines, failed } = shown
  const names = await namesOf(kit, [batch.preparedBy])
  const approval = await kit.approvals.findFor('voucher_batch', batch.id)
  const product = (await kit.vouchers.findProducts([batch.productId])).get(batch.productId)
  const state = batchState(batch)
  const last = lines[ROWS_MAX - 1]
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.batchOf, { product: product?.name ?? batch.productId })}
      section="issue"
      notice={noticeOf(c, undefined, { prepared: texts.doneBatch, atOnce: texts.doneAtOnce })}
      module="src/web/desk/client/progress.ts"
    >
      <VoucherLinks language={language} here="" />
      <div
        id="progress"
        data-live={state === 'issuing' ? 'yes' : 'no'}
        data-events={`/api/v1/voucher-batches/${batch.id}/events`}
        aria-live="polite"
      >
        <BatchFacts {...{ batch, texts, language }} by={names.get(batch.preparedBy) ?? ''} />
        <Lines lines={lines.slice(0, ROWS_MAX)} {...{ batch, texts, language }} />
      </div>
      {lines.length > ROWS_MAX && last !== undefined ? (
        <p>
          <a href={`/desk/batches/${batch.id}?after=${last.number}`}>{texts.next}</a>
        </p>
      ) : null}
      {session.role === 'operator' && reaches(who, batch.contactPointId) ? (
        <NextSteps {...{ batch, failed, texts }} />
      ) : null}
      {session.role === 'operator' && reaches(who, batch.contactPointId) && batch.issued > 0 ? (
        <PrintLinks language={language} files={filesOf(batch)} />
      ) : null}
      {approval === undefined ? null : (
        <DecisionForms approval={approval} who={who} language={language} />
      )}
    </DeskPage>,
  )
}

function filesOf({ id }: BatchStanding) {
  const cards = `/voucher-batches/${id}/cards.pdf`
  return { sheets: `${cards}?form=sheets&`, letters: `${cards}?form=letters&` }
}

interface PartProps {
  readonly batch: BatchStanding
  readonly texts: DeskIssueTexts
  readonly language: DeskLanguage
}

function BatchFacts({ batch, texts, language, by }: PartProps & { readonly by: string }) {
  const { count, issued, failed, unit } = batch
  return (
    <>
      <Facts
        pairs={[
          [texts.state, texts.states[batchState(batch)]],
          [texts.prepared, `${showTime(batch.preparedAt)} ${by}`],
          [texts.place, batch.contactPointId],
          [texts.total, showMoney(batch.total, unit, language)],
          ...(batch.expiresOn === null
            ? []
            : ([[texts.expiresOn, showDay(batch.expiresOn)]] as const)),
          [texts.reason, batch.reason],
        ]}
      />
      <label for="batch-progress">{fill(texts.progress, { issued, failed, count })}</label>
      <progress id="batch-progress" class="w-100" max={count} value={issued + failed} />
    </>
  )
}

function Lines({ lines, batch, texts, language }: PartProps & Pick<Shown, 'lines'>) {
  return (
    <Table
      caption={texts.rows}
      heads={[texts.number, texts.person, { figure: texts.total }, texts.outcome, texts.vouchers]}
    >
      {lines.map((line) => (
        <tr class={line.outcome === 'failed' ? 'desk-not-met' : ''}>
          <td>{line.number}</td>
          <td>{line.beneficiaryId}</td>
          <td class="desk-figure">{showMoney(line.amount, batch.unit, language)}</td>
          <td>{outcomeOf(line, batch, texts, language)}</td>
          <td>
            {line.outcome === 'issued' ? (
              <a href={`/desk/vouchers/${line.voucherId}`}>{texts.voucher}</a>
            ) : null}
          </td>
        </tr>
      ))}
    </Table>
  )
}

function outcomeOf(
  { outcome, fault, amount }: BatchLine,
  { unit }: BatchStanding,
  texts: DeskIssueTexts,
  language: DeskLanguage,
): string {
  if (fault !== null) {
    const late: Readonly<Record<string, string>> = texts.late
    return fill(late[fault] ?? texts.faults[fault], { amount: showMoney(amount, unit, language) })
  }
  return outcome === 'issued' ? texts.rowIssued : texts.open
}

/** What comes after a batch is issued: the hand-over, and another try for what failed. */
function NextSteps({ batch, failed, texts }: Omit<PartProps, 'language'> & Pick<Shown, 'failed'>) {
  return (
    <>
      {batch.issued === 0 ? null : (
        <p class="desk-actions">
          <a class="btn btn-primary" href={`/desk/hand-over?batch=${batch.id}`}>
            {texts.handOver}
          </a>
        </p>
      )}
      {failed.length === 0 ? null : (
        <form method="post" action="/desk/issue" class="desk-card">
          <p>{texts.retryLead}</p>
          <Hidden
            values={{
              ...{ product: batch.productId, place: batch.contactPointId },
              people: failed.map(typedLine).join('\n'),
              ...(batch.expiresOn === null ? {} : { expiresOn: batch.expiresOn }),
            }}
          />
          <button class="btn btn-outline-primary" type="submit" name="step" value="check">
            {fill(texts.retry, { count: failed.length })}
          </button>
        </form>
      )}
    </>
  )
}

function typedLine({ beneficiaryId, amount }: BatchLine): string {
  const digits = amount.toString().padStart(3, '0')
  return `${beneficiaryId} ${digits.slice(0, -2)}.${digits.slice(-2)}`
}
