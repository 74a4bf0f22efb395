import type { Child } from 'hono/jsx'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { CHOICE, isChanged } from './draft.ts'
import type { FormContext, PlaceProps } from './form-context.ts'
import { LabelText, labelOf, nameOf, numbered } from './labels.tsx'
import { FaultsOf, LeafField, Step, WayBack } from './scenario-leaf.tsx'
import {
  hasFault,
  isMatrix,
  isSingle,
  type ListedProps,
  Matrix,
  Row,
  Rows,
} from './scenario-tables.tsx'
import { type Field, nameOfAlternative, pathOf, shapeOf, valueAt } from './shapes.ts'

/** Whatever stands at a place of the scenario. */
export function Place(props: PlaceProps): Child {
  const { form, schema, path } = props
  const value = valueAt(form.scenario, pathOf(path))
  if (props.isOptional === true && value === undefined) return <LeftOut {...props} />
  const shape = shapeOf(schema, value)
  switch (shape.kind) {
    case 'fixed':
      return null
    case 'leaf':
      return <LeafField {...props} />
    case 'list':
      return (
        <Part {...props}>
          <ListBody {...props} {...shape} />
        </Part>
      )
    case 'choice':
      return <Choice {...props} options={shape.options} chosen={shape.chosen} />
    case 'group':
      return (
        <Part {...props}>
          <Fields form={form} path={path} fields={shape.fields} />
        </Part>
      )
  }
}

interface FieldsProps {
  readonly form: FormContext
  readonly path: string
  readonly fields: readonly Field[]
}

/** The fields of a group: single ones beside each other, then what has parts of its own. */
export function Fields({ form, path, fields }: FieldsProps) {
  const groups = fields.filter(({ schema }) => shapeOf(schema, undefined).kind === 'group')
  const matrix = isMatrix(groups) ? groups : []
  const placed = fields
    .filter((field) => !matrix.includes(field))
    .map((field) => {
      const inner = path === '' ? field.name : `${path}.${field.name}`
      const kind = shapeOf(field.schema, valueAt(form.scenario, pathOf(inner))).kind
      const { name, schema, isOptional } = field
      return {
        isLeaf: kind === 'leaf',
        place: <Place {...{ form, schema, name, isOptional }} path={inner} />,
      }
    })
  const single = placed.filter(({ isLeaf }) => isLeaf)
  return (
    <>
      {single.length === 0 ? null : (
        <div class="desk-fields">{single.map(({ place }) => place)}</div>
      )}
      {matrix.length === 0 ? null : <Matrix form={form} path={path} fields={matrix} />}
      {placed.filter(({ isLeaf }) => !isLeaf).map(({ place }) => place)}
    </>
  )
}

/** A part with a name of its own, around what stands in it. */
export function Part(props: PlaceProps & { readonly children?: Child }) {
  const { form, path, children, isOptional = false } = props
  const label = labelOf(props)
  return (
    <fieldset class="lab-part" id={`f-${path}`}>
      <legend>
        <LabelText label={label} />
      </legend>
      <FaultsOf form={form} path={path} />
      {children}
      {isOptional ? <Step form={form} verb="remove" path={path} label={label} /> : null}
    </fieldset>
  )
}

function LeftOut(props: PlaceProps) {
  const { form, path } = props
  const label = labelOf(props)
  return (
    <div class="lab-part" id={`f-${path}`}>
      <p>
        <LabelText label={label} />: {form.texts.nothing}
      </p>
      <Step form={form} verb="add" path={path} label={label} />
    </div>
  )
}

interface ChoiceProps extends PlaceProps {
  readonly options: readonly JsonObject[]
  readonly chosen: number
}

