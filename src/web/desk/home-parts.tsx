import type { Child } from 'hono/jsx'
import type { DeskHomeTexts } from '../messages/desk-home.ts'
import { fill } from './show.ts'

/** So many of each kind are shown; whether there are more is told. */
export const SHOWN = 5

interface ListProps {
  readonly texts: DeskHomeTexts
  readonly title: string
  readonly count: number
  readonly more?: string
  readonly hint?: string | undefined
  readonly children?: Child
}

/** A list of what waits, with its length; nothing where nothing does. */
export function Work({ texts, title, count, more, hint, children }: ListProps) {
  if (count === 0) return null
  const told = count > SHOWN ? fill(texts.many, { count }) : `${count}`
  return (
    <section class="desk-card">
      <h2>
        {title}: {told}
      </h2>
      {hint === undefined ? null : <p>{hint}</p>}
      <ul class="desk-list">{children}</ul>
      {more === undefined || count <= SHOWN ? null : (
        <a href={more} aria-label={`${texts.more}: ${title}`}>
          {texts.more}
        </a>
      )}
    </section>
  )
}
