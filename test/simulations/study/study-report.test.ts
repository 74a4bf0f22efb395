import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../../simulations/chart/language.ts'
import { accountTitle } from '../../../simulations/report/labels/accounts.ts'
import { modelTexts } from '../../../simulations/report/labels/labels.ts'
import type { PairState } from '../../../simulations/study/findings.ts'
import { studyFiles } from '../../../simulations/study/report/study-files.ts'
import { StudyReader } from '../../../simulations/study/report/study-reader.ts'
import { studyReport } from '../../../simulations/study/report/study-report.ts'
import { studySummary } from '../../../simulations/study/report/study-summary.ts'
import { studyJson, studyTables } from '../../../simulations/study/report/study-tables.ts'
import { STUDY_WORDS, type StudyWord, say } from '../../../simulations/study/report/study-words.ts'
import { notToldApart, verdictText } from '../../../simulations/study/report/verdict-text.ts'
import { DIMENSIONS, type StudyResult } from '../../../simulations/study/study-result.ts'
import { labStudyEn } from '../../../src/web/messages/lab-study.ts'
import { sampleStudy } from './samples.ts'

const HYBRID = {
  it: 'Buono con sconto &lt;10 %&gt; dei negozi',
  en: 'Voucher with a &lt;10 %&gt; discount of shops',
}
const decided = sampleStudy('decided')
const undecided = sampleStudy('undecided')

/** What of the page stands on the first sheet. */
function boardOf(html: string): string {
  const start = html.indexOf('<div class="board">')
  return html.slice(start, html.indexOf(`<section><h2>`, html.indexOf('class="lights"')))
}

/** The page without its marks, as one reads it. */
function plain(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replace(/\s+/g, ' ')
}

