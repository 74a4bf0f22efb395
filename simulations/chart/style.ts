/** The colours of charts: text on the ground has a contrast of 4.5 or more, lines of 3 or more; no two differ in hue alone. */
const LIGHT = {
  ground: '#ffffff',
  ink: '#1b1f24',
  muted: '#545d68',
  grid: '#d5dae0',
  main: '#0b5394',
  soft: '#c9dcef',
  middle: '#8fb8de',
  bad: '#a63603',
  'bad-soft': '#fbe3d4',
  'heat-0': '#eff5fb',
  'heat-1': '#cfe1f2',
  'heat-2': '#a3c8e6',
  'heat-3': '#1f6fb2',
  'heat-4': '#08519c',
  'heat-5': '#08306b',
  'heat-low-ink': '#1b1f24',
  'heat-high-ink': '#ffffff',
} as const

export type Colour = keyof typeof LIGHT

const DARK: Readonly<Record<Colour, string>> = {
  ground: '#14181d',
  ink: '#e6edf3',
  muted: '#a3adb8',
  grid: '#363d46',
  main: '#79b8f5',
  soft: '#22364b',
  middle: '#38608a',
  bad: '#ffa366',
  'bad-soft': '#4a2a14',
  'heat-0': '#1a2330',
  'heat-1': '#203a56',
  'heat-2': '#25507a',
  'heat-3': '#6aaee8',
  'heat-4': '#9ccbf5',
  'heat-5': '#d3e8fb',
  'heat-low-ink': '#f2f6fa',
  'heat-high-ink': '#10151b',
}

/** The variables of both colour schemes, and the rules that use them, for the style of a page. Paper is white. */
export function chartStyles(): string {
  return [
    `:root{${variables(LIGHT)}}`,
    `@media screen and (prefers-color-scheme:dark){:root{${variables(DARK)}}}`,
    '.c-chart{display:block;width:100%;height:auto}',
    rulesWith((name) => `var(--chart-${name})`),
  ].join('\n')
}

/** The same rules with the light colours in them, for a file that stands alone. */
export function colourRules(): string {
  return rulesWith((name) => LIGHT[name])
}

/** The two colour schemes, to be checked. */
export const COLOURS: readonly Readonly<Record<Colour, string>>[] = [LIGHT, DARK]

function variables(colours: Readonly<Record<Colour, string>>): string {
  return Object.entries(colours)
    .map(([name, value]) => `--chart-${name}:${value}`)
    .join(';')
}

function rulesWith(colour: (name: Colour) => string): string {
  const stroke = (name: Colour, width: number, dashes = ''): string =>
    `{fill:none;stroke:${colour(name)};stroke-width:${width}${dashes === '' ? '' : `;stroke-dasharray:${dashes}`}}`
  const fill = (name: Colour): string => `{fill:${colour(name)}}`
  const heat = ([0, 1, 2, 3, 4, 5] as const).map(
    (level) => `.c-heat-${level}${fill(`heat-${level}`)}`,
  )
  return [
    '.c-text{font-family:Arial,Helvetica,"Liberation Sans",sans-serif}',
    `.c-title{font-weight:bold;fill:${colour('ink')}}`,
    `.c-ink${fill('ink')}`,
    `.c-strong{font-weight:bold;fill:${colour('ink')}}`,
    `.c-muted${fill('muted')}`,
    `.c-main-text${fill('main')}`,
    `.c-bad-text{font-weight:bold;fill:${colour('bad')}}`,
    `.c-ground${fill('ground')}`,
    `.c-grid${stroke('grid', 1)}`,
    `.c-axis${stroke('muted', 1)}`,
    `.c-leader${stroke('muted', 1)}`,
    `.c-main${stroke('main', 2.5)}`,
    `.c-inner${stroke('main', 1.25, '6 3')}`,
    `.c-outer${stroke('main', 1.25, '2 3')}`,
    `.c-dashed${stroke('ink', 1.75, '8 4')}`,
    `.c-bad${stroke('bad', 2)}`,
    `.c-bad-dashed${stroke('bad', 2, '6 4')}`,
    `.c-known{fill:${colour('ground')};stroke:${colour('ink')};stroke-width:1.75}`,
    `.c-fill-main${fill('main')}`,
    `.c-fill-soft${fill('soft')}`,
    `.c-fill-middle${fill('middle')}`,
    `.c-fill-ink${fill('ink')}`,
    `.c-bar{fill:${colour('middle')};stroke:${colour('main')};stroke-width:1}`,
    `.c-hatched{stroke:${colour('bad')};stroke-width:1}`,
    `.c-hatch-ground${fill('bad-soft')}`,
    `.c-hatch-stroke${fill('bad')}`,
    `.c-ribbon{fill:${colour('middle')};fill-opacity:.55;stroke:${colour('main')};stroke-width:.75}`,
    `.c-ribbon-back{fill:none;stroke:${colour('middle')};stroke-opacity:.55}`,
    `.c-halo{paint-order:stroke;stroke:${colour('ground')};stroke-width:3px;stroke-linejoin:round}`,
    `.c-target${stroke('ink', 3)}`,
    ...heat,
    `.c-heat-low${fill('heat-low-ink')}`,
    `.c-heat-high${fill('heat-high-ink')}`,
  ].join('\n')
}
