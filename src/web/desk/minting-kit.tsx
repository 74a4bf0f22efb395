import type { Context } from 'hono'
import type { StaffRole } from '../../access/core/principal.ts'
import { rulesOn } from '../../currency/core/instrument.ts'
import type { InstrumentRules } from '../../currency/core/rules.ts'
import { approvedOf } from '../../currency/instrument-preparing.ts'
import type { Instrument } from '../../currency/service.ts'
import { romeDay } from '../../kernel/days.ts'
import { type DeskMintingTexts, deskMintingEn, deskMintingIt } from '../messages/desk-minting.ts'
import { deskReserveEn, deskReserveIt } from '../messages/desk-reserve.ts'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import type { MoneyKit } from './money-kit.tsx'
import { answerPage } from './page.ts'
import type { DeskContext, DeskEnv } from './session.ts'

export const MINTING_TEXTS: Readonly<Record<DeskLanguage, DeskMintingTexts>> = {
  it: deskMintingIt,
  en: deskMintingEn,
}

const RESERVE_LINKS = { it: deskReserveIt.link, en: deskReserveEn.link } as const
const TREASURY: readonly StaffRole[] = ['administrator', 'treasurer']
const READERS: readonly StaffRole[] = [...TREASURY, 'auditor']

/** Where the money of an instrument comes from and goes to. */
export const MINTING_PAGES = ['reserve', 'grants', 'purchases', 'donations', 'releases'] as const

export type MintingPage = (typeof MINTING_PAGES)[number]

interface PageRights {
  /** Whose rules let money come or go so. */
  readonly fits: (rules: InstrumentRules) => boolean
  /** Those of the API who may prepare or do it, and who may look. */
  readonly doers: readonly StaffRole[]
  readonly readers: readonly StaffRole[]
}

const donates = ({ issuance }: InstrumentRules) =>
  issuance.by === 'purchase' && Number(issuance.donated) > 0

export const MINTING_RIGHTS: Readonly<Record<MintingPage, PageRights>> = {
  reserve: { fits: () => true, doers: READERS, readers: READERS },
  grants: {
    fits: ({ issuance }) => issuance.by === 'grant',
    doers: ['operator', ...TREASURY],
    readers: READERS,
  },
  purchases: {
    fits: ({ issuance }) => issuance.by === 'purchase',
    doers: TREASURY,
    readers: [],
  },
  donations: { fits: donates, doers: TREASURY, readers: [] },
  releases: { fits: ({ backing }) => Number(backing) > 0, doers: TREASURY, readers: READERS },
}

/** Everybody for whom there is something on a page. */
export function rolesOf(page: MintingPage): readonly [StaffRole, ...StaffRole[]] {
  const { doers, readers } = MINTING_RIGHTS[page]
  const [first = 'administrator', ...others] = new Set([...doers, ...readers])
  return [first, ...others]
}

export function addressOf(id: string, page: MintingPage): string {
  return `/desk/instruments/${encodeURIComponent(id)}/${page}`
}

/** An instrument that circulates, or will, and the rules that count today. */
export interface Standing {
  readonly instrument: Instrument
  readonly rules: InstrumentRules
  readonly address: string
}

/**
 * Handles what is about an instrument that was approved and whose money comes or goes so; says so of any other.
 *
 * @param act is told of the instrument
 */
export function withStanding(
  kit: MoneyKit,
  page: MintingPage,
  act: (c: DeskContext, standing: Standing) => Promise<Response>,
): (c: Context<DeskEnv>) => Promise<Response> {
  return async (c) => {
    const texts = MINTING_TEXTS[c.get('desk').language]
    const record = await kit.instruments.get(c.req.param('id') ?? '')
    const isWaiting = record.versions.some(({ state }) => state === 'waiting')
    if (approvedOf(record.versions).length === 0) {
      return drawNothing(c, kit, record.id, isWaiting ? texts.waiting : texts.notApproved)
    }
    const instrument = await kit.currency.getInstrument(record.id)
    const rules = rulesOn(instrument, romeDay(kit.runtime.now()))
    if (!MINTING_RIGHTS[page].fits(rules) && page !== 'reserve') {
      return drawNothing(c, kit, record.id, texts[page].unfit)
    }
    return act(c, { instrument, rules, address: addressOf(record.id, page) })
  }
}

/** That there is nothing to do here, and why. */
function drawNothing(c: DeskContext, kit: MoneyKit, id: string, why: string): Promise<Response> {
  const session = c.get('desk')
  return answerPage(
    c,
    <DeskPage {...{ assets: kit.assets, session }} title={id} section="instruments">
      <p class="alert alert-warning">{why}</p>
      <BackToInstrument id={id} language={session.language} />
    </DeskPage>,
    c.req.method === 'GET' ? 200 : 409,
  )
}

interface BackProps {
  readonly id: string
  readonly language: DeskLanguage
}

export function BackToInstrument({ id, language }: BackProps) {
  return (
    <p>
      <a href={`/desk/instruments/${encodeURIComponent(id)}`}>{MINTING_TEXTS[language].back}</a>
    </p>
  )
}

interface LinksProps {
  readonly id: string
  /** Those that count today. */
  readonly rules: InstrumentRules
  readonly role: StaffRole
  readonly language: DeskLanguage
  /** The page that one is on. */
  readonly here?: MintingPage
}

/** Where somebody can go from an instrument: what its rules know and their role may. */
export function MintingLinks({ id, rules, role, language, here }: LinksProps) {
  const texts = MINTING_TEXTS[language]
  const pages = MINTING_PAGES.filter(
    (page) => page !== here && MINTING_RIGHTS[page].fits(rules) && rolesOf(page).includes(role),
  )
  if (pages.length === 0) return null
  return (
    <nav aria-label={texts.comesAndGoes}>
      <ul>
        {pages.map((page) => (
          <li>
            <a href={addressOf(id, page)}>
              {page === 'reserve' ? RESERVE_LINKS[language] : texts[page].link}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
