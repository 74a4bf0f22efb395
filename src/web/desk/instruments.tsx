import type { Hono } from 'hono'
import { INSTRUMENT_PRESETS } from '../../currency/core/presets.ts'
import { versionOn } from '../../currency/core/versions.ts'
import { approvedOf } from '../../currency/instrument-preparing.ts'
import type { InstrumentRecord } from '../../currency/instruments.ts'
import { type Day, romeDay } from '../../kernel/days.ts'
import type { DeskInstrumentsTexts } from '../messages/desk-instruments.ts'
import { INSTRUMENT_TEXTS, wordOf } from './instrument-form.tsx'
import { DeskPage } from './layout.tsx'
import { Facts, type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { type DeskEnv, deskRoles } from './session.ts'
import { fill, showDay } from './show.ts'

const PATH = '/desk/instruments'
const SHOWN_MAX = 200

/** The kinds of money of the programme, and systems whose rules one can begin with. */
export function addInstruments(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('administrator', 'treasurer', 'auditor', 'operator'))
  routes.get(PATH, async (c) => {
    const session = c.get('desk')
    const texts = INSTRUMENT_TEXTS[session.language]
    const found = await kit.instruments.list({ limit: SHOWN_MAX })
    const mayPrepare = session.role === 'administrator' || session.role === 'treasurer'
    return answerPage(
      c,
      <DeskPage {...{ assets: kit.assets, session }} title={texts.title} section="instruments">
        <p>{texts.lead}</p>
        {found.length === 0 ? (
          <p>{texts.none}</p>
        ) : (
          <List {...{ found, texts }} today={romeDay(kit.runtime.now())} />
        )}
        {mayPrepare ? <Presets texts={texts} /> : null}
      </DeskPage>,
    )
  })
}

interface ListProps {
  readonly found: readonly InstrumentRecord[]
  readonly texts: DeskInstrumentsTexts
  readonly today: Day
}

function List({ found, texts, today }: ListProps) {
  return (
    <Table caption={texts.list} heads={[texts.name, texts.unit, texts.issuedHow, texts.inForce]}>
      {found.map(({ id, unit, versions }) => {
        const approved = approvedOf(versions)
        const number = versionOn(approved, today)
        const standing = approved.find(({ version }) => version === number)
        const shown = standing ?? versions.at(-1)
        return (
          <tr>
            <td>
              <a href={`${PATH}/${encodeURIComponent(id)}`}>{shown?.rules.name ?? id}</a>
            </td>
            <td>{unit}</td>
            <td>{wordOf(texts, shown?.rules.issuance.by ?? '')}</td>
            <td>
              {standing === undefined
                ? texts.noneInForce
                : fill(texts.since, {
                    version: standing.version,
                    day: showDay(standing.validFrom),
                  })}
            </td>
          </tr>
        )
      })}
    </Table>
  )
}

function Presets({ texts }: { readonly texts: DeskInstrumentsTexts }) {
  return (
    <>
      <h2>{texts.presets}</h2>
      <p>{texts.presetsLead}</p>
      {INSTRUMENT_PRESETS.map(({ key, rules, source, note }) => (
        <article class="desk-card pt-3" aria-labelledby={`preset-${key}`}>
          <h3 class="h6" id={`preset-${key}`}>
            {rules.name}
          </h3>
          <Facts
            pairs={[
              [texts.issuedHow, wordOf(texts, rules.issuance.by)],
              [texts.source, source],
              ...(note === '' ? [] : [[texts.note, note] as const]),
            ]}
          />
          <div class="desk-actions">
            <a class="btn btn-outline-primary" href={`/desk/new-instrument?preset=${key}`}>
              {fill(texts.start, { name: rules.name })}
            </a>
          </div>
        </article>
      ))}
    </>
  )
}
