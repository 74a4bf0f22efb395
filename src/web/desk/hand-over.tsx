import type { Hono } from 'hono'
import { CAMERA_ALLOWED, TILL_CSP } from '../../http/security-headers.ts'
import { isFromDigest, parseUuid, type Uuid, type VoucherId } from '../../kernel/ids.ts'
import { ACTIVATION_MAX, type HandOver } from '../../vouchers/activation.ts'
import { readCard } from '../../vouchers/core/card.ts'
import { formatTypedCode, parseTypedCode } from '../../vouchers/core/typed-code.ts'
import type { Voucher } from '../../vouchers/service.ts'
import {
  type DeskVouchersTexts,
  deskVouchersEn,
  deskVouchersIt,
} from '../messages/desk-vouchers.ts'
import { type FormState, LongTextField } from './fields.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, deskRoles } from './session.ts'
import { fill, showDay, showMoney } from './show.ts'
import { VoucherLinks } from './voucher-links.tsx'

const PATH = '/desk/hand-over'
/** So many waiting cards are shown for ticking. */
const SHOWN_MAX = 100

export const VOUCHER_TEXTS: Readonly<Record<DeskLanguage, DeskVouchersTexts>> = {
  it: deskVouchersIt,
  en: deskVouchersEn,
}

/** Cards become good as they are handed over: scanned, typed or ticked. */
export function addHandOver(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator'))
  routes.get(PATH, (c) => draw(c, kit, { form: { values: {}, faults: {} } }))
  routes.post(PATH, async (c) => {
    const body = await c.req.parseBody({ all: true })
    const id = parseUuid(String(body.id ?? ''))
    if (id === undefined || isFromDigest(id)) throw new DeskRefusal('not_found')
    const codes = String(body.codes ?? '')
    const ticked = [body.voucher ?? []]
      .flat()
      .flatMap((one) => parseUuid(String(one)) ?? []) as readonly VoucherId[]
    const texts = VOUCHER_TEXTS[c.get('desk').language]
    const scanned = await lookUp(c, kit, codes, texts)
    const voucherIds = [...new Set([...ticked, ...scanned.flatMap(({ id: one }) => one ?? [])])]
    const fault = faultOfCount(scanned.length + ticked.length, voucherIds.length, texts)
    if (fault !== undefined) {
      return draw(c, kit, { form: { values: { codes }, faults: { codes: fault } } }, 422)
    }
    const { who } = c.get('desk')
    const done =
      voucherIds.length === 0
        ? new Map<VoucherId, HandOver>()
        : await kit.issuing.activate({ id, voucherIds }, who)
    const results = await resultsOf(c, kit, { done, scanned })
    return draw(c, kit, { form: { values: {}, faults: {} }, results })
  })
}

function faultOfCount(
  given: number,
  found: number,
  { handOver }: DeskVouchersTexts,
): string | undefined {
  if (given === 0) return handOver.nothing
  return found > ACTIVATION_MAX ? fill(handOver.tooMany, { max: ACTIVATION_MAX }) : undefined
}

/** A code that was scanned or typed: the voucher, or why there is none. */
interface Scanned {
  /** As it is shown again: never the whole text of a card. */
  readonly label: string
  readonly id?: VoucherId
  readonly fault?: string
}

async function lookUp(
  c: DeskContext,
  kit: MoneyKit,
  codes: string,
  texts: DeskVouchersTexts,
): Promise<readonly Scanned[]> {
  const lines = codes.split(/\r?\n/).flatMap((line) => line.trim() || [])
  return Promise.all(
    lines.slice(0, ACTIVATION_MAX).map(async (line): Promise<Scanned> => {
      const serial = parseTypedCode(line) ?? readCard(line)?.serial
      if (serial === undefined) {
        return { label: line.slice(0, 14), fault: texts.handOver.unread }
      }
      const label = formatTypedCode(serial)
      const [found] = await kit.vouchers.list({ limit: 1, serial }, c.get('desk').who)
      return found === undefined
        ? { label, fault: texts.handOvers.not_found }
        : { label, id: found.id }
    }),
  )
}

interface Result {
  readonly label: string
  readonly text: string
  readonly isGood: boolean
  readonly id?: VoucherId
}

async function resultsOf(
  c: DeskContext,
  kit: MoneyKit,
  {
    done,
    scanned,
  }: { readonly done: ReadonlyMap<VoucherId, HandOver>; readonly scanned: readonly Scanned[] },
): Promise<readonly Result[]> {
  const { who, language } = c.get('desk')
  const texts = VOUCHER_TEXTS[language]
  const handed = await Promise.all(
    [...done].map(async ([id, outcome]): Promise<Result> => {
      const isGood = outcome === 'activated' || outcome === 'was_active'
      const text = texts.handOvers[outcome]
      if (outcome === 'not_found') return { label: '–', text, isGood }
      return { label: (await kit.vouchers.get(id, who)).typedCode, text, isGood, id }
    }),
  )
  const wrong = scanned.flatMap(({ label, fault }) =>
    fault === undefined ? [] : [{ label, text: fault, isGood: false }],
  )
  return [...handed, ...wrong]
}

