import type { Hono } from 'hono'
import type { StaffRole } from '../../access/core/principal.ts'
import type { InstrumentRules } from '../../currency/core/rules.ts'
import { type Field, formOfRules, RULE_FIELDS, TICKED } from '../../currency/core/rules-form.ts'
import { versionOn } from '../../currency/core/versions.ts'
import { versionApprovalId } from '../../currency/identity.ts'
import { approvedOf } from '../../currency/instrument-preparing.ts'
import type { InstrumentRecord, PreparedVersion } from '../../currency/instruments.ts'
import { type Day, romeDay } from '../../kernel/days.ts'
import type { Uuid } from '../../kernel/ids.ts'
import { EXAMPLE_TEXTS, exampleLines } from '../core/instrument-example.ts'
import type { DeskInstrumentsTexts } from '../messages/desk-instruments.ts'
import { CREDIT_TEXTS } from './credit.tsx'
import { APPROVAL_TEXTS, DecisionForms } from './decision-forms.tsx'
import { INSTRUMENT_TEXTS, labelOf, wordOf } from './instrument-form.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { MintingLinks } from './minting-kit.tsx'
import { Facts, type MoneyKit, namesOf, noticeOf, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { PAYMENT_TEXTS } from './payments.tsx'
import { type DeskContext, type DeskEnv, deskRoles } from './session.ts'
import { fill, showDay, showTime } from './show.ts'

const PATH = '/desk/instruments'

/** One kind of money: its rules, what they come to, and who prepared and approved each version. */
export function addInstrument(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(`${PATH}/:id`, deskRoles('administrator', 'treasurer', 'auditor', 'operator'))
  routes.get(`${PATH}/:id`, (c) => draw(c, kit, c.req.param('id')))
}

async function draw(c: DeskContext, kit: MoneyKit, id: string): Promise<Response> {
  const session = c.get('desk')
  const { language, who, role } = session
  const texts = INSTRUMENT_TEXTS[language]
  const record = await kit.instruments.get(id)
  const { versions } = record
  const today = romeDay(kit.runtime.now())
  const approved = approvedOf(versions)
  const number = versionOn(approved, today)
  const shown = approved.find(({ version }) => version === number) ?? versions.at(-1)
  const waiting = versions.find(({ state }) => state === 'waiting')
  const [approval, names] = await Promise.all([
    waiting === undefined ? undefined : kit.approvals.find(versionApprovalId(id, waiting.version)),
    namesOf(
      kit,
      versions.flatMap(({ preparedBy, decidedBy }) => [preparedBy, decidedBy]),
    ),
  ])
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={shown?.rules.name ?? id}
      section="instruments"
      notice={noticeOf(c, undefined, { prepared: texts.prepared })}
    >
      <Facts
        pairs={[
          [texts.id, id],
          [texts.unit, record.unit],
          [texts.programme, record.programmeId],
        ]}
      />
      {waiting === undefined || approval === undefined ? null : (
        <section class="desk-card">
          <h2>{fill(texts.waiting, { version: waiting.version })}</h2>
          <Example rules={waiting.rules} day={waiting.validFrom} language={language} />
          <RuleFacts rules={waiting.rules} texts={texts} language={language} />
          <DecisionForms approval={approval} who={who} language={language} />
        </section>
      )}
      {shown === undefined || shown === waiting ? null : (
        <section>
          <h2>{fill(texts.rules, { version: shown.version })}</h2>
          <Example rules={shown.rules} day={today} language={language} />
          <RuleFacts rules={shown.rules} texts={texts} language={language} />
        </section>
      )}
      <Versions {...{ record, texts, language, names }} />
      <Links rules={shown?.rules} {...{ record, language, role }} />
    </DeskPage>,
  )
}

interface LinksProps {
  readonly record: InstrumentRecord
  /** Those that count today, or the last that were prepared. */
  readonly rules: InstrumentRules | undefined
  readonly language: DeskLanguage
  readonly role: StaffRole
}

