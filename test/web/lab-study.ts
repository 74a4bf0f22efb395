import type { JsonObject } from '../../simulations/scenario/json.ts'
import { plantedText } from '../simulations/study/planted.ts'

/** A town of a preset, small and for two months. */
const PLACE: JsonObject = {
  places: [
    {
      ...{ name: 'town', title: { it: 'Paese', en: 'Town' } },
      change: { support: { parameters: { months: '2 months', people: { beneficiaries: 15 } } } },
    },
  ],
  viewpoints: [
    { name: 'people', title: { it: 'Le persone', en: 'The people' }, weights: { met: 3 } },
  ],
}

/** A study so small that the workers do it in a moment. */
export const SMALL_STUDY = plantedText({ seed: 4, worlds: 6, paths: 2, change: PLACE }).replaceAll(
  'scenario: small',
  'scenario: circulation-vouchers',
)
