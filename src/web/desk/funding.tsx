import type { Hono } from 'hono'
import type { Minor } from '../../kernel/money.ts'
import { type Area, parseArea } from '../../ledger/core/colour.ts'
import { FUNDING_KINDS } from '../../network/core/kinds.ts'
import type { Programme } from '../../network/core/programme.ts'
import type { Tranche } from '../../network/desk.ts'
import type { DeskMoneyTexts } from '../messages/desk-money.ts'
import { APPROVAL_TEXTS } from './decision-forms.tsx'
import { MONEY_TEXTS } from './envelopes.tsx'
import { ChoiceField, EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { attempt, Hidden, type MoneyKit, noticeOf, Table } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { type FormReader, readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { showDay, showMoney } from './show.ts'

const PATH = '/desk/funding'
const TRANCHES_MAX = 100
const PROGRAMMES_MAX = 200
const TEXT_MAX = 120

/** Money that funders gave: recorded by one person, approved by another. */
export function addFunding(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('administrator', 'treasurer', 'auditor'))
  routes.get(PATH, (c) => draw(c, kit, { form: EMPTY_FORM }))
  routes.post(PATH, deskRoles('administrator', 'treasurer'), async (c) => {
    const { who, language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const tranche = readTranche(fields, MONEY_TEXTS[language])
    const form = fields.state()
    if (tranche === undefined) return draw(c, kit, { form })
    const fault = await attempt(language, () => kit.networkDesk.prepareTranche(tranche, who))
    if (fault !== undefined) return draw(c, kit, { form, fault })
    return c.redirect(`${PATH}?done=recorded`, 303)
  })
}

function readTranche(fields: FormReader, texts: DeskMoneyTexts) {
  const id = fields.id('id')
  const programmeId = fields.line('programme', TEXT_MAX, true)
  const kind = fields.choice('kind', FUNDING_KINDS, true)
  const funder = fields.line('funder', TEXT_MAX, true)
  const amount = fields.amount('amount')
  const receivedOn = fields.day('receivedOn', true)
  const reference = fields.line('reference', TEXT_MAX, true)
  const typedArea = fields.line('area', TEXT_MAX)
  const area: Area | null = typedArea === null ? null : (parseArea(typedArea) ?? null)
  if (typedArea !== null && area === null) fields.blame('area', texts.funding.areaWrong)
  if (amount === null || amount === 0n) fields.blame('amount', texts.amountNeeded)
  if (!fields.isGood() || programmeId === null || kind === null || funder === null) return undefined
  if (amount === null || receivedOn === null || reference === null) return undefined
  return { id, programmeId, kind, funder, amount, receivedOn, reference, area }
}

interface Shown {
  readonly form: FormState
  readonly fault?: ShownFault | undefined
}

async function draw(c: DeskContext, kit: MoneyKit, { form, fault }: Shown): Promise<Response> {
  const session = c.get('desk')
  const { role, language } = session
  const texts = MONEY_TEXTS[language]
  const [tranches, programmes] = await Promise.all([
    kit.networkDesk.listTranches({ limit: TRANCHES_MAX }),
    kit.network.listProgrammes({ limit: PROGRAMMES_MAX }),
  ])
  const left = await unassigned(kit, programmes)
  const hasFaults = Object.keys(form.faults).length > 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={texts.funding.title}
      section="funding"
      notice={noticeOf(c, fault, { recorded: texts.funding.done })}
    >
      <p>{texts.funding.lead}</p>
      {left.size === 0 ? null : (
        <Table
          caption={texts.funding.left}
          heads={[texts.funding.programme, { figure: texts.envelopes.left }]}
        >
          {programmes.map(({ id, name, unit }) => (
            <tr>
              <td>{name}</td>
              <td class="desk-figure">{showMoney(left.get(id) ?? 0n, unit, language)}</td>
            </tr>
          ))}
        </Table>
      )}
      {tranches.length === 0 ? (
        <p>{texts.funding.none}</p>
      ) : (
        <Tranches {...{ tranches, texts, language }} />
      )}
      {role === 'auditor' ? null : (
        <TrancheForm {...{ form, programmes, texts }} id={kit.runtime.newId()} />
      )}
    </DeskPage>,
    fault?.status ?? (hasFaults ? 422 : 200),
  )
}

/** What each programme was given for all of its areas and no contact point has yet. */
async function unassigned(
  { network, books }: MoneyKit,
  programmes: readonly Programme[],
): Promise<ReadonlyMap<string, Minor>> {
  const moment = await books.moment()
  const lines = await Promise.all(
    programmes.map(({ unit, colour }) => books.balance(network.grantAccount(unit, colour), moment)),
  )
  return new Map(programmes.map(({ id }, index) => [id, lines[index]?.balance ?? 0n]))
}

interface TranchesProps {
  readonly tranches: readonly Tranche[]
  readonly texts: DeskMoneyTexts
  readonly language: DeskLanguage
}

function Tranches({ tranches, texts, language }: TranchesProps) {
  const { list, receivedOn, funder, kind, programme, reference } = texts.funding
  return (
    <Table
      caption={list}
      heads={[
        receivedOn,
        funder,
        kind,
        programme,
        { figure: texts.amount },
        reference,
        texts.state,
      ]}
    >
      {tranches.map((one) => (
        <tr>
          <td>{showDay(one.receivedOn)}</td>
          <td>{one.funder}</td>
          <td>{texts.fundings[one.kind]}</td>
          <td>{one.colour ?? one.programmeId}</td>
          <td class="desk-figure">{showMoney(one.amount, one.unit, language)}</td>
          <td>{one.reference}</td>
          <td>
            {APPROVAL_TEXTS[language].states[one.state]}
            {one.decisionReason === null ? '' : `: ${one.decisionReason}`}
          </td>
        </tr>
      ))}
    </Table>
  )
}

interface FormProps {
  readonly form: FormState
  readonly programmes: readonly Programme[]
  readonly texts: DeskMoneyTexts
  readonly id: string
}

function TrancheForm({ form, programmes, texts, id }: FormProps) {
  const { funding } = texts
  const kinds = FUNDING_KINDS.map((kind) => [kind, texts.fundings[kind]] as const)
  const named = programmes.map((one) => [one.id, one.name] as const)
  return (
    <form method="post" action={PATH} class="desk-card" novalidate>
      <h2>{funding.record}</h2>
      <Hidden values={{ id }} />
      <div class="desk-fields">
        <ChoiceField {...{ form, name: 'programme', label: funding.programme, options: named }} />
        <ChoiceField {...{ form, name: 'kind', label: funding.kind, options: kinds }} />
        <TextField
          {...{ form, name: 'funder', label: funding.funder }}
          maxlength={TEXT_MAX}
          isRequired
        />
        <TextField
          {...{ form, name: 'amount', label: texts.amount }}
          inputmode="decimal"
          isRequired
        />
        <TextField
          {...{ form, name: 'receivedOn', label: funding.receivedOn }}
          type="date"
          isRequired
        />
        <TextField
          {...{ form, name: 'reference', label: funding.reference, hint: funding.referenceHint }}
          maxlength={TEXT_MAX}
          isRequired
        />
        <TextField
          {...{ form, name: 'area', label: funding.area, hint: funding.areaHint }}
          maxlength={TEXT_MAX}
        />
      </div>
      <div class="desk-actions">
        <button class="btn btn-primary" type="submit">
          {funding.ask}
        </button>
      </div>
    </form>
  )
}
