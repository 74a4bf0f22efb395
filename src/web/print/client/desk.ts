import { callApi } from '../../client/api.ts'
import { applyLanguage, readLanguage } from '../../client/language.ts'
import { readList, readPage } from '../../client/list.ts'
import type { PageLanguage } from '../../client/money.ts'
import {
  type Beneficiary,
  keepFile,
  loadPdf,
  type Named,
  type PrintForm,
  readBeneficiary,
  readNamed,
  readVoucher,
  type Voucher,
} from './cards.ts'

/** As many as the service puts into one file of chosen cards. */
export const CARDS_MAX = 500
const LIST_PAGES_MAX = 100
const PRINTABLE = ['issued', 'active'] as const

export interface Filter {
  readonly status: 'both' | (typeof PRINTABLE)[number]
  /** Ids; empty for all. */
  readonly contactPointId: string
  readonly productId: string
  /** A part of the beneficiary's code, in any case. */
  readonly beneficiary: string
}

export type DeskFault = 'signedOut' | 'notAllowed' | 'noAnswer' | 'failed' | 'tooMany'

export interface DeskState {
  readonly language: PageLanguage
  /** `closed`: nobody signed in here who may print. */
  readonly step: 'loading' | 'closed' | 'choose' | 'preparing'
  readonly fault?: DeskFault | undefined
  readonly contactPoints: readonly Named[]
  readonly products: readonly Named[]
  readonly beneficiaries: ReadonlyMap<string, Beneficiary>
  readonly vouchers: readonly Voucher[]
  readonly hasMore: boolean
  readonly filter: Filter
  readonly chosen: ReadonlySet<string>
  /** How many cards are in the file that was made last. */
  readonly printed: number
}

const EMPTY = {
  contactPoints: [],
  products: [],
  beneficiaries: new Map(),
  vouchers: [],
  hasMore: false,
  filter: { status: 'both', contactPointId: '', productId: '', beneficiary: '' },
  chosen: new Set<string>(),
  printed: 0,
} as const

/** The printing desk: which vouchers there are and which are chosen. Draws through `onChange`. */
export class PrintDesk {
  state: DeskState = { ...EMPTY, language: readLanguage(), step: 'loading' }
  private readonly cursors = new Map<string, string>()
  private readonly onChange: (state: DeskState) => void

  constructor(onChange: (state: DeskState) => void) {
    this.onChange = onChange
  }

  async start(): Promise<void> {
    applyLanguage(this.state.language)
    await this.load()
  }

  switchLanguage(): void {
    const language = this.state.language === 'it' ? 'en' : 'it'
    applyLanguage(language)
    this.change({ language })
  }

  setFilter(changed: Partial<Filter>): void {
    this.change({ filter: { ...this.state.filter, ...changed }, fault: undefined, printed: 0 })
  }

  choose(ids: readonly string[], isChosen: boolean): void {
    const chosen = new Set(this.state.chosen)
    for (const id of ids) {
      if (isChosen) chosen.add(id)
      else chosen.delete(id)
    }
    this.change({ chosen, fault: undefined, printed: 0 })
  }

  /** The vouchers of the list that the filter lets through. */
  visible(): readonly Voucher[] {
    const { vouchers, filter, beneficiaries } = this.state
    const part = filter.beneficiary.trim().toLowerCase()
    return vouchers.filter(
      (voucher) =>
        (filter.status === 'both' || voucher.status === filter.status) &&
        (filter.productId === '' || voucher.productId === filter.productId) &&
        (filter.contactPointId === '' ||
          beneficiaries.get(voucher.beneficiaryId)?.contactPointId === filter.contactPointId) &&
        voucher.beneficiaryId.toLowerCase().includes(part),
    )
  }

  async loadMore(): Promise<void> {
    const found: Voucher[] = []
    for (const [status, cursor] of [...this.cursors]) {
      found.push(...(await this.loadVouchers(status, cursor)))
    }
    this.change({
      vouchers: [...this.state.vouchers, ...found],
      hasMore: this.cursors.size > 0,
    })
  }

  /** Has the cards of what is chosen made into a file, all of them or none. */
  async prepare(form: PrintForm): Promise<void> {
    const chosen = this.state.vouchers.filter(({ id }) => this.state.chosen.has(id))
    if (chosen.length > CARDS_MAX) return this.change({ fault: 'tooMany' })
    this.change({ step: 'preparing', fault: undefined, printed: 0 })
    const ids = chosen.map(({ id }) => id)
    const file = await loadPdf(ids, form)
    if (file) keepFile(file, `${form}.pdf`)
    this.change({ step: 'choose', ...(file ? { printed: ids.length } : { fault: 'failed' }) })
  }

  private async load(): Promise<void> {
    const reply = await callApi({ path: '/vouchers?limit=1' })
    if (reply.kind !== 'answered') {
      const isForeign = reply.kind === 'refused' && reply.status === 403
      const fault = reply.kind === 'unknown' ? 'noAnswer' : isForeign ? 'notAllowed' : 'signedOut'
      return this.change({ step: 'closed', fault })
    }
    const lists = ['/contact-points', '/products', '/beneficiaries'].map((path) =>
      readList(path, LIST_PAGES_MAX),
    )
    const [contactPoints = [], products = [], people = []] = await Promise.all(lists)
    const vouchers: Voucher[] = []
    for (const status of PRINTABLE) vouchers.push(...(await this.loadVouchers(status)))
    this.change({
      step: 'choose',
      contactPoints: contactPoints.flatMap((item) => readNamed(item) ?? []),
      products: products.flatMap((item) => readNamed(item) ?? []),
      beneficiaries: new Map(
        people.flatMap((item) => readBeneficiary(item) ?? []).map((one) => [one.id, one]),
      ),
      vouchers,
      hasMore: this.cursors.size > 0,
    })
  }

  private async loadVouchers(status: string, cursor?: string): Promise<readonly Voucher[]> {
    const page = await readPage(`/vouchers?status=${status}`, cursor)
    if ('kind' in page) {
      this.change({ fault: 'noAnswer' })
      return []
    }
    if (page.cursor === undefined) this.cursors.delete(status)
    else this.cursors.set(status, page.cursor)
    return page.items.flatMap((item) => readVoucher(item) ?? [])
  }

  private change(changed: Partial<DeskState>): void {
    this.state = { ...this.state, ...changed }
    this.onChange(this.state)
  }
}
