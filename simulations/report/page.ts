import type { Language } from '../chart/language.ts'
import { chartStyles } from '../chart/style.ts'
import { element, escaped } from '../chart/svg.ts'

const STYLE = `
*{box-sizing:border-box}
:root{color-scheme:light dark}
body{margin:0 auto;max-width:46rem;padding:1.5rem 1rem 3rem;background:var(--chart-ground);color:var(--chart-ink);font:16px/1.5 Arial,Helvetica,"Liberation Sans",sans-serif}
h1{font-size:1.7rem;line-height:1.2;margin:.2rem 0 .5rem}
h2{font-size:1.25rem;margin:2.2rem 0 .6rem;padding-top:.6rem;border-top:2px solid var(--chart-main)}
p{margin:.4rem 0 .8rem}
.small{font-size:.85rem;color:var(--chart-muted)}
.lead{font-size:1.15rem}
.keys{display:grid;grid-template-columns:repeat(auto-fit,minmax(13.5rem,1fr));gap:.8rem;margin:1rem 0;padding:0;list-style:none}
.keys li{border:1px solid var(--chart-grid);border-left:5px solid var(--chart-main);padding:.6rem .8rem;break-inside:avoid}
.keys b{display:block;font-size:1.45rem;line-height:1.3}
.keys .small{display:block;margin-top:.2rem}
figure{margin:1.4rem 0;break-inside:avoid}
figure>div,.wide{overflow-x:auto}
figure svg{min-width:32rem}
figcaption{font-size:.85rem;color:var(--chart-muted);margin-top:.3rem}
table{border-collapse:collapse;width:100%;min-width:34rem;font-size:.85rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--chart-grid);overflow-wrap:anywhere}
table.even{table-layout:fixed}
th{color:var(--chart-muted);font-weight:normal}
tbody th{color:var(--chart-ink)}
tbody th[scope=rowgroup]{font-weight:bold;padding-top:.9rem}
td.n,th.n{text-align:right;white-space:nowrap;overflow-wrap:normal;font-variant-numeric:tabular-nums}
tr{break-inside:avoid}
thead{display:table-header-group}
code{font-size:.8rem;color:var(--chart-muted);overflow-wrap:anywhere}
td code{display:block}
dl{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.2rem 1rem;font-size:.9rem}
dt{color:var(--chart-muted)}
dd{margin:0;overflow-wrap:anywhere}
:focus-visible{outline:3px solid var(--chart-main)}
@media (max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}
@page{size:A4;margin:15mm}
@media print{body{max-width:none;padding:0;font-size:10pt}h2{break-after:avoid;margin-top:1rem}.keys b{font-size:1.2rem}.keys,figure{margin:.6rem 0}.sheet figure svg{max-height:6.2cm}figure svg{min-width:0;max-height:9.5cm}table{min-width:0}.wide,figure>div{overflow:visible}}
`

/** A whole page with nothing from elsewhere: no script, no font, no picture but what is in it. */
export function htmlPage(title: string, language: Language, ...body: readonly string[]): string {
  return styledPage({ title, language, style: '' }, ...body)
}

interface PageHead {
  readonly title: string
  readonly language: Language
  /** Rules beside those of every report. */
  readonly style: string
}

/** The same for a report with rules of its own. */
export function styledPage(
  { title, language, style }: PageHead,
  ...body: readonly string[]
): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'"
  const head = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">`,
    element('title', {}, escaped(title)),
    element('style', {}, chartStyles(), STYLE, style),
  ]
  const main = element('main', {}, '\n', body.join('\n'), '\n')
  return `<!doctype html>\n<html lang="${language}">\n<head>\n${head.join('\n')}\n</head>\n<body>\n${main}\n</body>\n</html>\n`
}

/** A part of a page under a heading. */
export function section(title: string, ...body: readonly string[]): string {
  return element('section', {}, element('h2', {}, escaped(title)), ...body)
}

export function paragraph(content: string, kind?: string): string {
  return element('p', { class: kind }, escaped(content))
}

/** A cell of a table: its content as HTML, and whether it is a number. */
export interface Cell {
  readonly html: string
  readonly isNumber?: boolean
}

/** A table that scrolls by itself where it is too wide; `even` gives all columns the same width. */
export function table(
  label: string,
  heads: readonly Cell[],
  rows: readonly string[],
  kind?: 'even',
): string {
  const titles = heads.map(({ html, isNumber }) =>
    element('th', { scope: 'col', class: isNumber === true ? 'n' : undefined }, html),
  )
  const whole = element(
    'table',
    { class: kind },
    element('thead', {}, element('tr', {}, ...titles)),
    element('tbody', {}, ...rows),
  )
  return element('div', { class: 'wide', role: 'region', 'aria-label': label, tabindex: 0 }, whole)
}

/** A row whose first cell says what it is of. */
export function row(first: string, ...cells: readonly Cell[]): string {
  const written = cells.map(({ html, isNumber }) =>
    element('td', { class: isNumber === true ? 'n' : undefined }, html),
  )
  return element('tr', {}, element('th', { scope: 'row' }, first), ...written)
}

export function number(content: string): Cell {
  return { html: escaped(content), isNumber: true }
}
