import type { Child } from 'hono/jsx'
import type { StaffRole } from '../../access/core/principal.ts'
import type { Staff } from '../../access/staff.ts'
import { DomainError } from '../../kernel/errors.ts'
import type { Network } from '../../network/service.ts'
import type { Runtime } from '../../runtime.ts'
import type { Evidence } from '../../study/evidence.ts'
import type { Replays } from '../../study/replay.ts'
import type { Study } from '../../study/service.ts'
import type { Studies } from '../../study/studies.ts'
import type { Assets } from '../assets.ts'
import { DeskPage, type DeskSession, type Notice } from '../desk/layout.tsx'
import { type DeskKit, faultOf, type ShownFault } from '../desk/page.ts'
import type { SessionDeps } from '../desk/session.ts'
import { fill } from '../desk/show.ts'
import { type LabTexts, labEn, labIt } from '../messages/lab.ts'
import { labRefusalsEn, labRefusalsIt } from '../messages/lab-refusals.ts'

/** What the pages of the laboratory stand on: the runs of the service, and the pure engine. */
export interface LabDeps extends SessionDeps {
  readonly runtime: Runtime
  readonly study: Study
  readonly studies: Studies
  readonly evidence: Evidence
  readonly replays: Replays
  /** Of which programmes and shops evidence is. */
  readonly network: Network
  /** Who made a version or a run. */
  readonly staff: Staff
}

export interface LabKit extends LabDeps {
  readonly assets: Assets
}

export type LabLanguage = DeskSession['language']

export const LAB_TEXTS: Readonly<Record<LabLanguage, LabTexts>> = { it: labIt, en: labEn }

export const LAB_READERS = ['analyst', 'administrator', 'treasurer', 'auditor'] as const

/** Whether a role prepares runs, and does not only look at them. */
export function maySubmit(role: StaffRole): boolean {
  return role === 'analyst' || role === 'administrator'
}

const REFUSALS: Readonly<Record<LabLanguage, Readonly<Record<string, string>>>> = {
  it: labRefusalsIt,
  en: labRefusalsEn,
}

/** What is to be said about something that was thrown; `undefined` where it is no refusal. */
export function labFaultOf(error: unknown, language: LabLanguage): ShownFault | undefined {
  const fault = faultOf(error, language)
  const text = error instanceof DomainError ? REFUSALS[language][error.code] : undefined
  if (fault === undefined || text === undefined || !(error instanceof DomainError)) return fault
  const values = Object.entries(error.details).map(([name, one]) => [name, `${one}`] as const)
  return { ...fault, text: fill(text, Object.fromEntries(values)) }
}

export type LabPlace = keyof LabTexts['places']

const PATHS: Readonly<Record<LabPlace, string>> = {
  home: '/lab',
  studies: '/lab/studies',
  datasets: '/lab/datasets',
  replays: '/lab/replays',
  scenario: '/lab/scenario',
  runs: '/lab/runs',
  board: '/lab/board',
  oracles: '/lab/oracles',
}

/** Where nothing is to be read, only to be prepared. */
export const WORK: readonly LabPlace[] = ['scenario', 'replays']

interface LabPageProps {
  readonly kit: Pick<DeskKit, 'assets'>
  readonly session: DeskSession
  readonly title: string
  readonly place: LabPlace
  readonly notice?: Notice | undefined
  readonly module?: string
  readonly children: Child
}

/** The frame of a page of the laboratory: the desk's, and where one can go within. */
export function LabPage({ kit, session, place, children, ...page }: LabPageProps) {
  const texts = LAB_TEXTS[session.language]
  const places = Object.keys(PATHS) as LabPlace[]
  const shown = places.filter((one) => !WORK.includes(one) || maySubmit(session.role))
  return (
    <DeskPage {...page} assets={kit.assets} session={session} section="lab">
      <nav class="lab-nav" aria-label={texts.navigation}>
        {shown.map((one) => (
          <a href={PATHS[one]} {...(one === place ? { 'aria-current': 'page' as const } : {})}>
            {texts.places[one]}
          </a>
        ))}
      </nav>
      {children}
    </DeskPage>
  )
}
