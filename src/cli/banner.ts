import { join } from 'node:path'
import type { Config } from '../config.ts'
import { packageRoot } from '../package-root.ts'

export interface BannerFacts {
  /** Where the database is. */
  readonly place: string
  /** A partner that a key can be made for; `ID` where there is none yet. */
  readonly partnerId: string
  /** What happened at this start. */
  readonly notes: readonly string[]
  /** Whether anybody may try it at `/demo`. */
  readonly isDemo: boolean
}

/** What a person sees once the service is up: where to look and how to call it. At most 20 lines. */
export function bannerLines(
  config: Config,
  { place, partnerId, notes, isDemo }: BannerFacts,
): readonly string[] {
  const { publicUrl } = config
  const local = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`
  return [
    `fra-noi is running on ${local} (Ctrl-C stops it).`,
    '',
    ...(isDemo
      ? [`  ${publicUrl}/demo             try it in a minute: a phone, a till, the books`]
      : []),
    `  ${publicUrl}/                 what there is`,
    `  ${publicUrl}/desk             who works in the programme, once invited`,
    `  ${publicUrl}/lab              what is worth doing, tried in simulations and studies`,
    `  ${publicUrl}/till             a partner redeems vouchers, once paired`,
    `  ${publicUrl}/print/vouchers   an operator prints cards`,
    `  ${publicUrl}/docs             the API, to read and to try`,
    `  ${publicUrl}/healthz          whether it is well`,
    '',
    'In another terminal, invite the first person, and make keys for programs:',
    `  ${prefix(config)}npx fra-noi staff invite --role administrator --email you@example.org`,
    `  ${prefix(config)}npx fra-noi keys create --role operator`,
    `  ${prefix(config)}npx fra-noi keys create --role partner --partner ${partnerId}`,
    'and send it along:',
    `  curl -H "Authorization: Bearer KEY" "${publicUrl}/api/v1/vouchers?limit=3"`,
    '',
    ...notes,
    `Database: ${place}`,
  ]
}

/** A command must find the same data folder as the service. */
function prefix(config: Config): string {
  if (config.database.kind === 'url') return ''
  if (config.dataDir === join(packageRoot(), 'data')) return ''
  return `FRANOI_DATA_DIR=${quote(config.dataDir)} `
}

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
