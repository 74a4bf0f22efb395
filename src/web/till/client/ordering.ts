import { useState } from 'hono/jsx/dom'
import { isPin } from '../../../access/core/pin.ts'
import type { Order } from './orders.ts'
import { problemSentence } from './problems.ts'
import type { ScreenProps } from './screen-props.ts'

/** What a form adds to the PIN: whose it is, the till knows. */
export type Wanted = Omit<Order, 'partnerId'>

/**
 * What every form has that the owner consents to: the PIN, what is wrong, and how it is sent, once at a time.
 *
 * @returns `send` makes the form's answer to its button, of what is wanted then; nothing is sent where that is nothing
 */
export function useOrdering({ till, state }: Pick<ScreenProps, 'till' | 'state'>) {
  const [ownerPin, setOwnerPin] = useState('')
  const [isAsking, setAsking] = useState(false)
  const [fault, setFault] = useState('')
  const isReady = isPin(ownerPin) && !isAsking
  const order = async (wanted: Wanted, partnerId: string) => {
    setFault('')
    setOwnerPin('')
    setAsking(true)
    const why = await till.order({ ...wanted, partnerId }, ownerPin)
    setAsking(false)
    if (why !== undefined) setFault(problemSentence(why, state.language))
  }
  const send = (wanted: () => Wanted | undefined) => (event: Event) => {
    event.preventDefault()
    const { session } = state
    if (!isReady || session === undefined) return
    const found = wanted()
    if (found !== undefined) void order(found, session.partner.id)
  }
  return { ownerPin, setOwnerPin, isReady, fault, setFault, send }
}
