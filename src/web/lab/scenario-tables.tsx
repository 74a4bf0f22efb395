import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { scrolled } from '../desk/fields.tsx'
import { isChanged } from './draft.ts'
import type { FormContext, PlaceProps } from './form-context.ts'
import { LabelText, labelOf, numbered } from './labels.tsx'
import { FaultsOf, LeafInput, Step, unitText } from './scenario-leaf.tsx'
import { type Field, isWithin, pathOf, shapeOf } from './shapes.ts'

export function isSingle({ schema, isOptional }: Field): boolean {
  const { kind } = shapeOf(schema, undefined)
  return !isOptional && (kind === 'leaf' || kind === 'fixed')
}

export interface ListedProps {
  readonly form: FormContext
  readonly places: readonly string[]
  readonly items: JsonObject
  readonly label: string
  readonly removable: boolean
}

/** Single values beside each other. */
export function Row({ form, places, items, label, removable }: ListedProps) {
  const unit = unitText(items, form.texts)
  return (
    <>
      <div class="lab-row">
        {places.map((path, index) => {
          const name = numbered(label, index, form)
          return (
            <div class={changeClass(form, path)} id={`f-${path}`}>
              <div class="input-group">
                <LeafInput {...{ form, path }} schema={items} name="" label={name} />
                {unit === '' ? null : <span class="input-group-text">{unit}</span>}
              </div>
              <FaultsOf form={form} path={path} />
              {removable ? (
                <Step form={form} verb="remove" path={path} label={{ text: name }} />
              ) : null}
            </div>
          )
        })}
      </div>
      <Sources form={form} places={places} />
    </>
  )
}

/** Simple groups as the rows of a table. */
export function Rows(props: ListedProps & { readonly fields: readonly Field[] }) {
  const { form, places, label, removable, fields } = props
  const columns = fields.filter(({ schema }) => shapeOf(schema, undefined).kind === 'leaf')
  const faulty = places.filter((path) => hasFault(form, path))
  return (
    <>
      <div {...scrolled(label)}>
        <table class="table table-sm lab-table">
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">{label}</span>
              </th>
              {columns.map((column) => (
                <Head form={form} column={column} path={`${places[0]}.${column.name}`} />
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {places.map((path, index) => (
              <tr id={`f-${path}`}>
                <th scope="row">{index + 1}</th>
                {columns.map((column) => (
                  <Cell
                    {...{ form, column }}
                    path={`${path}.${column.name}`}
                    row={numbered(label, index, form)}
                  />
                ))}
                <td>
                  {removable ? (
                    <Step
                      {...{ form, path }}
                      verb="remove"
                      label={{ text: numbered(label, index, form) }}
                    />
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {faulty.map((path) => (
        <Faults form={form} path={path} />
      ))}
      <Sources form={form} places={places} />
    </>
  )
}

/** Groups of the same fields under each other: a row of the table for each, such as the chances of moving on. */
export function Matrix({
  form,
  path,
  fields,
}: {
  readonly form: FormContext
  readonly path: string
  readonly fields: readonly Field[]
}) {
  const places = fields.map(({ name }) => `${path}.${name}`)
  const columns = columnsOf(fields)
  const label = labelOf({ form, path, name: path.split('.').at(-1) ?? '', schema: {} }).text
  const faulty = places.filter((place) => hasFault(form, place))
  return (
    <>
      <div {...scrolled(label)}>
        <table class="table table-sm lab-table">
          <thead>
            <tr>
              <td />
              {columns.map((column) => (
                <Head form={form} column={column} path={`${places[0]}.${column.name}`} />
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => {
              const place = `${path}.${field.name}`
              // A row that is called as a column is what the column says.
              const named = columns.find(({ name }) => name === field.name) ?? field
              const row = labelOf({ form, path: place, ...named })
              return (
                <tr id={`f-${place}`}>
                  <th scope="row">
                    <LabelText label={row} />
                  </th>
                  {columns.map((column) => (
                    <Cell {...{ form, column }} path={`${place}.${column.name}`} row={row.text} />
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {faulty.map((place) => (
        <Faults form={form} path={place} />
      ))}
      <Sources form={form} places={places} />
    </>
  )
}

/** Whether some fields are groups of the same single fields, two of them at least. */
export function isMatrix(fields: readonly Field[]): boolean {
  const shapes = fields.map(({ schema }) => shapeOf(schema, undefined))
  const names = shapes.map((shape) =>
    shape.kind === 'group' && shape.fields.every(isSingle)
      ? shape.fields.map(({ name }) => name).join()
      : undefined,
  )
  return names.length > 1 && names[0] !== undefined && new Set(names).size === 1
}

function columnsOf(fields: readonly Field[]): readonly Field[] {
  const shape = shapeOf(fields[0]?.schema ?? {}, undefined)
  return shape.kind === 'group' ? shape.fields : []
}

interface HeadProps {
  readonly form: FormContext
  readonly column: Field
  readonly path: string
}

function Head({ form, column, path }: HeadProps) {
  const unit = unitText(column.schema, form.texts)
  return (
    <th scope="col">
      <LabelText label={labelOf({ form, path, ...column })} />
      {unit === '' ? null : <small> {unit}</small>}
    </th>
  )
}

interface CellProps extends HeadProps {
  readonly row: string
}

function Cell({ form, column, path, row }: CellProps) {
  const label = `${row}: ${labelOf({ form, path, ...column }).text}`
  return (
    <td class={changeClass(form, path)} id={`f-${path}`}>
      <LeafInput {...{ form, path, label }} schema={column.schema} name={column.name} />
    </td>
  )
}

function changeClass({ scenario, original }: FormContext, path: string): string {
  return isChanged(scenario, original, pathOf(path)) ? 'lab-changed' : ''
}

export function hasFault({ faults }: FormContext, path: string): boolean {
  return [...faults.keys()].some((one) => isWithin(one, path))
}

/** What is wrong in a row of a table, below it. */
function Faults({ form, path }: Pick<PlaceProps, 'form' | 'path'>) {
  const found = [...form.faults.keys()].filter((one) => isWithin(one, path))
  return (
    <>
      {found.map((one) => (
        <FaultsOf form={form} path={one} />
      ))}
    </>
  )
}

/** Where the numbers of a table come from, where the file says it beside them. */
function Sources({ form, places }: Pick<ListedProps, 'form' | 'places'>) {
  const found = Object.entries(form.sources).filter(([path]) =>
    places.some((place) => path === place || path.startsWith(`${place}.`)),
  )
  if (found.length === 0) return null
  const told = new Map(found.map(([path, source]) => [source, path]))
  return (
    <details class="form-text">
      <summary>{form.texts.sources}</summary>
      <ul>
        {[...told.keys()].map((source) => (
          <li>{source}</li>
        ))}
      </ul>
    </details>
  )
}
