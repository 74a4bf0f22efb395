import type { Hono } from 'hono'
import type { OutletDetails } from '../../network/desk.ts'
import type { Outlet, Partner } from '../../network/service.ts'
import { ChoiceField, EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { drawForm } from './form-page.tsx'
import { attempt, type MoneyKit } from './money-kit.tsx'
import type { ShownFault } from './page.ts'
import { addressOf, PARTNER_TEXTS, partnerOf, readCode } from './partner-details.tsx'
import { type FormReader, readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, deskRoles, readForm } from './session.ts'
import { fill } from './show.ts'

const PATH = '/desk/partners/:id/outlet'
const NAME_MAX = 120
const TOWN_MAX = 80
const HOURS_MAX = 200
const CODE_MAX = 40
const OUTLETS_MAX = 1000
const STATUSES = ['open', 'closed'] as const

/** A place where a partner sells: added, or written anew. */
export function addPartnerOutlet(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator'))
  routes.get(PATH, async (c) => {
    const partner = await partnerOf(c, kit)
    const asked = c.req.query('outlet')
    if (asked === undefined) return draw(c, kit, partner, EMPTY_FORM)
    const outlet = (await outletsOf(kit, partner)).find(({ id }) => id === asked)
    if (outlet === undefined) throw new DeskRefusal('not_found')
    return draw(c, kit, partner, { values: valuesOf(outlet), faults: {} })
  })
  routes.post(PATH, async (c) => {
    const { who, language } = c.get('desk')
    const texts = PARTNER_TEXTS[language]
    const partner = await partnerOf(c, kit)
    const fields = readFields(await readForm(c), language)
    const outlet = readOutlet(fields, partner, texts.codeWrong)
    const isNew = fields.state().values.standing !== 'yes'
    if (outlet !== undefined && isNew) {
      // Adding writes nothing over what stands; sent twice, it finds what it wrote itself.
      const standing = (await outletsOf(kit, partner)).find(({ id }) => id === outlet.id)
      if (standing !== undefined && !isSame(standing, outlet)) {
        fields.blame('outletId', texts.outletTaken)
      }
    }
    if (outlet === undefined || !fields.isGood()) return draw(c, kit, partner, fields.state())
    const fault = await attempt(language, () => kit.networkDesk.putOutlet(outlet, who))
    if (fault === undefined) return c.redirect(`${addressOf(partner.id)}?done=outlet`, 303)
    return draw(c, kit, partner, fields.state(), fault)
  })
}

function outletsOf({ network }: MoneyKit, { id }: Partner): Promise<readonly Outlet[]> {
  return network.listOutlets({ limit: OUTLETS_MAX, partnerId: id })
}

function isSame(standing: Outlet, asked: OutletDetails): boolean {
  return (
    standing.name === asked.name &&
    standing.town === asked.town &&
    standing.openingHours === asked.openingHours &&
    (standing.closedAt === null) === asked.isOpen
  )
}

function readOutlet(
  fields: FormReader,
  { id: partnerId }: Partner,
  codeWrong: string,
): OutletDetails | undefined {
  const id = readCode(fields, 'outletId', codeWrong)
  const name = fields.line('outletName', NAME_MAX, true)
  const town = fields.line('town', TOWN_MAX, true)
  const openingHours = fields.line('hours', HOURS_MAX)
  const status = fields.choice('status', STATUSES, true)
  if (!fields.isGood() || id === null || name === null || town === null) return undefined
  return { id, partnerId, name, town, openingHours, isOpen: status === 'open' }
}

function valuesOf({ id, name, town, openingHours, closedAt }: Outlet): FormState['values'] {
  return {
    ...{ standing: 'yes', outletId: id, outletName: name, town, hours: openingHours ?? '' },
    status: closedAt === null ? 'open' : 'closed',
  }
}

function draw(
  c: DeskContext,
  kit: MoneyKit,
  { id, name }: Partner,
  form: FormState,
  fault?: ShownFault,
): Promise<Response> {
  const texts = PARTNER_TEXTS[c.get('desk').language]
  const isStanding = form.values.standing === 'yes'
  const { outletId = '' } = form.values
  return drawForm(c, kit, {
    ...{ title: fill(texts.outletTitle, { name }), section: 'partners', form, fault },
    ...{ action: `${addressOf(id)}/outlet`, submit: texts.save, back: [addressOf(id), texts.back] },
    hidden: isStanding ? { standing: 'yes', outletId } : {},
    fields: (
      <div class="desk-fields">
        {isStanding ? null : (
          <TextField
            {...{ form, name: 'outletId', label: texts.code, hint: texts.codeHint }}
            maxlength={CODE_MAX}
            isRequired
            isFirst
          />
        )}
        <TextField
          {...{ form, name: 'outletName', label: texts.outletName }}
          maxlength={NAME_MAX}
          isRequired
        />
        <TextField {...{ form, name: 'town', label: texts.town }} maxlength={TOWN_MAX} isRequired />
        <TextField
          {...{ form, name: 'hours', label: texts.hours, hint: texts.hoursHint }}
          maxlength={HOURS_MAX}
        />
        <ChoiceField
          {...{ form, name: 'status', label: texts.outletStatus }}
          options={STATUSES.map((one) => [one, texts.outletStatuses[one]] as const)}
        />
      </div>
    ),
  })
}
