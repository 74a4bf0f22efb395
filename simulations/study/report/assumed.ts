import { numberText } from '../../chart/format.ts'
import { element, escaped } from '../../chart/svg.ts'
import { quantityText } from '../../report/assumptions.ts'
import { paragraph, row, section, table } from '../../report/page.ts'
import type { Assumption } from '../study-result.ts'
import type { Standing } from '../table.ts'
import { standingMark } from './marks.ts'
import { folded } from './parts.ts'
import type { StudyReader } from './study-reader.ts'

const STANDINGS: readonly Standing[] = ['evidence', 'prior', 'assumption']
/** The mark of the source of an assumption; what follows says why. */
const ASSUMED = /^assumption(: )?/
/** From so many shares on, those that stand together are one row, without those of nought. */
const TOGETHER_MIN = 3

/** Every number that is taken for granted: what somebody gives a reason for is open, all else folded away. */
export function assumptions(reader: StudyReader): readonly string[] {
  const all = reader.result.assumptions
  if (all.length === 0) return []
  const counted = (list: readonly Assumption[]): string => numberText(list.length, reader.language)
  const counts = STANDINGS.map((standing) =>
    reader.say('standingCount', {
      standing: reader.say(`standing ${standing}`),
      count: counted(all.filter((one) => one.standing === standing)),
    }),
  )
  const founded = all.filter((one) => reasonOf(one) !== '')
  const bare = all.filter((one) => reasonOf(one) === '')
  const heading = reader.say('assumptionsFolded', { count: counted(bare) })
  return [
    section(
      reader.say('assumptions'),
      paragraph(reader.say('assumptionsHow', { counts: counts.join('; ') })),
      ...(founded.length === 0
        ? []
        : [assumptionsTable(founded, reader.say('assumptions'), reader)]),
      ...(bare.length === 0 ? [] : [folded(heading, assumptionsTable(bare, heading, reader))]),
    ),
  ]
}

function reasonOf({ source }: Assumption): string {
  return source.replace(ASSUMED, '')
}

/** Under the model and the designs that they are of. */
function assumptionsTable(list: readonly Assumption[], title: string, reader: StudyReader): string {
  const headOf = (one: Assumption): string => groupHead(one, reader)
  const groups = [...new Set(list.map(headOf))]
  const rows = groups.flatMap((head) => [
    element('tr', {}, element('th', { scope: 'rowgroup', colspan: 2 }, head)),
    ...together(list.filter((one) => headOf(one) === head)).map((some) => rowOf(some, reader)),
  ])
  const heads = (['where', 'value'] as const).map((name) => ({
    html: escaped(reader.say(name)),
  }))
  return element('div', { class: 'dense twice' }, table(title, heads, rows))
}

function groupHead({ model, part, designs }: Assumption, reader: StudyReader): string {
  const names = designs.map((one) => reader.quoted(reader.design(one)))
  const of = names.length === 0 ? reader.say('inAllDesigns') : reader.listed(names)
  return [
    `${escaped(reader.model(model))} `,
    element('code', {}, escaped(part)),
    element('span', { class: 'of' }, escaped(of)),
  ].join('')
}

/** Neighbours that are shares of one thing and have one source. */
function together(list: readonly Assumption[]): readonly (readonly Assumption[])[] {
  const groups: Assumption[][] = []
  for (const one of list) {
    const [before] = groups.at(-1) ?? []
    if (before !== undefined && around(before) !== null && around(before) === around(one))
      groups.at(-1)?.push(one)
    else groups.push([one])
  }
  return groups.flatMap((group) =>
    group.length < TOGETHER_MIN ? group.map((one) => [one]) : [group],
  )
}

/** What a share is of, with its source; nothing where it is no share. */
function around({ where, value, source }: Assumption): string | null {
  const path = pathOf(where)
  if (!value.includes('%') || !path.includes('.')) return null
  return `${path.replace(/\.[^.]+$/, '')} ${source}`
}

/** Without the designs that it is of: `support, biella: people.beneficiaries`. */
function pathOf(where: string): string {
  return where.replace(/ \(.*\)$/, '')
}

function rowOf(some: readonly Assumption[], reader: StudyReader): string {
  const [first] = some
  if (first === undefined) return ''
  const isOne = some.length === 1
  // Without the part and the place.
  const path = pathOf(first.where).replace(/^.*: /, '')
  const value = isOne ? writtenValue(first, reader) : sharesOf(some, reader)
  const place = first.place === null ? [] : [reader.place(first.place)]
  const title = [first.within, ...(isOne ? [first.label] : [])]
    .map((one) => reader.text(one))
    .concat(place)
    .filter((one) => one !== '')
  const code = isOne ? path : path.replace(/\.[^.]+$/, '')
  const reason = reasonOf(first)
  const source = reason === '' ? '' : escaped(`: ${reason}`)
  return row(
    [
      `${escaped(title.join(' – '))} `,
      element('code', {}, escaped(code)),
      element('span', { class: 'of' }, standingMark(first.standing, reader), source),
    ].join(''),
    { html: value },
  )
}

function sharesOf(some: readonly Assumption[], reader: StudyReader): string {
  return some
    .filter(({ value }) => !/^0(\.0+)? ?%/.test(value))
    .map((one) => {
      const label = reader.text(one.label)
      return `${escaped(label === '' ? lastOf(one.where) : label)}: ${writtenValue(one, reader)}`
    })
    .join('; ')
}

function lastOf(where: string): string {
  return pathOf(where).split('.').at(-1) ?? ''
}

function writtenValue({ value }: Assumption, reader: StudyReader): string {
  if (value === 'true' || value === 'false')
    return escaped(reader.say(value === 'true' ? 'yes' : 'no'))
  if (/^[a-z][\w-]*$/i.test(value)) return element('code', {}, escaped(value))
  return escaped(quantityText(value, reader.language))
}
