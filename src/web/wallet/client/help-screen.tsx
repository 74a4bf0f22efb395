/** @jsxImportSource hono/jsx/dom */
import { FeedbackPart } from './feedback-part.tsx'
import type { Snapshot } from './model.ts'
import { PinPart } from './pin-part.tsx'
import type { Speaking } from './speaking.ts'

/** Whom to ask, the PIN, and what one wants to say. */
export function HelpScreen({
  snapshot,
  speaking,
}: {
  readonly snapshot: Snapshot
  readonly speaking: Speaking
}) {
  const { texts } = speaking
  const { beneficiaryId, contactPoint } = snapshot.owner
  return (
    <section>
      <h1>{texts.help}</h1>
      <h2>{texts.contact}</h2>
      <p>
        <bdi>{contactPoint.name}</bdi>
      </p>
      {contactPoint.phone === null ? (
        <p>{texts.noPhone}</p>
      ) : (
        <p>
          <a
            class="btn btn-primary btn-lg"
            href={`tel:${contactPoint.phone.replace(/[^+\d]/g, '')}`}
          >
            {texts.phone}: <bdi dir="ltr">{contactPoint.phone}</bdi>
          </a>
        </p>
      )}
      {contactPoint.openingHours !== null && (
        <p>
          {texts.hours}: <bdi>{contactPoint.openingHours}</bdi>
        </p>
      )}
      <p>
        {texts.yourCode}: <bdi dir="ltr">{beneficiaryId}</bdi>
      </p>
      <PinPart texts={texts} />
      <FeedbackPart snapshot={snapshot} texts={texts} />
    </section>
  )
}
