import { callApi } from '../../client/api.ts'
import { applyLanguage, readLanguage } from '../../client/language.ts'
import { readList, readPage } from '../../client/list.ts'
import type { PageLanguage } from '../../client/money.ts'
import {
  type Beneficiary,
  type Card,
  loadCards,
  type Named,
  readBeneficiary,
  readNamed,
  readVoucher,
  type Voucher,
} from './cards.ts'

export const CARDS_MAX = 200
/** Kept until the browser tab is closed. */
const KEPT_UNDER = 'fra-noi operator key'
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

export type DeskFault = 'keyWrong' | 'keyNotAllowed' | 'noAnswer' | 'failed' | 'tooMany'

export interface DeskState {
  readonly language: PageLanguage
  readonly step: 'signIn' | 'loading' | 'choose' | 'preparing' | 'sheets'
  readonly fault?: DeskFault | undefined
  readonly contactPoints: readonly Named[]
  readonly products: readonly Named[]
  readonly beneficiaries: ReadonlyMap<string, Beneficiary>
  readonly vouchers: readonly Voucher[]
  readonly hasMore: boolean
  readonly filter: Filter
  readonly chosen: ReadonlySet<string>
  readonly prepared: number
  readonly cards: readonly Card[]
}

const EMPTY = {
  contactPoints: [],
  products: [],
  beneficiaries: new Map(),
  vouchers: [],
  hasMore: false,
  filter: { status: 'both', contactPointId: '', productId: '', beneficiary: '' },
  chosen: new Set<string>(),
  prepared: 0,
  cards: [],
} as const

/** The printing desk: which vouchers there are, which are chosen, and their cards. Draws through `onChange`. */
export class PrintDesk {
  state: DeskState = { ...EMPTY, language: readLanguage(), step: 'signIn' }
  private key = sessionStorage.getItem(KEPT_UNDER) ?? ''
  private readonly cursors = new Map<string, string>()
  private readonly onChange: (state: DeskState) => void

  constructor(onChange: (state: DeskState) => void) {
    this.onChange = onChange
  }

  async start(): Promise<void> {
    applyLanguage(this.state.language)
    if (this.key !== '') await this.load()
  }

  async signIn(key: string): Promise<void> {
    this.key = key
    await this.load()
  }

  signOut(): void {
    this.key = ''
    sessionStorage.removeItem(KEPT_UNDER)
    this.cursors.clear()
    this.change({ ...EMPTY, step: 'signIn', fault: undefined })
  }

  switchLanguage(): void {
    const language = this.state.language === 'it' ? 'en' : 'it'
    applyLanguage(language)
    this.change({ language })
  }

  setFilter(changed: Partial<Filter>): void {
    this.change({ filter: { ...this.state.filter, ...changed }, fault: undefined })
  }

  choose(ids: readonly string[], isChosen: boolean): void {
    const chosen = new Set(this.state.chosen)
    for (const id of ids) {
      if (isChosen) chosen.add(id)
      else chosen.delete(id)
    }
    this.change({ chosen, fault: undefined })
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

  /** Fetches the cards of what is chosen; all of them or none. */
  async prepare(): Promise<void> {
    const chosen = this.state.vouchers.filter(({ id }) => this.state.chosen.has(id))
    if (chosen.length > CARDS_MAX) return this.change({ fault: 'tooMany' })
    this.change({ step: 'preparing', prepared: 0, fault: undefined })
    const cards = await loadCards(this.key, chosen, (prepared) => this.change({ prepared }))
    if (cards) this.change({ step: 'sheets', cards })
    else this.change({ step: 'choose', fault: 'failed' })
  }

  backToList(): void {
    this.change({ step: 'choose', cards: [] })
  }

  private async load(): Promise<void> {
    this.change({ step: 'loading', fault: undefined })
    const reply = await callApi({ key: this.key, path: '/vouchers?limit=1' })
    if (reply.kind !== 'answered') {
      const isForeign = reply.kind === 'refused' && reply.status === 403
      const fault = reply.kind === 'unknown' ? 'noAnswer' : isForeign ? 'keyNotAllowed' : 'keyWrong'
      return this.change({ step: 'signIn', fault })
    }
    sessionStorage.setItem(KEPT_UNDER, this.key)
    const lists = ['/contact-points', '/products', '/beneficiaries'].map((path) =>
      readList(this.key, path, LIST_PAGES_MAX),
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
    const page = await readPage(this.key, `/vouchers?status=${status}`, cursor)
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
