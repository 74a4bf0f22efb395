/** @jsxImportSource hono/jsx/dom */
import { showDay } from '../../client/days.ts'
import { valueIn } from '../../client/fields.ts'
import { showMoney } from '../../client/money.ts'
import type { Named, Voucher } from './cards.ts'
import type { Filter } from './desk.ts'
import type { DeskProps } from './desk-props.ts'

const FORMS = ['sheets', 'letters'] as const

/** Which vouchers are to be printed. */
export function ChooseScreen(props: DeskProps) {
  const { desk, state, texts } = props
  const visible = desk.visible()
  return (
    <section class="container py-3">
      <h1 class="h3">{texts.title}</h1>
      <p>{texts.lead}</p>
      <p>{texts.printHint}</p>
      <Filters {...props} />
      {visible.length === 0 ? (
        <p class="alert alert-secondary">{texts.none}</p>
      ) : (
        <List {...props} visible={visible} />
      )}
      {state.hasMore && (
        <button type="button" class="btn btn-outline-primary" onClick={() => void desk.loadMore()}>
          {texts.more}
        </button>
      )}
      <p class="till-fault" role="alert">
        {state.fault ? texts[state.fault] : ''}
      </p>
      <div class="print-actions">
        <span role="status">
          {texts.chosen}: <strong>{state.chosen.size}</strong>
          {state.printed > 0 ? ` · ${texts.printed}: ${state.printed}` : ''}
        </span>
        <span class="d-flex flex-wrap gap-2">
          {FORMS.map((form) => (
            <button
              type="button"
              class="btn btn-primary btn-lg"
              disabled={state.chosen.size === 0}
              onClick={() => void desk.prepare(form)}
            >
              {texts[form]}
            </button>
          ))}
        </span>
      </div>
    </section>
  )
}

function Filters({ desk, state, texts }: DeskProps) {
  const { filter } = state
  const statuses: readonly Named[] = [
    { id: 'issued', name: texts.statusIssued },
    { id: 'active', name: texts.statusActive },
  ]
  const lists = [
    { id: 'status', label: texts.status, first: texts.statusBoth, none: 'both', items: statuses },
    {
      id: 'contactPointId',
      label: texts.contactPoint,
      first: texts.all,
      none: '',
      items: state.contactPoints,
    },
    { id: 'productId', label: texts.product, first: texts.all, none: '', items: state.products },
  ] as const
  return (
    <div class="print-filters">
      {lists.map(({ id, label, first, none, items }) => (
        <div>
          <label class="form-label" for={id}>
            {label}
          </label>
          <select
            id={id}
            class="form-select"
            onChange={(event: Event) => desk.setFilter({ [id]: valueIn(event) } as Partial<Filter>)}
          >
            {[{ id: none, name: first }, ...items].map((item) => (
              <option value={item.id} selected={filter[id] === item.id}>
                {item.name}
              </option>
            ))}
          </select>
        </div>
      ))}
      <div>
        <label class="form-label" for="beneficiary">
          {texts.beneficiary}
        </label>
        <input
          id="beneficiary"
          class="form-control"
          type="search"
          placeholder={texts.beneficiaryHint}
          value={filter.beneficiary}
          onInput={(event: Event) => desk.setFilter({ beneficiary: valueIn(event) })}
        />
      </div>
    </div>
  )
}

function List(props: DeskProps & { visible: readonly Voucher[] }) {
  const { desk, state, texts, visible } = props
  const ids = visible.map(({ id }) => id)
  const isAll = ids.every((id) => state.chosen.has(id))
  const { columns } = texts
  return (
    <>
      <label class="print-all">
        <input
          class="form-check-input"
          type="checkbox"
          checked={isAll}
          onChange={() => desk.choose(ids, !isAll)}
        />
        {texts.chooseAll} ({visible.length})
      </label>
      <div class="table-responsive">
        <table class="table table-sm align-middle">
          <thead>
            <tr>
              <th scope="col">{texts.choose}</th>
              <th scope="col">{columns.beneficiary}</th>
              <th scope="col">{columns.product}</th>
              <th scope="col" class="text-end">
                {columns.amount}
              </th>
              <th scope="col">{columns.expiresOn}</th>
              <th scope="col">{columns.typedCode}</th>
            </tr>
          </thead>
          <tbody>
            {visible.map((voucher) => (
              <Row key={voucher.id} {...props} voucher={voucher} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

type RowProps = DeskProps & { readonly key: string; readonly voucher: Voucher }

function Row({ desk, state, texts, voucher }: RowProps) {
  const isChosen = state.chosen.has(voucher.id)
  const product = state.products.find(({ id }) => id === voucher.productId)
  return (
    <tr>
      <td>
        <label class="print-tick">
          <input
            class="form-check-input"
            type="checkbox"
            checked={isChosen}
            aria-label={`${texts.choose} ${voucher.typedCode}`}
            onChange={() => desk.choose([voucher.id], !isChosen)}
          />
        </label>
      </td>
      <td>{voucher.beneficiaryId}</td>
      <td>{product?.name ?? voucher.productId}</td>
      <td class="text-end text-nowrap">
        {showMoney(voucher.amount, voucher.unit, state.language)}
      </td>
      <td>{showDay(voucher.expiresOn)}</td>
      <td class="font-monospace text-nowrap">{voucher.typedCode}</td>
    </tr>
  )
}
