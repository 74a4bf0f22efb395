import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventReader } from '../../src/web/client/events.ts'

const STREAM = [
  'retry: 2000\n\n',
  'event: open\nid: 1\ndata: {}\n\n',
  ': still here\n\n',
  'event: redemption\nid: 2\ndata: {"id":"a: b\\nc"}\n\n',
  'event: redemption\nid: 3\ndata: not JSON\n\n',
  'event: refund\nid: 4\ndata: {"amount":"100"}\n\n',
].join('')

test('events arrive whole, wherever the network cuts them', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(STREAM.length)), (cuts) => {
      const read = eventReader()
      const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length]
      const heard = places.flatMap((place, index) =>
        read(STREAM.slice(places[index - 1] ?? 0, place)),
      )
      expect(heard).toEqual([
        { event: 'open', id: '1', data: {} },
        { event: 'redemption', id: '2', data: { id: 'a: b\nc' } },
        { event: 'refund', id: '4', data: { amount: '100' } },
      ])
    }),
  )
})