describe.each(LANGUAGES)('a report in %s', (language) => {
  const html = studyReport(decided, language)
  const open = studyReport(undecided, language)

  test('needs nothing from elsewhere, has no script, and no place that was left open', () => {
    expect(html).not.toMatch(/<script|<img|<link|@import|url\((?!#)|\shref=|\son\w+=/)
    expect(html).toContain(`<html lang="${language}">`)
    for (const page of [html, open]) {
      const body = page.slice(page.indexOf('<body>'))
      expect(body).not.toMatch(/undefined|NaN|Infinity|\[object|\{\w+\}|null/)
      // In HTML only drawings may close themselves.
      expect(body).not.toMatch(/<(ul|ol|dl|tbody|thead|tr|td|th|p|span|div|section)\b[^>]*\/>/)
    }
  })

  test('gives the same bytes again, and others for another result', () => {
    expect(studyReport(sampleStudy('decided'), language)).toBe(html)
    expect(open).not.toBe(html)
  })

  test('has every section, every id once, and every chart with its words', () => {
    const sections: readonly StudyWord[] = [
      ...(['howTo', 'designs', 'indicators', 'pairs', 'front', 'weights'] as const),
      ...(['information', 'months', 'flows', 'stresses', 'reserves', 'feasibility'] as const),
      ...(['inputs', 'assumptions', 'limits', 'oracles', 'appendix', 'provenance'] as const),
    ]
    const heads = [...html.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, head]) => head)
    for (const name of sections) expect(heads).toContain(say(name, language))
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const charts = html.match(/role="img"/g)?.length
    // Scores, points, seven indicators, front, weights, information, tornado, two fans, three flows, stresses.
    expect(charts).toBe(2 + 7 + 4 + 2 + 3 + 1)
    expect(html.match(/<figcaption>[^<]{20,}/g)).toHaveLength(charts ?? 0)
  })

  test('writes what the study says harmlessly', () => {
    expect(html).toContain(HYBRID[language])
    expect(html).not.toMatch(/<10/)
    const marked = { ...decided, title: { it: '<b>&', en: '<b>&' } }
    expect(studyReport(marked, language)).toContain('<h1>&lt;b&gt;&amp;</h1>')
  })

  test('says on the first sheet what is decided and why, or what would decide it', () => {
    const board = plain(boardOf(html))
    const told = new StudyReader(decided, language)
    expect(board).toContain(
      say('decided', language, { design: told.quoted(told.design('hybrid')) }),
    )
    expect(board).toContain(told.design('voucher'))
    expect(board).not.toContain(say('wouldDecide', language))
    const unsure = plain(boardOf(open))
    expect(unsure).toContain(say('wouldDecide', language))
    expect(unsure).toContain(told.input('hours'))
    expect(unsure).toContain(say('wantsWorlds', language, { times: '4' }))
    for (const limit of decided.limits.slice(0, 3)) expect(board).toContain(limit[language])
    expect(board).not.toContain(decided.limits[3]?.[language] ?? 'a fourth limit')
    expect(board).toContain(decided.budget[language])
    for (const { name, title } of decided.indicators.filter(({ isDeciding }) => isDeciding)) {
      expect(board, name).toContain(title[language])
    }
  })

  test('has a shape and a word for every light, the one that nobody looked at too', () => {
    const board = boardOf(html)
    expect(board.match(/class="mark light-\w+"/g)).toHaveLength(5 * DIMENSIONS.length)
    for (const light of ['green', 'amber', 'red', 'unknown'] as const) {
      const one = new RegExp(`class="mark light-${light}"[^]*?</svg><span>([^<]+)</span>`)
      expect(one.exec(board)?.[1]).toBe(say(`light ${light}`, language))
    }
    const none = studyReport({ ...decided, feasibility: [] }, language)
    expect(boardOf(none).match(/mark light-unknown/g)).toHaveLength(5 * DIMENSIONS.length)
  })

  test('tells what every stress does to every design, and whether the order is another', () => {
    const start = html.indexOf(`<h2>${say('stresses', language)}</h2>`)
    const part = html.slice(start, html.indexOf('</section>', start))
    const read = plain(part)
    const told = new StudyReader(decided, language)
    for (const one of decided.stressedScores) {
      expect(read).toContain(told.signedPointsRange(one.interval).replaceAll('\u00a0', ' '))
    }
    expect(part.match(/<span class="of">(resta|stays|dal|from) /g)).toHaveLength(
      decided.stresses.length * decided.designs.length,
    )
    const before = told.quoted(told.design('hybrid'))
    const orders = decided.stresses.map(({ title }) => title[language])
    for (const one of orders.slice(0, -1)) {
      const [points, first] = ['', before]
      expect(read).toContain(
        say('orderSame', language, { stress: one, first, points }).split(';')[0],
      )
    }
    const moved = say('orderPerhaps', language, { stress: orders.at(-1) ?? '', before })
    expect(read).toContain(moved.split('{')[0])
    expect(read).toContain(before)
  })

  test('says in words which scores are not told apart', () => {
    const told = new StudyReader(undecided, language)
    const sentences = notToldApart(told)
    const apart = undecided.findings.pairs.filter(
      ({ indicator, state }) => indicator === 'score' && (state === 'open' || state === 'alike'),
    )
    expect(apart.length).toBeGreaterThan(0)
    for (const one of sentences) expect(plain(open)).toContain(one)
    const { design, rival } = undecided.findings.verdict
    const pair = told.pair(design, rival ?? '', 'score')
    const { lead } = verdictText(told)
    expect(lead.includes(told.quoted(told.design(rival ?? '')))).toBe(true)
    expect(lead.includes(pair === undefined ? '?' : told.pairTexts(pair).range)).toBe(true)
  })

  test('gives differences the words of their states', () => {
    const words = (state: PairState): number =>
      html.split(`</svg><span>${say(`state ${state}`, language)}</span>`).length - 1
    const shown = decided.findings.pairs.filter(({ state }) => state === 'alike')
    expect(shown.length).toBeGreaterThan(0)
    for (const state of ['better', 'worse', 'alike', 'open'] as const) {
      expect(words(state), state).toBeGreaterThan(0)
    }
  })

  test('tells the standing and the source of what it takes for granted', () => {
    const read = plain(html).replaceAll('&quot;', '"')
    for (const { label, within, source } of decided.assumptions) {
      expect(read).toContain(source.replace('assumption: ', ''))
      for (const one of [label, within]) expect(read).toContain(one[language])
    }
    // Shares of one thing are one row, without those of nought.
    expect(read).toContain('shops: 20 %; suppliers: 10 %; change: 70 %')
    expect(read).not.toContain('people: 0')
    for (const { hash } of decided.provenance.evidence) expect(html).toContain(hash)
    expect(html).toContain(decided.provenance.studyHash)
  })

  test('has plain names for accounts, models and places; codes are marked as such', () => {
    // Formulas and citations say whose names they use.
    const body = html.slice(html.indexOf('<body>')).replace(/<code>.*?<\/code>/g, '')
    const read = plain(body.replace(/<span class="of" lang="en">.*?<\/span>/g, ''))
    expect(read).toContain(accountTitle('liabilities:held:shop', language))
    expect(read).not.toMatch(/\b(equity|assets|liabilities|income|expenses):\w/)
    expect(read).not.toMatch(/\b[a-z]+_[a-z]+\b(?!\.csv)/)
    for (const { model } of decided.assumptions) {
      expect(read).toContain(modelTexts(model)?.title[language])
    }
  })

  test('has a summary for the terminal', () => {
    const text = studySummary(undecided, language)
    expect(text).not.toMatch(/undefined|NaN|\{\w+\}|<\/|&lt;/)
    const lines = text.split('\n')
    expect(lines[0]).toBe(undecided.title[language])
    for (const { title } of undecided.designs) {
      expect(lines.some((line) => line.startsWith(title[language]))).toBe(true)
    }
    expect(text).toContain(say('wouldDecide', language))
    expect(studySummary(decided, language)).not.toContain(say('wouldDecide', language))
    expect(text).toContain('ab12ab12ab12ab12')
  })
})

test('every file that the report names is left by a study and offered by the laboratory', () => {
  const files = Object.keys(studyFiles(decided))
  const named = studyReport(decided, 'en').match(/\b[a-z_]+\.csv\b/g) ?? []
  // Those of citations are not ours.
  const own = new Set(named.filter((name) => !/^(total|monthly)/.test(name)))
  expect(own.size).toBeGreaterThan(4)
  for (const name of own) {
    expect(files).toContain(name)
    expect(Object.keys(labStudyEn.fileNames)).toContain(name)
  }
})

test('the known values of the models of a study are computed again', () => {
  const html = studyReport(decided, 'en')
  expect(html).toContain('Done again for this report: 115 of 115 agree.')
  expect(html).toContain('voucher / breakage_geom')
  expect(html).toContain('analytics / ishigami')
  expect(html).not.toContain('insurance / panjer')
  const [model] = [{ name: 'insurance', version: 1 }]
  const other = { ...decided, provenance: { ...decided.provenance, models: [model] } }
  expect(studyReport(other, 'en')).toContain('insurance / panjer')
})

test('the smallest of studies has a report', () => {
  const [first, second] = decided.designs
  const [indicator] = decided.indicators
  if (first === undefined || second === undefined || indicator === undefined) throw new Error()
  const least: StudyResult = {
    ...decided,
    ...{ designs: [first, second], indicators: [indicator], inputs: [], viewpoints: [] },
    ...{
      swings: [],
      stresses: [],
      stressed: [],
      stressedScores: [],
      smallest: [],
      flows: [],
      fans: [],
    },
    ...{ feasibility: [], assumptions: [], limits: [] },
    findings: {
      ...{ estimates: [], pairs: [], front: [], weighings: [], viewpoints: [] },
      ...{ perfectInformation: 0, information: [] },
      verdict: {
        ...{ kind: 'undecided', design: first.name, rival: null, open: [], settled: [] },
        wants: { timesWorlds: null, inputs: [] },
      },
    },
  }
  for (const language of LANGUAGES) {
    const html = studyReport(least, language)
    expect(html.slice(html.indexOf('<body>'))).not.toMatch(/undefined|NaN|Infinity|\{\w+\}/)
    expect(html).not.toMatch(/<(ul|dl|tbody|tr|div)\b[^>]*\/>/)
    expect(plain(html)).toContain(say('wantsNothing', language))
    expect(studySummary(least, language)).toContain(first.title[language])
  }
  expect(studyTables(least).every(({ csv }) => csv.includes('\r\n'))).toBe(true)
})

describe('numbers', () => {
  const reader = new StudyReader(decided, 'it')

  test('have as many digits as their interval allows, and the unit once', () => {
    const wide = { lower: 28_600_00, upper: 33_800_00 }
    expect(reader.value(31_234_56, 'cents', wide)).toBe('31.000\u00a0€')
    expect(reader.range(wide, 'cents')).toBe('29.000 – 34.000\u00a0€')
    expect(reader.range({ lower: 0.854, upper: 0.872 }, 'share')).toBe('85,4 – 87,2\u00a0%')
    expect(reader.range({ lower: 1, upper: 1 }, 'days')).toBe('1 – 1\u00a0giorno')
    expect(reader.differenceRange({ lower: -0.02, upper: 0.03 }, 'share')).toBe(
      'da −2 a +3\u00a0p.p.',
    )
    expect(reader.exact(0.05, 'number')).toBe('0,05')
    expect(reader.exact(0.002, 'share')).toBe('0,2\u00a0%')
    expect(reader.exact(1_050, 'cents')).toBe('10,50\u00a0€')
    expect(reader.exact(1_000, 'cents')).toBe('10\u00a0€')
    expect(reader.exact(60, 'days')).toBe('60\u00a0giorni')
  })
})

describe('the tables', () => {
  const tables = studyTables(decided)
  const rowsOf = (name: string): readonly Record<string, string>[] => {
    const found = tables.find((one) => one.name === name)
    return parse(found?.csv ?? '', { columns: true, record_delimiter: '\r\n' })
  }

  test('can be read again, each with the rows of its kind', () => {
    for (const { name, csv } of tables) {
      expect(() => parse(csv, { record_delimiter: '\r\n' }), name).not.toThrow()
      expect(csv).not.toMatch(/undefined|NaN|\[object/)
      expect(name).toMatch(/^[a-z_]+$/)
    }
    const { findings } = decided
    expect(rowsOf('estimates')).toHaveLength(findings.estimates.length)
    expect(rowsOf('pairs')).toHaveLength(findings.pairs.length)
    expect(rowsOf('months')).toHaveLength(2 * 25)
    expect(rowsOf('flows')).toHaveLength(7 + 7 + 1)
    expect(rowsOf('feasibility')).toHaveLength(5 * DIMENSIONS.length)
    expect(rowsOf('assumptions').at(-1)).toMatchObject({
      where: 'fund: multiple, "leverage" (credit)',
    })
    expect(rowsOf('designs')[3]).toMatchObject({
      title_it: 'Buono con sconto <10 %> dei negozi',
      baseline: '',
      parts: 'support discounts',
    })
    expect(rowsOf('smallest').at(-1)).toMatchObject({ name: 'fund', cents: '', lower: '' })
  })

  test('have every number whole', () => {
    for (const [index, { mean }] of decided.findings.estimates.entries()) {
      expect(Number(rowsOf('estimates')[index]?.mean)).toBe(mean)
    }
    expect(JSON.parse(studyJson(decided))).toEqual(decided)
  })
})

test('every text of the catalogue is there in both languages, with the same places to fill', () => {
  const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
  for (const [name, { it, en }] of Object.entries(STUDY_WORDS)) {
    expect(it.trim(), name).not.toBe('')
    expect(placesOf(it), name).toEqual(placesOf(en))
  }
})
