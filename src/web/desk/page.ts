import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AccessLog } from '../../access/access-log.ts'
import type { Approvals } from '../../access/approvals.ts'
import type { Outbox } from '../../access/outbox.ts'
import type { OwnAccount } from '../../access/own-account.ts'
import type { Pins } from '../../access/pins.ts'
import type { Wallets } from '../../access/wallets.ts'
import type { PayerCodes } from '../../currency/codes.ts'
import type { Currency } from '../../currency/service.ts'
import { problemOfDomainError } from '../../http/problem.ts'
import { PAGE_CSP } from '../../http/security-headers.ts'
import { DomainError } from '../../kernel/errors.ts'
import type { Network } from '../../network/service.ts'
import type { Casework } from '../../plans/casework.ts'
import type { Runtime } from '../../runtime.ts'
import type { Issuing } from '../../vouchers/issuing.ts'
import type { Vouchers } from '../../vouchers/service.ts'
import type { Assets } from '../assets.ts'
import { deskFaultsEn, deskFaultsIt } from '../messages/desk-faults.ts'
import type { DeskLanguage } from './layout.tsx'
import { type DeskContext, DeskRefusal, type SessionDeps } from './session.ts'
import { fill } from './show.ts'

/** What the pages of the desk stand on: the services of the API, and no table. */
export interface DeskDeps extends SessionDeps {
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly approvals: Approvals
  readonly network: Network
  readonly casework: Casework
  readonly vouchers: Vouchers
  readonly issuing: Issuing
  readonly wallets: Wallets
  readonly currency: Currency
  readonly payerCodes: PayerCodes
  readonly pins: Pins
  readonly outbox: Outbox
  readonly ownAccount: OwnAccount
}

/** The same, with the files that pages load. */
export interface DeskKit extends DeskDeps {
  readonly assets: Assets
}

type Page = { toString(): string | Promise<string> }

/** Answers with a page that no proxy and no browser keeps. */
export async function answerPage(
  c: DeskContext,
  page: Page,
  status: ContentfulStatusCode = 200,
  policy = PAGE_CSP,
): Promise<Response> {
  c.header('content-security-policy', policy)
  c.header('cache-control', 'no-store')
  return c.html(`<!doctype html>${await page.toString()}`, status)
}

/** A refusal as a sentence that says what to do, and the status of its answer. */
export interface ShownFault {
  readonly text: string
  readonly status: ContentfulStatusCode
}

const TEXTS: Readonly<Record<DeskLanguage, Readonly<Record<string, string>>>> = {
  it: deskFaultsIt,
  en: deskFaultsEn,
}

/** What is to be said about something that was thrown; `undefined` where it is no refusal but a fault of ours. */
export function faultOf(error: unknown, language: DeskLanguage): ShownFault | undefined {
  const texts = TEXTS[language]
  if (error instanceof DeskRefusal) {
    return { text: texts[error.reason] ?? '', status: error.reason === 'forbidden' ? 403 : 404 }
  }
  if (!(error instanceof DomainError)) return undefined
  const known = problemOfDomainError(error)
  if (known === undefined || known.status >= 500) return undefined
  const { details } = error
  const values = Object.fromEntries(Object.entries(details).map(([name, one]) => [name, `${one}`]))
  const text = texts[error.code] ?? texts.other ?? ''
  return { text: fill(text, { ...values, code: error.code }), status: known.status }
}

/** What is to be said about a refusal of which only the code is known; `undefined` where it has no text of its own. */
export function sentenceOf(code: string, language: DeskLanguage): string | undefined {
  return TEXTS[language][code]
}

/**
 * Does what a form asks for.
 *
 * @param sentenceOf what is to be said about a refusal; `undefined` for what is none
 * @returns what to say where it was refused; what is no refusal is thrown on
 */
export async function tried(
  language: DeskLanguage,
  act: () => Promise<unknown>,
  sentenceOf = faultOf,
): Promise<ShownFault | undefined> {
  try {
    await act()
    return undefined
  } catch (error) {
    const fault = sentenceOf(error, language)
    if (fault === undefined) throw error
    return fault
  }
}
