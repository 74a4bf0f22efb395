import type { Hono } from 'hono'
import QRCode from 'qrcode'
import type { Terminals as TerminalService } from '../../access/terminals.ts'
import type { Outlet, Partner } from '../../network/service.ts'
import type { DeskMoneyTexts } from '../messages/desk-money.ts'
import { MONEY_TEXTS } from './envelopes.tsx'
import { ChoiceField, EMPTY_FORM, TextField } from './fields.tsx'
import { idIn } from './issue.tsx'
import { DeskPage } from './layout.tsx'
import { type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, deskRoles, readForm } from './session.ts'
import { fill, showTime } from './show.ts'

const PAIR_PATH = '/desk/partners/:partner/terminals'
const UNPAIR_PATH = '/desk/terminals/:id/unpair'
const NAME_MAX = 60
const OUTLETS_MAX = 100
/** Read from another screen, within ten minutes. */
const QR_OPTIONS = { errorCorrectionLevel: 'M', margin: 4, type: 'svg' } as const

export type Terminals = Awaited<ReturnType<TerminalService['list']>>

/** Pairs a till by a code that is shown once, and unpairs it. */
export function addTerminals(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.post(PAIR_PATH, deskRoles('operator', 'administrator'), (c) => pair(c, kit))
  routes.post(UNPAIR_PATH, deskRoles('operator', 'administrator'), async (c) => {
    const { partnerId } = await kit.terminals.unpair(idIn(c), c.get('desk').who)
    return c.redirect(`/desk/partners/${encodeURIComponent(partnerId)}?done=unpaired`, 303)
  })
}

async function pair(c: DeskContext, kit: MoneyKit): Promise<Response> {
  const session = c.get('desk')
  const { who, language } = session
  const words = MONEY_TEXTS[language].partners
  const fields = readFields(await readForm(c), language)
  const name = fields.line('name', NAME_MAX, true)
  const outletId = fields.line('outlet', NAME_MAX)
  const partnerId = c.req.param('partner') ?? ''
  const back = `/desk/partners/${encodeURIComponent(partnerId)}`
  if (name === null) return c.redirect(back, 303)
  const outlets = await kit.network.listOutlets({ limit: OUTLETS_MAX, partnerId })
  if (outletId !== null && !outlets.some(({ id }) => id === outletId)) {
    throw new DeskRefusal('not_found')
  }
  const pairing = await kit.terminals.createPairing({
    ...{ partnerId, name, by: who },
    ...(outletId === null ? {} : { outletId }),
  })
  // The code stands behind the #, which no browser sends and no log holds.
  const svg = await QRCode.toString(`${kit.publicUrl}/till#pair=${pairing.code}`, QR_OPTIONS)
  const picture = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  return answerPage(
    c,
    <DeskPage {...{ assets: kit.assets, session }} title={words.pairTitle} section="partners">
      <img
        class="desk-qr"
        width={240}
        height={240}
        src={picture}
        alt={fill(words.pairPicture, { name })}
      />
      <p>{fill(words.pairUntil, { time: showTime(pairing.expiresAt) })}</p>
      <p>
        <a class="btn btn-outline-primary" href={back}>
          {words.back}
        </a>
      </p>
    </DeskPage>,
  )
}

interface PartProps {
  readonly partner: Partner
  readonly outlets: readonly Outlet[]
  readonly terminals: Terminals
  readonly texts: DeskMoneyTexts
  readonly mayChange: boolean
}

export function TerminalPart({ partner, outlets, terminals, texts, mayChange }: PartProps) {
  const { partners: words } = texts
  const places = new Map(outlets.map(({ id, name }) => [id, name]))
  return (
    <>
      {terminals.length === 0 ? (
        <p>{words.noTerminals}</p>
      ) : (
        <Table
          caption={words.terminals}
          heads={[words.terminalName, words.outlet, words.pairedAt, texts.state]}
        >
          {terminals.map(({ id, name, outletId, pairedAt, status }) => (
            <tr>
              <td>{name}</td>
              <td>{outletId === null ? '' : (places.get(outletId) ?? outletId)}</td>
              <td>{showTime(pairedAt)}</td>
              <td>
                {status === 'unpaired' ? words.unpaired : null}
                {status === 'active' && mayChange ? (
                  <form method="post" action={`/desk/terminals/${id}/unpair`}>
                    <button class="btn btn-outline-danger btn-sm" type="submit">
                      {fill(words.unpair, { name })}
                    </button>
                  </form>
                ) : null}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {mayChange && partner.status === 'active' ? (
        <PairForm {...{ partner, outlets, texts }} />
      ) : null}
    </>
  )
}

function PairForm({ partner, outlets, texts }: Pick<PartProps, 'partner' | 'outlets' | 'texts'>) {
  const { partners: words } = texts
  const form = EMPTY_FORM
  const open = outlets.filter(({ closedAt }) => closedAt === null)
  return (
    <form
      method="post"
      action={`/desk/partners/${encodeURIComponent(partner.id)}/terminals`}
      class="desk-card"
    >
      <h3 class="h5 mt-3">{words.pair}</h3>
      <p>{words.pairLead}</p>
      <div class="desk-fields">
        <TextField
          {...{ form, name: 'name', label: words.terminalName }}
          maxlength={NAME_MAX}
          isRequired
        />
        <ChoiceField
          {...{ form, name: 'outlet', label: words.outlet, empty: words.anyOutlet }}
          options={open.map(({ id, name }) => [id, name] as const)}
        />
      </div>
      <div class="desk-actions">
        <button class="btn btn-primary" type="submit">
          {words.pairSubmit}
        </button>
      </div>
    </form>
  )
}
