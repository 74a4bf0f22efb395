import type { Hono } from 'hono'
import type { Uuid } from '../../kernel/ids.ts'
import type { Minor, Unit } from '../../kernel/money.ts'
import { type Area, type Colour, parseArea } from '../../ledger/core/colour.ts'
import { FUNDING_KINDS } from '../../network/core/kinds.ts'
import type { Programme } from '../../network/core/programme.ts'
import type { Tranche } from '../../network/desk.ts'
import type { Envelope, Network } from '../../network/service.ts'
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
const ENVELOPES_AT_ONCE = 500
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
  const lines = await linesOf(kit, programmes, tranches)
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
      <Lines {...{ lines, texts, language }} />
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

/** The money of one colour: what no contact point has yet, and what is in their envelopes. */
interface FundingLine {
  readonly name: string
  readonly unit: Unit
  readonly colour: Colour | null
  readonly unassigned: Minor
  readonly inEnvelopes: Minor
}

/** Where the money is, for each programme and each area that some of it is bound to. */
async function linesOf(
  { network, books }: MoneyKit,
  programmes: readonly Programme[],
  tranches: readonly Tranche[],
): Promise<readonly FundingLine[]> {
  const envelopes = await allEnvelopes(network)
  const left = await network.leftIn(envelopes.map(({ accountId }) => accountId))
  const moment = await books.moment()
  const bound = [...tranches, ...envelopes].map(({ unit, colour }) => ({ unit, colour }))
  const kinds = new Map(
    [...programmes, ...bound].map(({ unit, colour }) => [
      `${unit} ${colour ?? ''}`,
      { unit, colour },
    ]),
  )
  const names = new Map(programmes.map(({ colour, name }) => [colour, name]))
  return Promise.all(
    [...kinds.values()].map(async ({ unit, colour }) => {
      const grant = await books.balance(network.grantAccount(unit, colour), moment)
      const own = envelopes.filter((one) => one.unit === unit && one.colour === colour)
      return {
        ...{ unit, colour, name: names.get(colour) ?? colour ?? '' },
        unassigned: grant?.balance ?? 0n,
        inEnvelopes: own.reduce((sum, { accountId }) => sum + (left.get(accountId) ?? 0n), 0n),
      }
    }),
  )
}

async function allEnvelopes({ listEnvelopes }: Network): Promise<readonly Envelope[]> {
  const found: Envelope[] = []
  for (let after: Uuid | undefined; ; after = found.at(-1)?.id) {
    const page = await listEnvelopes({
      limit: ENVELOPES_AT_ONCE,
      ...(after === undefined ? {} : { after }),
    })
    found.push(...page)
    if (page.length < ENVELOPES_AT_ONCE) return found
  }
}

interface LinesProps {
  readonly lines: readonly FundingLine[]
  readonly texts: DeskMoneyTexts
  readonly language: DeskLanguage
}

function Lines({ lines, texts, language }: LinesProps) {
  if (lines.length === 0) return null
  const { funding } = texts
  return (
    <Table
      caption={funding.lines}
      heads={[funding.programme, { figure: funding.left }, { figure: funding.inEnvelopes }]}
    >
      {lines.map(({ name, unit, unassigned, inEnvelopes }) => (
        <tr>
          <td>{name}</td>
          <td class="desk-figure">{showMoney(unassigned, unit, language)}</td>
          <td class="desk-figure">{showMoney(inEnvelopes, unit, language)}</td>
        </tr>
      ))}
    </Table>
  )
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
