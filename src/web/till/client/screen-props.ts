import type { Messages } from '../../messages/it.ts'
import type { Till, TillState } from './till.ts'

/** What every screen of the till is given. */
export interface ScreenProps {
  readonly till: Till
  readonly state: TillState
  readonly texts: Messages['till']
}
