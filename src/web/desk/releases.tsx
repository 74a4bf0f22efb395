import type { Hono } from 'hono'
import { EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { DeskPage, type Notice } from './layout.tsx'
import {
  BackToInstrument,
  MINTING_RIGHTS,
  MINTING_TEXTS,
  rolesOf,
  type Standing,
  withStanding,
} from './minting-kit.tsx'
import { attempt, Facts, Hidden, type MoneyKit } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { PreparedList } from './prepared.tsx'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showMoney } from './show.ts'

const PATH = '/desk/instruments/:id/releases'
const REASON_MAX = 200
const SHOWN_MAX = 50

/** Euro that a reserve need not hold: prepared here, decided by somebody else. */
export function addReleases(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  const [first = 'treasurer', ...others] = MINTING_RIGHTS.releases.doers
  routes.use(PATH, deskRoles(...rolesOf('releases')))
  routes.get(
    PATH,
    withStanding(kit, 'releases', (c, standing) => {
      const values = { id: kit.runtime.newId() }
      return draw(c, kit, standing, { form: { ...EMPTY_FORM, values } })
    }),
  )
  routes.post(
    PATH,
    deskRoles(first, ...others),
    withStanding(kit, 'releases', (c, standing) => take(c, kit, standing)),
  )
}

async function take(c: DeskContext, kit: MoneyKit, standing: Standing): Promise<Response> {
  const { who, language } = c.get('desk')
  const { instrument, address } = standing
  const { releases: texts } = MINTING_TEXTS[language]
  const fields = readFields(await readForm(c), language)
  const id = fields.id('id')
  const amount = fields.amount('amount') ?? 0n
  const reason = fields.line('reason', REASON_MAX, true)
  if (amount === 0n) fields.blame('amount', texts.zero)
  const { reserve, required } = await kit.minting.outstanding(instrument.id)
  const free = showMoney(reserve - required, instrument.reserveUnit, language)
  // What was prepared before may be sent again, however little is free by now.
  const isAgain = (await kit.approvals.findFor('reserve_release', id)) !== undefined
  if (amount > reserve - required && !isAgain) fields.blame('amount', fill(texts.tooMuch, { free }))
  const form = fields.state()
  if (!fields.isGood() || reason === null) return draw(c, kit, standing, { form })
  const release = { id, instrumentId: instrument.id, amount, reason }
  const fault = await attempt(language, () => kit.minting.prepareRelease(release, who))
  if (fault !== undefined) return draw(c, kit, standing, { form, fault })
  return c.redirect(`${address}/${id}?done=prepared`, 303)
}

interface Shown {
  readonly form: FormState
  readonly fault?: ShownFault
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  { instrument, rules, address }: Standing,
  { form, fault }: Shown,
): Promise<Response> {
  const session = c.get('desk')
  const { role, language } = session
  const { releases: texts } = MINTING_TEXTS[language]
  const [{ reserve, required }, found] = await Promise.all([
    kit.minting.outstanding(instrument.id),
    kit.minting.listReleases({ instrumentId: instrument.id, limit: SHOWN_MAX }),
  ])
  const euro = (amount: bigint) => showMoney(amount, instrument.reserveUnit, language)
  const notice: Notice | undefined = fault && { kind: 'wrong', text: fault.text }
  const hasFaults = Object.keys(form.faults).length > 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session, notice }}
      title={fill(texts.title, { name: rules.name })}
      section="instruments"
    >
      <p>{texts.lead}</p>
      <Facts
        pairs={[
          [texts.reserve, euro(reserve)],
          [texts.required, euro(required)],
          [texts.free, euro(reserve - required)],
        ]}
      />
      {MINTING_RIGHTS.releases.doers.includes(role) ? (
        <form method="post" action={address} class="desk-card pt-3" novalidate>
          <Hidden values={{ id: form.values.id ?? '' }} />
          <TextField
            {...{ form, name: 'amount', label: texts.amount }}
            inputmode="decimal"
            isRequired
          />
          <TextField
            {...{ form, name: 'reason', label: texts.reason, hint: texts.reasonHint }}
            maxlength={REASON_MAX}
            isRequired
          />
          <div class="desk-actions">
            <button class="btn btn-primary" type="submit">
              {texts.submit}
            </button>
          </div>
        </form>
      ) : null}
      {found.length === 0 ? (
        <p>{texts.none}</p>
      ) : (
        <PreparedList
          {...{ address, language, caption: texts.list }}
          rows={found.map((one) => ({ ...one, amount: euro(one.amount) }))}
        />
      )}
      <BackToInstrument id={instrument.id} language={language} />
    </DeskPage>,
    fault?.status ?? (hasFaults ? 422 : 200),
  )
}
