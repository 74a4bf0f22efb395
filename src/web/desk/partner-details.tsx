import type { Hono } from 'hono'
import { parseCode } from '../../kernel/codes.ts'
import { EUR } from '../../kernel/money.ts'
import { type Area, parseArea } from '../../ledger/core/colour.ts'
import { PARTNER_KINDS } from '../../network/core/kinds.ts'
import type { PartnerDetails } from '../../network/desk.ts'
import type { Partner } from '../../network/service.ts'
import { categories } from '../../pilot/core/cells.ts'
import {
  type DeskPartnersTexts,
  deskPartnersEn,
  deskPartnersIt,
} from '../messages/desk-partners.ts'
import { MONEY_TEXTS } from './envelopes.tsx'
import { ChoiceField, EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { drawForm } from './form-page.tsx'
import type { DeskLanguage } from './layout.tsx'
import { attempt, type MoneyKit } from './money-kit.tsx'
import type { ShownFault } from './page.ts'
import { allPlaces, type Place } from './places.ts'
import { type FormReader, readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill } from './show.ts'

const NEW_PATH = '/desk/new-partner'
const PATH = '/desk/partners/:id/details'
const NAME_MAX = 120
const CATEGORIES_MAX = 2000
const CODE_MAX = 40
const AREA_MAX = 24

export const PARTNER_TEXTS: Readonly<Record<DeskLanguage, DeskPartnersTexts>> = {
  it: deskPartnersIt,
  en: deskPartnersEn,
}

/** Admitting a partner, and saying anew what it is called, where it is and what it sells. */
export function addPartnerDetails(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  for (const path of [NEW_PATH, PATH] as const) {
    routes.use(path, deskRoles('operator', 'administrator'))
  }
  routes.get(NEW_PATH, (c) => drawNew(c, kit, EMPTY_FORM))
  routes.post(NEW_PATH, async (c) => {
    const { who, language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const id = readCode(fields, 'code', PARTNER_TEXTS[language].codeWrong)
    const area = readArea(fields, PARTNER_TEXTS[language])
    const details = readDetails(fields, language)
    if (!fields.isGood() || id === null || details === undefined) {
      return drawNew(c, kit, fields.state())
    }
    const partner = { id, ...details, unit: EUR, area }
    const fault = await attempt(language, () => kit.networkDesk.admitPartner(partner, who))
    if (fault === undefined) return c.redirect(`${addressOf(id)}?done=admitted`, 303)
    if (fault.status !== 409) return drawNew(c, kit, fields.state(), fault)
    fields.blame('code', PARTNER_TEXTS[language].codeTaken)
    return drawNew(c, kit, fields.state())
  })
  routes.get(PATH, async (c) => {
    const partner = await partnerOf(c, kit)
    return drawChange(c, kit, partner, { values: valuesOf(partner), faults: {} })
  })
  routes.post(PATH, async (c) => {
    const { who, language } = c.get('desk')
    const partner = await partnerOf(c, kit)
    const fields = readFields(await readForm(c), language)
    const details = readDetails(fields, language)
    if (details === undefined) return drawChange(c, kit, partner, fields.state())
    const fault = await attempt(language, () =>
      kit.networkDesk.changePartner(partner.id, details, who),
    )
    if (fault === undefined) return c.redirect(`${addressOf(partner.id)}?done=changed`, 303)
    return drawChange(c, kit, partner, fields.state(), fault)
  })
}

/** The page of a partner. */
export function addressOf(id: string): string {
  return `/desk/partners/${encodeURIComponent(id)}`
}

/** The partner that an address names. */
export function partnerOf(c: DeskContext, { networkDesk }: MoneyKit): Promise<Partner> {
  return networkDesk.findPartner(c.req.param('id') ?? '', c.get('desk').who)
}

/** A short code that somebody gives to something new. */
export function readCode(fields: FormReader, name: string, wrong: string): string | null {
  const typed = fields.line(name, CODE_MAX, true)
  if (typed !== null && parseCode(typed) === undefined) fields.blame(name, wrong)
  return typed
}

function readArea(fields: FormReader, texts: DeskPartnersTexts): Area | null {
  const typed = fields.line('area', AREA_MAX)
  const area = typed === null ? null : (parseArea(typed) ?? null)
  if (typed !== null && area === null) fields.blame('area', texts.areaWrong)
  return area
}

/** @returns `undefined` where something of it is wrong */
function readDetails(fields: FormReader, language: DeskLanguage): PartnerDetails | undefined {
  const name = fields.line('name', NAME_MAX, true)
  const territoryId = fields.line('territory', CODE_MAX, true)
  const kind = fields.choice('kind', PARTNER_KINDS, true)
  const typed = fields.line('categories', CATEGORIES_MAX, true)
  const read = typed === null ? undefined : categories([]).read(typed)
  if (read !== undefined && !('value' in read)) {
    fields.blame('categories', PARTNER_TEXTS[language].categoriesWrong)
  }
  if (name === null || territoryId === null || kind === null) return undefined
  if (read === undefined || !('value' in read)) return undefined
  return { name, territoryId, kind, categories: read.value }
}

function valuesOf({ name, territoryId, kind, categories: sold }: Partner): FormState['values'] {
  return { name, territory: territoryId, kind, categories: sold.join(', ') }
}

async function drawNew(c: DeskContext, kit: MoneyKit, form: FormState, fault?: ShownFault) {
  const { language } = c.get('desk')
  const texts = PARTNER_TEXTS[language]
  const places = await allPlaces(kit.network)
  return drawForm(c, kit, {
    ...{ title: texts.admitTitle, section: 'partners', lead: texts.admitLead, form, fault },
    ...{ action: NEW_PATH, submit: texts.admit, back: ['/desk/partners', texts.backToList] },
    fields: (
      <div class="desk-fields">
        <TextField
          {...{ form, name: 'code', label: texts.code, hint: texts.codeHint }}
          maxlength={CODE_MAX}
          isRequired
          isFirst
        />
        <DetailFields {...{ form, places, language }} />
        <TextField
          {...{ form, name: 'area', label: texts.area, hint: texts.areaHint }}
          maxlength={AREA_MAX}
        />
      </div>
    ),
  })
}

async function drawChange(
  c: DeskContext,
  kit: MoneyKit,
  { id, name }: Partner,
  form: FormState,
  fault?: ShownFault,
) {
  const { language } = c.get('desk')
  const texts = PARTNER_TEXTS[language]
  const places = await allPlaces(kit.network)
  return drawForm(c, kit, {
    ...{ title: fill(texts.changeTitle, { name }), section: 'partners', form, fault },
    ...{
      action: `${addressOf(id)}/details`,
      submit: texts.save,
      back: [addressOf(id), texts.back],
    },
    fields: (
      <div class="desk-fields">
        <DetailFields {...{ form, places, language }} />
      </div>
    ),
  })
}

interface DetailProps {
  readonly form: FormState
  readonly places: readonly Place[]
  readonly language: DeskLanguage
}

function DetailFields({ form, places, language }: DetailProps) {
  const texts = PARTNER_TEXTS[language]
  const kinds = PARTNER_KINDS.map((kind) => [kind, MONEY_TEXTS[language].kinds[kind]] as const)
  return (
    <>
      <TextField {...{ form, name: 'name', label: texts.name }} maxlength={NAME_MAX} isRequired />
      <ChoiceField
        {...{ form, name: 'territory', label: texts.territory }}
        options={places.map((one) => [one.id, one.name] as const)}
        isRequired
      />
      <ChoiceField {...{ form, name: 'kind', label: texts.kind, options: kinds }} isRequired />
      <TextField
        {...{ form, name: 'categories', label: texts.categories, hint: texts.categoriesHint }}
        maxlength={CATEGORIES_MAX}
        isRequired
      />
    </>
  )
}
