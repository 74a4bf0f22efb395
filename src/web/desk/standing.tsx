import type { Hono } from 'hono'
import { romeDay } from '../../kernel/days.ts'
import { EUR } from '../../kernel/money.ts'
import { parseLanguage } from '../../plans/core/language.ts'
import { ERASURE_GROUNDS, LEAVING_REASONS } from '../../plans/core/words.ts'
import { faceValueFor, HOUSEHOLD_MAX } from '../../vouchers/core/face-value.ts'
import type { Product } from '../../vouchers/service.ts'
import {
  type DeskStandingTexts,
  deskStandingEn,
  deskStandingIt,
} from '../messages/desk-standing.ts'
import { ChoiceField, type FormState, scrolled, TextField } from './fields.tsx'
import type { DeskLanguage, Notice } from './layout.tsx'
import { type DeskKit, tried } from './page.ts'
import { countFaults, drawPersonForm } from './person-form.tsx'
import { codeOf } from './person-reading.ts'
import { type FormReader, readFields } from './reading.ts'
import { askerOf, type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showDay, showMoney, showTime } from './show.ts'

export const STANDING_TEXTS: Readonly<Record<DeskLanguage, DeskStandingTexts>> = {
  it: deskStandingIt,
  en: deskStandingEn,
}

const PERSON = '/desk/people/:code'
const PRODUCTS_MAX = 200
const VOUCHERS_MAX = 200

/** How many somebody lives with, that they leave, and that what is personal about them goes. */
export function addStanding(routes: Hono<DeskEnv>, kit: DeskKit): void {
  for (const path of ['household', 'leave']) {
    routes.use(`${PERSON}/${path}`, deskRoles('operator'))
  }
  routes.use(`${PERSON}/erase`, deskRoles('administrator'))
  routes.get(`${PERSON}/household`, async (c) => {
    const { householdSize, language } = await kit.casework.people.get(askerOf(c), codeOf(c))
    const values = { householdSize: `${householdSize}`, language, since: today(kit) }
    return drawHousehold(kit, c, { values, faults: {} })
  })
  routes.post(`${PERSON}/household`, (c) => changeHousehold(kit, c))
  routes.get(`${PERSON}/leave`, (c) =>
    drawLeaving(kit, c, { values: { on: today(kit) }, faults: {} }),
  )
  routes.post(`${PERSON}/leave`, (c) => leave(kit, c))
  routes.get(`${PERSON}/erase`, (c) => drawErasing(kit, c, { values: {}, faults: {} }))
  routes.post(`${PERSON}/erase`, (c) => erase(kit, c))
}

function today({ runtime }: DeskKit): string {
  return romeDay(runtime.now())
}

async function fieldsOf(c: DeskContext): Promise<FormReader> {
  return readFields(await readForm(c), c.get('desk').language)
}

/** Goes back to the person; what was refused is said above the form, as it was typed. */
async function settle(
  c: DeskContext,
  done: string,
  draw: (notice: Notice) => Promise<Response>,
  act: () => Promise<unknown>,
): Promise<Response> {
  const fault = await tried(c.get('desk').language, act)
  if (fault !== undefined) return draw({ kind: 'wrong', text: fault.text })
  return c.redirect(`/desk/people/${codeOf(c)}?done=${done}`, 303)
}

async function changeHousehold(kit: DeskKit, c: DeskContext): Promise<Response> {
  const { household: texts } = STANDING_TEXTS[c.get('desk').language]
  const fields = await fieldsOf(c)
  const householdSize = fields.wholeNumber('householdSize', 1, HOUSEHOLD_MAX)
  const language = fields.parsed('language', parseLanguage)
  const since = fields.day('since', true)
  if (since !== null && since > today(kit)) fields.blame('since', texts.ahead)
  const form = fields.state()
  if (!fields.isGood() || householdSize === null || language === null || since === null) {
    return drawHousehold(kit, c, form, countFaults(c, form))
  }
  return settle(
    c,
    'household',
    (notice) => drawHousehold(kit, c, form, notice),
    () =>
      kit.casework.people.changeHousehold(askerOf(c), codeOf(c), {
        ...{ householdSize, language, since },
      }),
  )
}

async function drawHousehold(
  kit: DeskKit,
  c: DeskContext,
  form: FormState,
  notice?: Notice,
): Promise<Response> {
  const { language } = c.get('desk')
  const { household: texts } = STANDING_TEXTS[language]
  const { people } = kit.casework
  const [{ householdSize: size }, history, products] = await Promise.all([
    people.get(askerOf(c), codeOf(c)),
    people.householdsOf(askerOf(c), codeOf(c)),
    kit.vouchers.listProducts({ limit: PRODUCTS_MAX }),
  ])
  const scaled = products.filter(({ faceValue }) => faceValue === 'scale')
  return drawPersonForm(kit, c, {
    ...{ title: texts.title, notice, button: texts.save, path: 'household' },
    children: (
      <>
        <p>{fill(texts.lead, { size })}</p>
        <div class="desk-fields">
          <TextField
            {...{ form, name: 'householdSize', label: texts.size, type: 'number' }}
            {...{ min: 1, max: HOUSEHOLD_MAX, inputmode: 'numeric', isRequired: true }}
          />
          <TextField
            {...{ form, name: 'since', label: texts.since, hint: texts.sinceHint }}
            {...{ type: 'date', isRequired: true }}
          />
          <TextField
            {...{ form, name: 'language', label: texts.language, hint: texts.languageHint }}
            {...{ maxlength: 35, isRequired: true }}
          />
        </div>
        {scaled.length === 0 ? (
          <p>{texts.noScale}</p>
        ) : (
          <Effects {...{ scaled, size, texts, language }} />
        )}
        {history.length === 0 ? null : <h2>{texts.history}</h2>}
        <ul>
          {history.map((one) => (
            <li>
              {fill(texts.historyLine, {
                ...{ size: one.householdSize, since: showDay(one.since) },
                at: showTime(one.recordedAt),
              })}
            </li>
          ))}
        </ul>
      </>
    ),
  })
}

