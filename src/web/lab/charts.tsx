import { colourRules } from '../../../simulations/chart/style.ts'

/** Where the colours of charts are: a page of ours is white, so they are those of white paper. */
export const CHART_STYLE_PATH = '/lab/charts.css'

export function chartStyle(): string {
  return `.c-chart{display:block;width:100%;height:auto}\n${colourRules()}\n`
}

export function ChartStyle() {
  return <link rel="stylesheet" href={CHART_STYLE_PATH} />
}