interface Shown {
  readonly form: FormState
  readonly results?: readonly Result[]
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  { form, results }: Shown,
  status: 200 | 422 = 200,
): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = VOUCHER_TEXTS[language]
  const waiting = await waitingCards(c, kit)
  c.header('permissions-policy', CAMERA_ALLOWED)
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={texts.handOver.title}
      section="issue"
      module="src/web/desk/client/hand-over.ts"
    >
      <VoucherLinks language={language} here={PATH} />
      <Scanner texts={texts} />
      {results === undefined ? null : <Results results={results} texts={texts} />}
      <p>{texts.handOver.lead}</p>
      <form method="post" action={PATH} class="desk-card" novalidate>
        <input type="hidden" name="id" value={kit.runtime.newId()} />
        <LongTextField
          {...{ form, name: 'codes', label: texts.handOver.codes }}
          hint={texts.handOver.codesHint}
          maxlength={200_000}
        />
        {waiting.length === 0 ? (
          <p>{texts.handOver.none}</p>
        ) : (
          <Waiting {...{ waiting: waiting.slice(0, SHOWN_MAX), texts, language }} />
        )}
        {waiting.length > SHOWN_MAX ? <p>{texts.handOver.more}</p> : null}
        <div class="desk-actions">
          <button class="btn btn-primary" type="submit">
            {texts.handOver.submit}
          </button>
        </div>
      </form>
    </DeskPage>,
    status,
    // The reader of QR codes is WebAssembly, as at the till.
    TILL_CSP,
  )
}

/** The camera, where a script runs: each card that it sees is handed over at once, and the next can come. */
function Scanner({ texts: { handOver } }: { readonly texts: DeskVouchersTexts }) {
  const { scanNone, scanAim, scanOther, scanSending, scanUnknown } = handOver
  const said = { scanNone, scanAim, scanOther, scanSending, scanUnknown }
  return (
    <section id="scan" class="desk-card" aria-labelledby="scan-title" hidden>
      <h2 id="scan-title">{handOver.scan}</h2>
      <p>{handOver.scanLead}</p>
      <div class="desk-actions">
        <button id="scan-start" class="btn btn-primary" type="button">
          {handOver.scanStart}
        </button>
        <button id="scan-stop" class="btn btn-outline-primary" type="button" hidden>
          {handOver.scanStop}
        </button>
      </div>
      <div class="desk-camera" hidden>
        <video muted playsinline aria-label={handOver.scanAim} />
      </div>
      <p id="scan-status" role="status" data-texts={JSON.stringify(said)} />
      <ul id="scanned" class="list-unstyled" aria-live="polite" aria-label={handOver.results} />
    </section>
  )
}

/** What is issued and not handed over: of one batch where the address names it, or else the newest. */
async function waitingCards(c: DeskContext, kit: MoneyKit): Promise<readonly Voucher[]> {
  const { who } = c.get('desk')
  const limit = SHOWN_MAX + 1
  const batchId: Uuid | undefined = parseUuid(c.req.query('batch') ?? '')
  if (batchId === undefined) return kit.vouchers.list({ limit, status: 'issued' }, who)
  const lines = await kit.issuing.listBatchLines(batchId, { limit: ACTIVATION_MAX }, who)
  const ids = lines.flatMap(({ outcome, voucherId }) => (outcome === 'issued' ? [voucherId] : []))
  const found = await Promise.all(ids.map((id) => kit.vouchers.get(id, who)))
  return found.filter(({ status }) => status === 'issued')
}

interface WaitingProps {
  readonly waiting: readonly Voucher[]
  readonly texts: DeskVouchersTexts
  readonly language: DeskLanguage
}

function Waiting({ waiting, texts, language }: WaitingProps) {
  return (
    <Table
      caption={texts.handOver.table}
      heads={['✓', texts.code, texts.person, { figure: texts.remaining }, texts.expiresOn]}
    >
      {waiting.map(({ id, typedCode, beneficiaryId, remaining, unit, expiresOn }) => (
        <tr>
          <td>
            <input
              class="form-check-input"
              type="checkbox"
              name="voucher"
              value={id}
              aria-label={fill(texts.handOver.tick, { code: typedCode })}
            />
          </td>
          <td>
            <a href={`/desk/vouchers/${id}`}>{typedCode}</a>
          </td>
          <td>{beneficiaryId}</td>
          <td class="desk-figure">{showMoney(remaining, unit, language)}</td>
          <td>{showDay(expiresOn)}</td>
        </tr>
      ))}
    </Table>
  )
}

function Results({
  results,
  texts,
}: {
  readonly results: readonly Result[]
  readonly texts: DeskVouchersTexts
}) {
  return (
    <div role="status" class="desk-card">
      <h2>{texts.handOver.results}</h2>
      <ul id="results" class="list-unstyled">
        {results.map(({ label, text, isGood, id }) => (
          <li class={isGood ? 'desk-met ps-2 mb-1' : 'desk-not-met ps-2 mb-1'}>
            {id === undefined ? label : <a href={`/desk/vouchers/${id}`}>{label}</a>}: {text}
          </li>
        ))}
      </ul>
    </div>
  )
}