interface EffectsProps {
  readonly scaled: readonly Product[]
  readonly size: number
  readonly texts: DeskStandingTexts['household']
  readonly language: DeskLanguage
}

/** What the change does to vouchers that depend on the household. */
function Effects({ scaled, size, texts, language }: EffectsProps) {
  const sizes = [size, size + 1, size - 1]
  return (
    <div {...scrolled(texts.effects)}>
      <table class="table">
        <caption>{texts.effects}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.product}</th>
            {[fill(texts.now, { size }), texts.oneMore, texts.oneLess].map((head) => (
              <th scope="col" class="desk-figure">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {scaled.map((product) => (
            <tr>
              <th scope="row">{product.name}</th>
              {sizes.map((one) => {
                const isCounted = one >= 1 && one <= HOUSEHOLD_MAX
                const worth = isCounted ? faceValueFor(product, one) : undefined
                return (
                  <td class="desk-figure">
                    {worth === undefined ? '–' : showMoney(worth, product.unit, language)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

async function leave(kit: DeskKit, c: DeskContext): Promise<Response> {
  const fields = await fieldsOf(c)
  const on = fields.day('on', true)
  const reason = fields.choice('reason', LEAVING_REASONS, true)
  const form = fields.state()
  if (on === null || reason === null) return drawLeaving(kit, c, form, countFaults(c, form))
  return settle(
    c,
    'left',
    (notice) => drawLeaving(kit, c, form, notice),
    () => kit.casework.eligibility.leave(askerOf(c), codeOf(c), { on, reason }),
  )
}

async function drawLeaving(
  kit: DeskKit,
  c: DeskContext,
  form: FormState,
  notice?: Notice,
): Promise<Response> {
  const { leaving: texts } = STANDING_TEXTS[c.get('desk').language]
  const open = await openVouchers(kit, c)
  return drawPersonForm(kit, c, {
    ...{ title: texts.title, notice, button: texts.save, path: 'leave' },
    children: (
      <>
        <p>{texts.lead}</p>
        {open === undefined ? null : <p>{fill(texts.waiting, open)}</p>}
        <div class="desk-fields">
          <TextField {...{ form, name: 'on', label: texts.on, type: 'date', isRequired: true }} />
          <ChoiceField
            {...{ form, name: 'reason', label: texts.reason, empty: '–', isRequired: true }}
            options={LEAVING_REASONS.map((one) => [one, texts.reasons[one]] as const)}
          />
        </div>
        <p>{texts.again}</p>
      </>
    ),
  })
}

async function erase(kit: DeskKit, c: DeskContext): Promise<Response> {
  const { erasing: texts } = STANDING_TEXTS[c.get('desk').language]
  const fields = await fieldsOf(c)
  const ground = fields.choice('ground', ERASURE_GROUNDS, true)
  const typed = fields.line('confirm', 40, true)
  if (typed !== null && typed !== codeOf(c)) fields.blame('confirm', texts.confirmWrong)
  const form = fields.state()
  if (!fields.isGood() || ground === null) return drawErasing(kit, c, form, countFaults(c, form))
  return settle(
    c,
    'erased',
    (notice) => drawErasing(kit, c, form, notice),
    () => kit.casework.identities.erase(askerOf(c), codeOf(c), ground),
  )
}

async function drawErasing(
  kit: DeskKit,
  c: DeskContext,
  form: FormState,
  notice?: Notice,
): Promise<Response> {
  const { erasing: texts } = STANDING_TEXTS[c.get('desk').language]
  const open = await openVouchers(kit, c)
  const lists = [
    [texts.goes, texts.goesList],
    [texts.stays, texts.staysList],
  ] as const
  return drawPersonForm(kit, c, {
    ...{ title: texts.title, notice, button: texts.save, path: 'erase', isFinal: true },
    children: (
      <>
        <p class="alert alert-warning">{texts.lead}</p>
        {lists.map(([head, lines]) => (
          <>
            <h2>{head}</h2>
            <ul>
              {lines.map((line) => (
                <li>{line}</li>
              ))}
            </ul>
          </>
        ))}
        {open === undefined ? null : <p>{fill(texts.open, open)}</p>}
        <div class="desk-fields">
          <ChoiceField
            {...{ form, name: 'ground', label: texts.ground, empty: '–', isRequired: true }}
            options={ERASURE_GROUNDS.map((one) => [one, texts.grounds[one]] as const)}
          />
          <TextField
            {...{ form, name: 'confirm', label: texts.confirm, hint: texts.confirmHint }}
            {...{ maxlength: 40, isRequired: true }}
          />
        </div>
      </>
    ),
  })
}

/** How many vouchers are still to be spent, and over how much in euro. */
async function openVouchers(kit: DeskKit, c: DeskContext) {
  const { who, language } = c.get('desk')
  const page = { limit: VOUCHERS_MAX, beneficiaryId: codeOf(c) }
  const found = await kit.vouchers.list(page, who)
  const open = found.filter(({ status }) => status === 'active' || status === 'issued')
  if (open.length === 0) return undefined
  const sum = open
    .filter(({ unit }) => unit === EUR)
    .reduce((all, { remaining }) => all + remaining, 0n)
  return { count: open.length, amount: showMoney(sum, EUR, language) }
}
