/** @jsxImportSource hono/jsx/dom */
import { useEffect, useRef, useState } from 'hono/jsx/dom'
import { valueIn } from '../../client/fields.ts'
import { parseAmount, showMoney } from '../../client/money.ts'
import { type Amounts, CASH, readBill } from './bill-typing.ts'
import { categoryName, type ScreenProps, unitOf } from './screen-props.ts'
import { totalOf } from './statement.ts'

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** A large figure and a keypad. A shop that sells several kinds of things says first what is paid for. */
export function AmountScreen({ till, state, texts }: ScreenProps) {
  const categories = state.session?.partner.categories ?? []
  const [amounts, setAmounts] = useState<Amounts>({})
  const [place, setPlace] = useState(categories.length === 1 ? categories[0] : undefined)
  const [isRefused, setRefused] = useState(false)
  if (place === undefined) {
    return <Categories categories={categories} texts={texts} choose={setPlace} />
  }
  const bill = readBill(amounts, categories)
  const submit = (event: Event) => {
    event.preventDefault()
    if (typeof bill === 'string') setRefused(true)
    else till.toCode({ kind: 'redeem', bill })
  }
  return (
    <form class="till-step till-amount" onSubmit={submit} novalidate>
      <h1>
        <label for="amount">{texts.amount}</label>
      </h1>
      <Places
        {...{ categories, amounts, place, texts }}
        choose={(next) => {
          setRefused(false)
          setPlace(next)
        }}
      />
      <Figure
        key={place}
        text={amounts[place] ?? ''}
        unit={unitOf(state)}
        texts={texts}
        isRefused={isRefused}
        isZero={bill === 'zero'}
        refuse={setRefused}
        write={(text) => setAmounts({ ...amounts, [place]: text })}
      />
      {typeof bill !== 'string' && (bill.lines.length > 1 || bill.cash !== '0') && (
        <p class="till-hint">
          {texts.fromVoucher} {showMoney(totalOf(bill), unitOf(state), state.language)}
          {bill.cash === '0'
            ? ''
            : ` · ${texts.paidInCash} ${showMoney(bill.cash, unitOf(state), state.language)}`}
        </p>
      )}
      <button type="submit" class="btn btn-primary btn-lg">
        {texts.toCode}
      </button>
    </form>
  )
}

type Texts = Pick<ScreenProps, 'texts'>

interface CategoriesProps extends Texts {
  readonly categories: readonly string[]
  readonly choose: (category: string) => void
}

function Categories({ categories, texts, choose }: CategoriesProps) {
  return (
    <section class="till-step">
      <h1 class="h3">{texts.chooseCategory}</h1>
      <div class="till-actions">
        {categories.map((category) => (
          <button
            type="button"
            class="btn btn-outline-primary btn-lg"
            onClick={() => choose(category)}
          >
            {categoryName(category, texts)}
          </button>
        ))}
      </div>
    </section>
  )
}

interface PlacesProps extends CategoriesProps {
  readonly amounts: Amounts
  readonly place: string
}

/** Where the figures go: a category, or cash. */
function Places({ categories, amounts, place, texts, choose }: PlacesProps) {
  const places = categories.length > 1 || place === CASH ? [...categories, CASH] : [CASH]
  const name = (one: string) => {
    if (one === CASH) return place === CASH ? texts.cash : texts.addCash
    return categoryName(one, texts)
  }
  return (
    <div class="till-places">
      {places.map((one) => (
        <button
          type="button"
          class={`btn btn-sm ${one === place ? 'btn-primary' : 'btn-outline-primary'}`}
          aria-pressed={one === place ? 'true' : 'false'}
          onClick={() => choose(one)}
        >
          {name(one)}
          {amounts[one] && one !== place ? `: ${amounts[one]}` : ''}
        </button>
      ))}
    </div>
  )
}

interface FigureProps extends Texts {
  readonly key: string
  readonly text: string
  readonly unit: string
  readonly isRefused: boolean
  readonly isZero: boolean
  readonly refuse: (isRefused: boolean) => void
  readonly write: (text: string) => void
}

/** The figure and its keypad. The phone's own keyboard stays away; a real keyboard works too. */
function Figure({ text, unit, texts, isRefused, isZero, refuse, write: keep }: FigureProps) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const write = (typed: string): string => {
    const next = /^[.,]/.test(typed) ? `0${typed}` : typed
    // Figures and marks stay as they were typed, right or wrong: dropping one would make another amount of them.
    if (!/^[0-9.,]{0,20}$/.test(next)) {
      refuse(true)
      return text
    }
    refuse(false)
    keep(next)
    return next
  }
  /** A key of the screen that leads to no amount does nothing, and says how an amount is written. */
  const press = (symbol: string) => {
    if (parseAmount(text + symbol) === 'wrong' && text !== '') refuse(true)
    else write(text + symbol)
  }
  return (
    <>
      <div class="till-figure">
        <input
          id="amount"
          ref={field}
          type="text"
          inputmode="none"
          autocomplete="off"
          placeholder={`0${texts.decimalMark}00`}
          value={text}
          aria-describedby="amount-fault"
          onInput={(event: Event) => {
            const accepted = write(valueIn(event))
            // A refused character disappears from the field as well.
            if (field.current) field.current.value = accepted
          }}
        />
        <span aria-hidden="true">{unit === 'EUR' ? '€' : unit}</span>
      </div>
      <p id="amount-fault" class="till-fault" role="alert">
        {isRefused ? (isZero ? texts.amountZero : texts.amountWrong) : ''}
      </p>
      <Keypad texts={texts} press={press} erase={() => write(text.slice(0, -1))} />
    </>
  )
}

interface KeypadProps extends Texts {
  readonly press: (symbol: string) => void
  readonly erase: () => void
}

function Keypad({ texts, press, erase }: KeypadProps) {
  return (
    <div class="till-keys">
      {[...DIGITS, texts.decimalMark, '0'].map((symbol) => (
        <button type="button" class="btn btn-key" onClick={() => press(symbol)}>
          {symbol}
        </button>
      ))}
      <button type="button" class="btn btn-key" aria-label={texts.eraseLast} onClick={erase}>
        ⌫
      </button>
    </div>
  )
}
