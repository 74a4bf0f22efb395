import type { Hono } from 'hono'
import type { Association } from '../../currency/association-service.ts'
import { walletIdOf } from '../../currency/identity.ts'
import type { Donated, DueDonation } from '../../currency/minting.ts'
import type { DeskMintingTexts } from '../messages/desk-minting.ts'
import { ChoiceField, EMPTY_FORM, type FormState } from './fields.tsx'
import { DeskPage } from './layout.tsx'
import {
  BackToInstrument,
  MINTING_TEXTS,
  rolesOf,
  type Standing,
  withStanding,
} from './minting-kit.tsx'
import { attempt, Hidden, type MoneyKit, noticeOf, Table } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { openAssociations } from './purchases.tsx'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showDay, showMoney } from './show.ts'

const PATH = '/desk/instruments/:id/donations'

/** What associations are due of what was bought: looked at, then given once. */
export function addDonations(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles(...rolesOf('donations')))
  routes.get(
    PATH,
    withStanding(kit, 'donations', (c, standing) => {
      const values = { id: kit.runtime.newId() }
      return draw(c, kit, standing, { form: { ...EMPTY_FORM, values } })
    }),
  )
  routes.post(
    PATH,
    withStanding(kit, 'donations', (c, standing) => take(c, kit, standing)),
  )
}

async function take(c: DeskContext, kit: MoneyKit, standing: Standing): Promise<Response> {
  const { who, language } = c.get('desk')
  const { instrument, address } = standing
  const values = await readForm(c)
  const fields = readFields(values, language)
  const id = fields.id('id')
  const associations = await openAssociations(c, kit, instrument.programmeId)
  const ids = associations.map((one) => one.id)
  const associationId = fields.choice('association', ids, true)
  const form = fields.state()
  if (associationId === null) return draw(c, kit, standing, { form })
  const request = { instrumentId: instrument.id, associationId }
  if (values.step !== 'give') {
    const due = await kit.minting.dueDonation(request)
    return draw(c, kit, standing, { form, due })
  }
  const fault = await attempt(language, () => kit.minting.donate({ ...request, id, actor: who }))
  if (fault !== undefined) return draw(c, kit, standing, { form, fault })
  return c.redirect(`${address}?done=given`, 303)
}

interface Shown {
  readonly form: FormState
  /** What would be given, where that was asked. */
  readonly due?: DueDonation
  readonly fault?: ShownFault
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  { instrument, rules, address }: Standing,
  { form, due, fault }: Shown,
): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const { donations: texts } = MINTING_TEXTS[language]
  const [associations, last] = await Promise.all([
    openAssociations(c, kit, instrument.programmeId),
    kit.minting.lastDonation(instrument.id),
  ])
  const money = (amount: bigint) => showMoney(amount, instrument.unit, language)
  const parts = { texts, money, associations, address, form }
  const hasFaults = Object.keys(form.faults).length > 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.title, { name: rules.name })}
      section="instruments"
      notice={noticeOf(c, fault, texts.done)}
    >
      <p>{texts.lead}</p>
      {due === undefined ? null : <Due {...parts} due={due} />}
      <ChooseForm {...parts} />
      {last === undefined ? null : <Last {...parts} last={last} instrumentId={instrument.id} />}
      <BackToInstrument id={instrument.id} language={language} />
    </DeskPage>,
    fault?.status ?? (hasFaults ? 422 : 200),
  )
}

interface PartProps {
  readonly texts: DeskMintingTexts['donations']
  readonly money: (amount: bigint) => string
  readonly associations: readonly Association[]
  readonly address: string
  readonly form: FormState
}

function ChooseForm({ texts, associations, address, form }: PartProps) {
  if (associations.length === 0) {
    return (
      <p class="alert alert-warning">
        <a href="/desk/associations">{texts.noAssociations}</a>
      </p>
    )
  }
  return (
    <form method="post" action={address} class="desk-card pt-3" novalidate>
      <Hidden values={{ id: form.values.id ?? '' }} />
      <ChoiceField
        {...{ form, name: 'association', label: texts.association }}
        options={associations.map(({ id, name }) => [id, `${name} (${id})`] as const)}
        isRequired
      />
      <div class="desk-actions">
        <button class="btn btn-outline-primary" type="submit" name="step" value="check">
          {texts.check}
        </button>
      </div>
    </form>
  )
}

function Due({ texts, money, associations, address, form, due }: PartProps & { due: DueDonation }) {
  const figures = { bought: money(due.bought), due: money(due.due) }
  const { id = '', association = '' } = form.values
  return (
    <section class="desk-card pt-3">
      <p class="lead">{fill(texts.waiting, figures)}</p>
      {due.due === 0n ? (
        <p>{texts.nothing}</p>
      ) : (
        <>
          <Parts
            {...{ texts, money }}
            caption={texts.table}
            rows={due.parts.map(({ associationId, amount }) => {
              return [nameIn(associations, associationId), amount] as const
            })}
          />
          <form method="post" action={address} class="desk-actions">
            <Hidden values={{ id, association }} />
            <button class="btn btn-primary" type="submit" name="step" value="give">
              {fill(texts.submit, figures)}
            </button>
          </form>
        </>
      )}
    </section>
  )
}

interface LastProps extends PartProps {
  readonly last: Donated
  readonly instrumentId: string
}

function Last({ texts, money, associations, last, instrumentId }: LastProps) {
  const names = new Map(
    associations.map((one) => [walletIdOf(instrumentId, 'association', one.id), one.name]),
  )
  return (
    <section>
      <h2>{texts.last}</h2>
      <p>
        {fill(texts.lastSum, {
          ...{ number: last.number, day: showDay(last.day) },
          ...{ bought: money(last.bought), donated: money(last.donated) },
        })}
      </p>
      <Parts
        {...{ texts, money }}
        caption={texts.last}
        rows={last.payments.map(({ payeeId, amount }) => {
          return [(payeeId && names.get(payeeId)) ?? texts.ended, amount] as const
        })}
      />
    </section>
  )
}

function nameIn(associations: readonly Association[], wanted: string): string {
  return associations.find(({ id }) => id === wanted)?.name ?? wanted
}

interface PartsProps {
  readonly texts: DeskMintingTexts['donations']
  readonly money: (amount: bigint) => string
  readonly caption: string
  readonly rows: readonly (readonly [name: string, amount: bigint])[]
}

function Parts({ texts, money, caption, rows }: PartsProps) {
  return (
    <Table caption={caption} heads={[texts.name, { figure: texts.amount }]}>
      {rows.map(([name, amount]) => (
        <tr>
          <td>{name}</td>
          <td class="desk-figure">{money(amount)}</td>
        </tr>
      ))}
    </Table>
  )
}