/** What else there is of an instrument. */
function Links({ record: { id, versions }, rules, language, role }: LinksProps) {
  const texts = INSTRUMENT_TEXTS[language]
  const own = `${PATH}/${encodeURIComponent(id)}`
  const mayPrepare = role === 'administrator' || role === 'treasurer'
  const isWaiting = versions.some(({ state }) => state === 'waiting')
  const isUsed = rules !== undefined && approvedOf(versions).length > 0
  const hasLines = isUsed && rules.credit !== null && role !== 'operator'
  return (
    <>
      {mayPrepare && !isWaiting ? <Link href={`${own}/rules`} text={texts.furtherLink} /> : null}
      {isUsed ? <MintingLinks {...{ id, role, language, rules }} /> : null}
      {hasLines ? <Link href={`${own}/credit`} text={CREDIT_TEXTS[language].link} /> : null}
      {isUsed ? (
        <Link
          href={`/desk/payments?instrument=${encodeURIComponent(id)}`}
          text={PAYMENT_TEXTS[language].title}
        />
      ) : null}
      <Link href={PATH} text={texts.back} />
    </>
  )
}

interface LinkProps {
  readonly href: string
  readonly text: string
}

function Link({ href, text }: LinkProps) {
  return (
    <p>
      <a href={href}>{text}</a>
    </p>
  )
}

interface ExampleProps {
  readonly rules: InstrumentRules
  readonly day: Day
  readonly language: DeskLanguage
}

function Example({ rules, day, language }: ExampleProps) {
  return (
    <>
      <h3 class="h6">{EXAMPLE_TEXTS[language].title}</h3>
      <ul>
        {exampleLines(rules, day, language).map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </>
  )
}

interface RuleFactsProps {
  readonly rules: InstrumentRules
  readonly texts: DeskInstrumentsTexts
  readonly language: DeskLanguage
}

/** The rules as they stand in the form, in words. */
function RuleFacts({ rules, texts, language }: RuleFactsProps) {
  const values = formOfRules(rules, language)
  const factsOf = (fields: readonly Field[]): readonly (readonly [string, string])[] =>
    fields.flatMap((field) => {
      const label = labelOf(texts, field.name)
      const value = values[field.name] ?? ''
      switch (field.kind) {
        case 'group':
          return factsOf(field.fields)
        case 'optional':
          return value === TICKED ? factsOf(field.fields) : [[label, texts.absent] as const]
        case 'choice': {
          const chosen = field.options.find(({ word }) => word === value)
          return [[label, wordOf(texts, value)] as const, ...factsOf(chosen?.fields ?? [])]
        }
        case 'words':
          return [[label, wordOf(texts, value)] as const]
        case 'ticks':
        case 'pairs':
          return [[label, tickedOf(field.name, values, texts)] as const]
        case 'part':
          return [[label, `${value}\u00a0%`] as const]
        default:
          return [[label, value === '' ? texts.noLimit : value] as const]
      }
    })
  return <Facts pairs={factsOf(RULE_FIELDS)} />
}

function tickedOf(
  name: string,
  values: Readonly<Record<string, string>>,
  texts: DeskInstrumentsTexts,
): string {
  const ticked = Object.keys(values).filter((one) => one.startsWith(`${name}.`))
  const words = ticked.map((one) => one.slice(name.length + 1).split('.'))
  return words.map((pair) => pair.map((word) => wordOf(texts, word)).join(' → ')).join(', ')
}

interface VersionsProps {
  readonly record: InstrumentRecord
  readonly texts: DeskInstrumentsTexts
  readonly language: DeskLanguage
  readonly names: ReadonlyMap<Uuid, string>
}

function Versions({ record, texts, language, names }: VersionsProps) {
  const { states } = APPROVAL_TEXTS[language]
  const nameOf = (id: Uuid | null) => (id === null ? '' : (names.get(id) ?? texts.somebody))
  const decision = ({ decidedBy, decidedAt }: PreparedVersion) =>
    decidedAt === null ? '' : `${nameOf(decidedBy)} ${showTime(decidedAt)}`
  return (
    <Table
      caption={texts.versions}
      heads={[
        texts.version,
        texts.validFrom,
        texts.state,
        texts.preparedBy,
        texts.decidedBy,
        texts.why,
      ]}
    >
      {record.versions.toReversed().map((one) => (
        <tr>
          <td>{one.version}</td>
          <td>{showDay(one.validFrom)}</td>
          <td>{states[one.state]}</td>
          <td>{`${nameOf(one.preparedBy)} ${showTime(one.preparedAt)}`}</td>
          <td>{decision(one)}</td>
          <td>{one.decisionReason ?? ''}</td>
        </tr>
      ))}
    </Table>
  )
}