function Choice(props: ChoiceProps) {
  const { form, path, options, chosen, name } = props
  const label = labelOf(props)
  const schema = options[chosen]
  const { texts } = form
  // An alternative is called as the choice is, where it has no name of its own.
  const { description } = props.schema
  const described = description === undefined ? {} : { description }
  const before = shapeOf(props.schema, valueAt(form.original, pathOf(path)))
  const isOther = before.kind === 'choice' && before.chosen !== chosen
  const isPlainLeaf = schema !== undefined && shapeOf(schema, undefined).kind === 'leaf'
  return (
    <Part {...props}>
      <div class="lab-choice">
        <label class="visually-hidden" for={`${CHOICE}${path}`}>
          {label.text}
        </label>
        <select
          id={`${CHOICE}${path}`}
          name={`${CHOICE}${path}`}
          class="form-select"
          data-choose=""
        >
          {chosen < 0 ? <option value="">{texts.other}</option> : null}
          {options.map((option, index) => (
            <option value={`${index}`} selected={index === chosen}>
              {alternativeText(option, form)}
            </option>
          ))}
        </select>
        <Step form={form} verb="choose" path={path} label={label} />
      </div>
      {schema === undefined ? null : isPlainLeaf ? (
        <LeafField {...{ form, schema, path, name }} />
      ) : (
        <Alternative {...{ form, path, name }} schema={{ ...described, ...schema }} />
      )}
      {isOther ? <WayBack {...{ form, path, label }} schema={props.schema} /> : null}
    </Part>
  )
}

/** What stands in the alternative that was chosen, without its name once more. */
function Alternative({ form, schema, path, name }: PlaceProps) {
  const shape = shapeOf(schema, valueAt(form.scenario, pathOf(path)))
  switch (shape.kind) {
    case 'group':
      return <Fields form={form} path={path} fields={shape.fields} />
    case 'list':
      return <ListBody {...{ form, schema, path, name }} {...shape} />
    default:
      return <Place {...{ form, schema, path, name }} />
  }
}

function alternativeText(schema: JsonObject, form: FormContext): string {
  const name = nameOfAlternative(schema)
  if (name !== undefined) return nameOf(name, form)
  if (schema.type === 'array') return form.texts.list
  return schema.type === 'null' ? form.texts.nothing : form.texts.other
}

interface ListProps extends PlaceProps {
  readonly items: JsonObject
  readonly least: number
  readonly most: number
}

/** The items of a list: single values in a row, simple groups as a table, anything else one after the other. */
function ListBody(props: ListProps) {
  const { form, schema, path, items, least, most } = props
  const value = valueAt(form.scenario, pathOf(path))
  const length = Array.isArray(value) ? value.length : 0
  const places = Array.from({ length }, (_, index) => `${path}.${index}`)
  const label = labelOf(props)
  const inner = { form, places, items, label: label.text, removable: length > least }
  const shape = shapeOf(items, undefined)
  const isTable = shape.kind === 'group' && shape.fields.every(isSingle)
  return (
    <>
      {shape.kind === 'leaf' ? (
        <Row {...inner} />
      ) : isTable ? (
        length === 0 ? null : (
          <Rows {...inner} fields={shape.fields} />
        )
      ) : (
        places.map((place, index) => <Item {...inner} place={place} index={index} />)
      )}
      <div class="desk-actions">
        {length < most ? <Step form={form} verb="add" path={path} label={label} /> : null}
      </div>
      {isChanged(form.scenario, form.original, pathOf(path)) ? (
        <WayBack {...{ form, schema, path, label }} />
      ) : null}
    </>
  )
}

interface ItemProps extends ListedProps {
  readonly place: string
  readonly index: number
}

/** One of several that have parts of their own; the first stands open. */
function Item({ form, place, items, label, index, removable }: ItemProps): Child {
  const name = numbered(label, index, form)
  const shape = shapeOf(items, valueAt(form.scenario, pathOf(place)))
  const isOpen = index === 0 || hasFault(form, place)
  return (
    <details class="lab-item" open={isOpen} id={`f-${place}`}>
      <summary>{name}</summary>
      {shape.kind === 'group' ? (
        <Fields form={form} path={place} fields={shape.fields} />
      ) : (
        <Place {...{ form }} schema={items} path={place} name="" />
      )}
      {removable ? <Step form={form} verb="remove" path={place} label={{ text: name }} /> : null}
    </details>
  )
}
