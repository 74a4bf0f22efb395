import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { ModelName, QuantityCase } from '../../simulations/analytic/registry/quantity-case.ts'
import { MODELS } from '../../simulations/analytic/registry/quantity-case.ts'
import { QUANTITY_CASES } from '../../simulations/analytic/registry.ts'
import { questionFields } from '../../simulations/quantity.ts'

const INTRODUCTION = `# Closed forms

What has an exact answer is computed exactly, and the models of the laboratory are held against it. Each case below has
inputs, the quantities that may be asked of it, a formula and a source. They are what \`fra-noi simulate --quantity
FILE.json\` answers; \`-\` reads standard input.

The file is a list of questions, or an object with such a list under \`targets\` or \`items\`. A question has
${questionFields.map((name) => `\`${name}\``).join(', ')}:

\`\`\`json
[{"id": "a", "model": "sponsorship", "case": "housing",
  "inputs": {"monthly_prob": 0.12, "months": 6}, "quantity": "P(housed within 6 months)"}]
\`\`\`

Each answer is a line, in the order of the questions: \`{"id","value","standardError","method"}\`, the standard error being 0
because nothing is drawn. An unknown case, quantity or model, and an input that is missing or out of its range, is a line
with \`"error"\` instead, and the exit code is 1 at the end. Levels and numbers in a quantity are read (\`VaR99.5\`,
\`P(S<=12)\`, \`balance after 12 instalments\`); where the inputs have the same number, theirs counts. Inputs with a question
mark may be left out; those that are not named here are notes.

## Conventions

- A quantile, and so value at risk, is the smallest x with P(X <= x) >= q.
- Expected shortfall splits an atom at the quantile (Acerbi and Tasche): (E[X; X > v] + v (P(X <= v) - q)) / (1 - q).
- A fund is ruined below zero; of a month, income comes first, then claims, then what is put in.
- Sponsors pay first and lapse then. What happens to a loan in month t hits the balance before instalment t.
- Money in cents is rounded half up unless a case says otherwise; the last instalment takes the rest.
- Inputs are in euro, months, and shares between 0 and 1; a nominal rate is of a year and paid in twelfths.

## How they are checked

Reference values that others computed (\`simulations/analytic/known/\`, each with its formula, source and tolerance) are all met by
\`test/simulations/oracles.test.ts\`; the last column counts them. Beside them stand identities and published tables:
\`test/simulations/analytic/pools.test.ts\`, \`test/simulations/analytic/funds.test.ts\`,
\`test/simulations/analytic/people.test.ts\`. The special functions are our own (normal after Cody and Wichura, gamma and
beta by series and continued fractions) and are compared with mpmath at 50 digits in
\`test/simulations/analytic/numeric.test.ts\`. The packages that were looked at bring 200 others for three functions, or lose
digits in the tails.

This page is written by \`test/simulations/closed-forms.test.ts\` from the registry, \`simulations/analytic/registry.ts\`.
`

const TITLES: Readonly<Record<ModelName, string>> = {
  microcredit: 'Microcredit',
  guarantee: 'Guarantee',
  sponsorship: 'Sponsorship',
  insurance: 'Insurance',
  voucher: 'Vouchers and currencies',
  analytics: 'Analytics',
}

interface Target {
  readonly case: string
}

function countTargets(model: ModelName, name: string): number {
  const path = new URL(`../fixtures/oracles/${model}.json`, import.meta.url)
  const { targets } = JSON.parse(readFileSync(path, 'utf8')) as { targets: readonly Target[] }
  return targets.filter((target) => target.case === name).length
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

/** The names of the inputs, as JSON Schema has them; a question mark where one may be left out. */
function inputsOf(schema: z.ZodType): string {
  const namesIn = (node: z.core.JSONSchema.JSONSchema): string => {
    const partsOf = (parts: z.core.JSONSchema.JSONSchema['allOf'] = []): readonly string[] =>
      parts.map((part) => namesIn(part as z.core.JSONSchema.JSONSchema))
    const here = Object.keys(node.properties ?? {}).map((name) =>
      node.required?.includes(name) === true ? `\`${name}\`` : `\`${name}?\``,
    )
    return [...here, ...partsOf(node.allOf), partsOf(node.anyOf).join(' or ')]
      .filter((names) => names !== '')
      .join(' ')
  }
  return namesIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
}

function rowOf(one: QuantityCase): string {
  const quantities = one.quantities
    .map(({ example, unit }) => `${cell(example)} _(${unit})_`)
    .join('<br>')
  const cells = [
    `\`${one.name}\``,
    inputsOf(one.inputs),
    quantities,
    cell(one.formula),
    cell(one.source),
    one.method,
    String(countTargets(one.model, one.name)),
  ]
  return `| ${cells.join(' | ')} |`
}

test('the page of the documentation names every case, and is what the registry says', async () => {
  const tables = MODELS.map((model) =>
    [
      `## ${TITLES[model]}`,
      '',
      '| case | inputs | quantities _(unit)_ | formula | source | method | checked values |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      ...QUANTITY_CASES.filter((one) => one.model === model).map(rowOf),
      '',
    ].join('\n'),
  )
  const page = `${INTRODUCTION}\n${tables.join('\n')}`
  await expect(page).toMatchFileSnapshot('../../docs/models/closed-forms.md')
})

test('no case stands twice, and every example is a quantity of its own case', () => {
  const names = QUANTITY_CASES.map(({ model, name }) => `${model}/${name}`)
  expect(new Set(names).size).toBe(names.length)
  for (const { name, quantities } of QUANTITY_CASES) {
    for (const { example } of quantities) {
      const first = quantities.find(({ pattern }) => pattern.test(example.toLowerCase()))
      expect(first?.example, `${name}: ${example}`).toBe(example)
    }
  }
})
