import type { Hono } from 'hono'
import { VAT_RULE } from '../../currency/core/meters.ts'
import { type MeterReading, VAT_KEY, type VatLine } from '../../currency/meters.ts'
import { EUR } from '../../kernel/money.ts'
import { type DeskMetersTexts, deskMetersEn, deskMetersIt } from '../messages/desk-meters.ts'
import { ChoiceField } from './fields.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, deskRoles } from './session.ts'
import { fill, showDay, showMoney } from './show.ts'

const PATH = '/desk/meters'
const PROGRAMMES_MAX = 200

const TEXTS: Readonly<Record<DeskLanguage, DeskMetersTexts>> = {
  it: deskMetersIt,
  en: deskMetersEn,
}

/** The limits of the law, and how near a programme is to each. */
export function addMeters(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('administrator', 'treasurer', 'auditor'))
  routes.get(PATH, (c) => draw(c, kit))
}

async function draw(c: DeskContext, kit: MoneyKit): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = TEXTS[language]
  const programmes = await kit.network.listProgrammes({ limit: PROGRAMMES_MAX })
  const asked = c.req.query('programme') ?? programmes[0]?.id
  const programme = programmes.find(({ id }) => id === asked)
  if (programme === undefined) throw new DeskRefusal('not_found')
  const { readings, vat } = await kit.meters.read(programme.id)
  const evidence = (key: string) =>
    `/api/v1/meters/${key}/evidence.csv?programmeId=${encodeURIComponent(programme.id)}`
  return answerPage(
    c,
    <DeskPage {...{ assets: kit.assets, session }} title={texts.title} section="meters">
      <p>{texts.lead}</p>
      <form method="get" action={PATH} class="desk-actions">
        <ChoiceField
          form={{ values: { programme: programme.id }, faults: {} }}
          name="programme"
          label={texts.programme}
          options={programmes.map(({ id, name }) => [id, name] as const)}
        />
        <button class="btn btn-outline-primary" type="submit">
          {texts.show}
        </button>
      </form>
      {readings.map((reading) => (
        <MeterCard {...{ reading, texts, language }} href={evidence(reading.key)} />
      ))}
      <Vat {...{ vat, texts, language }} href={evidence(VAT_KEY)} />
    </DeskPage>,
  )
}

interface CardProps {
  readonly reading: MeterReading
  readonly texts: DeskMetersTexts
  readonly language: DeskLanguage
  readonly href: string
}

function MeterCard({ reading, texts, language, href }: CardProps) {
  const { key, value, limit, level, from, until, person, peak, rule, source } = reading
  const money = (amount: bigint) => showMoney(amount, EUR, language)
  const percent = `${(value * 100n) / limit}`
  const title = texts.titles[key] ?? key
  const figure = fill(texts.figure, { value: money(value), limit: money(limit), percent })
  return (
    <section class="desk-card" aria-labelledby={key}>
      <h2 class="h5 mt-3" id={key}>
        {title}
      </h2>
      <p>
        <strong>{texts.levels[level]}.</strong> {figure}
      </p>
      <meter
        class="desk-meter"
        {...{ min: 0, low: 70, high: 90, max: 100, optimum: 0 }}
        value={Math.min(Number(percent), 100)}
        aria-label={figure}
      />
      <p class="mt-2">{rule[language]}</p>
      <p class="text-secondary">
        {fill(texts.counted, { from: showDay(from), until: showDay(until) })}
        {person === null ? '' : ` ${fill(texts.person, { person })}`}
        {peak === null || peak.value <= value
          ? ''
          : ` ${fill(texts.peak, { day: showDay(peak.lastDay), value: money(peak.value) })}`}{' '}
        {fill(texts.source, { source })}
      </p>
      {reading.askLawyer ? <p>{texts.lawyer}</p> : null}
      <p>
        <a href={href} download aria-label={fill(texts.evidenceOf, { title })}>
          {texts.evidence}
        </a>
      </p>
    </section>
  )
}

interface VatProps {
  readonly vat: readonly VatLine[]
  readonly texts: DeskMetersTexts
  readonly language: DeskLanguage
  readonly href: string
}

function Vat({ vat, texts, language, href }: VatProps) {
  return (
    <>
      <h2>{texts.vat}</h2>
      <p>{VAT_RULE[language]}</p>
      <p class="text-secondary">{fill(texts.source, { source: VAT_RULE.source })}</p>
      <p>{texts.lawyer}</p>
      {vat.length === 0 ? null : (
        <Table
          caption={texts.vatList}
          heads={[texts.what, texts.treatment, { figure: texts.spent }]}
        >
          {vat.map(({ name, treatment, value }) => (
            <tr>
              <td>{name}</td>
              <td>{texts.treatments[treatment]}</td>
              <td class="desk-figure">{showMoney(value, EUR, language)}</td>
            </tr>
          ))}
        </Table>
      )}
      <p>
        <a href={href} download aria-label={fill(texts.evidenceOf, { title: texts.vat })}>
          {texts.evidence}
        </a>
      </p>
    </>
  )
}
