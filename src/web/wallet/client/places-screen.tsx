/** @jsxImportSource hono/jsx/dom */
import { byTown, productsAt, type Snapshot } from './model.ts'
import type { Speaking } from './speaking.ts'

/** Where the vouchers that can be spent are good, by town. */
export function PlacesScreen({
  snapshot: { places, vouchers },
  speaking: { texts },
}: {
  readonly snapshot: Snapshot
  readonly speaking: Speaking
}) {
  const fitting = places.filter((place) => productsAt(place, vouchers).length > 0)
  return (
    <section>
      <h1>{texts.places}</h1>
      <p>{fitting.length === 0 ? texts.placesNone : texts.placesLead}</p>
      {[...byTown(fitting)].map(([town, inTown]) => (
        <div key={town}>
          <h2>{town}</h2>
          <ul class="list-unstyled">
            {inTown.map((place) => (
              <li key={`${place.partnerId} ${place.outlet}`} class="wallet-place">
                <strong>
                  <bdi>{place.name}</bdi>
                </strong>
                {place.outlet !== null && (
                  <div>
                    <bdi>{place.outlet}</bdi>
                  </div>
                )}
                {place.openingHours !== null && (
                  <div>
                    {texts.hours}: <bdi>{place.openingHours}</bdi>
                  </div>
                )}
                <div>
                  {texts.accepts}: {productsAt(place, vouchers).join(', ')}
                </div>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
