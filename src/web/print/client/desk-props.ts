import type { Messages } from '../../messages/it.ts'
import type { DeskState, PrintDesk } from './desk.ts'

/** What every step of the printing page is given. */
export interface DeskProps {
  readonly desk: PrintDesk
  readonly state: DeskState
  readonly texts: Messages['print']
}
