/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom'
import { FEEDBACK_ABOUT, FEEDBACK_KINDS } from '../../../plans/core/feedback.ts'
import { type Reply, textOf } from '../../client/api.ts'
import { showDay } from '../../client/days.ts'
import type { WalletTexts } from '../../messages/wallet.ts'
import type { Said, Snapshot } from './model.ts'
import { newSaying, readSaid, say } from './wallet.ts'

/** Praise or a complaint, with a name or without; and what was said and answered before. */
export function FeedbackPart({
  snapshot,
  texts,
}: {
  readonly snapshot: Snapshot
  readonly texts: WalletTexts
}) {
  const [about, setAbout] = useState<string>('partner')
  const [id, setId] = useState(newSaying())
  const [outcome, setOutcome] = useState('')
  const [said, setSaid] = useState<readonly Said[]>([])
  const look = () => void readSaid().then(setSaid)
  useEffect(look, [])
  const send = async (event: Event) => {
    event.preventDefault()
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    const saying = sayingIn(form)
    if (saying.text === '') return setOutcome(texts.sayEmpty)
    const reply = await say(id, saying)
    setOutcome(sentenceOf(reply, texts))
    if (reply.kind !== 'answered') return
    form.reset()
    setAbout('partner')
    setId(newSaying())
    look()
  }
  return (
    <div>
      <h2>{texts.say}</h2>
      <p>{texts.sayLead}</p>
      <form onSubmit={send} noValidate>
        <Choice
          name="kind"
          label={texts.sayKind}
          options={FEEDBACK_KINDS.map((one) => [one, texts.kind[one]])}
        />
        <Choice
          name="about"
          label={texts.sayAbout}
          options={FEEDBACK_ABOUT.map((one) => [one, texts.about[one]])}
          onChoice={setAbout}
        />
        {about === 'partner' && (
          <Choice name="partner" label={texts.sayPartner} options={partnersOf(snapshot)} />
        )}
        <Words texts={texts} />
        <button type="submit" class="btn btn-primary">
          {texts.saySend}
        </button>
      </form>
      <p role="status">{outcome}</p>
      <SaidBefore said={said} texts={texts} />
    </div>
  )
}

function Words({ texts }: { readonly texts: WalletTexts }) {
  return (
    <div>
      <label for="say-text" class="form-label">
        {texts.sayText}
      </label>
      <textarea
        id="say-text"
        name="text"
        class="form-control mb-3"
        rows={4}
        maxLength={4000}
        dir="auto"
      />
      <div class="form-check mb-3">
        <input id="say-anonymous" name="anonymous" class="form-check-input" type="checkbox" />
        <label for="say-anonymous" class="form-check-label">
          {texts.sayAnonymous} ({texts.sayAnonymousHint})
        </label>
      </div>
    </div>
  )
}

function Choice({
  name,
  label,
  options,
  onChoice,
}: {
  readonly name: string
  readonly label: string
  readonly options: readonly (readonly [string, string])[]
  readonly onChoice?: (value: string) => void
}) {
  return (
    <div class="mb-3">
      <label for={`say-${name}`} class="form-label">
        {label}
      </label>
      <select
        id={`say-${name}`}
        name={name}
        class="form-select"
        onChange={({ target }: Event) =>
          target instanceof HTMLSelectElement && onChoice?.(target.value)
        }
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

function SaidBefore({
  said,
  texts,
}: {
  readonly said: readonly Said[]
  readonly texts: WalletTexts
}) {
  if (said.length === 0) return null
  return (
    <div>
      <h2>{texts.mine}</h2>
      <ul class="list-unstyled">
        {said.map((one) => (
          <li key={one.id} class="wallet-place">
            <p dir="auto">{one.text}</p>
            <p dir="auto">{becameOf(one, texts)}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}

function becameOf({ answer, isClosed, dueOn }: Said, texts: WalletTexts): string {
  if (answer !== null) return `${texts.answer}: ${answer}`
  return isClosed ? texts.closed : `${texts.answerDue} ${showDay(dueOn)}`
}

function partnersOf({ places }: Snapshot): readonly (readonly [string, string])[] {
  return [...new Map(places.map(({ partnerId, name }) => [partnerId, name]))]
}

function sayingIn(form: HTMLFormElement) {
  const fields = new FormData(form)
  const field = (name: string) => String(fields.get(name) ?? '').trim()
  const partner = field('partner')
  return {
    ...{ kind: field('kind'), about: field('about'), text: field('text') },
    partnerId: field('about') === 'partner' ? partner : null,
    anonymous: fields.has('anonymous'),
  }
}

function sentenceOf(reply: Reply, texts: WalletTexts): string {
  if (reply.kind !== 'answered') return texts.noAnswer
  return `${texts.saySent} ${showDay(textOf(reply.body, 'dueOn') ?? '')}`
}
