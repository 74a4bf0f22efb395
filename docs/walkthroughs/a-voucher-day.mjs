// The steps of a-voucher-day.md, over HTTP alone. What it has to remember between two steps is in $WORK/day.json.
import { createHash, createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'

const service = process.env.SERVICE ?? 'http://localhost:3000'
const file = join(process.env.WORK ?? '.', 'day.json')
const day = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : { staff: {}, cards: [], terminals: [], redemptions: [] }

const PASSWORD = 'four quiet winter words'
const PEOPLE = 500
const TERMINALS = 20
const ROUNDS = 4
const digest = (text) => createHash('sha256').update(text).digest('base64url')
const say = (line) => process.stdout.write(`${line}\n`)
const euros = (cents) => `${(Number(cents) / 100).toFixed(2)} EUR`
const inDays = (days) => {
  const at = new Date(Date.now() + days * 86_400_000)
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' }).format(at)
}

/** Asks as somebody who signed in; gives the body, or fails where another status than these is answered. */
async function ask(name, method, path, body, wanted = [200, 201, 204]) {
  const { status, json } = await send(method, path, body, cookieOf(name))
  if (!wanted.includes(status)) {
    throw new Error(`${name} ${method} ${path}: ${status} ${JSON.stringify(json)}`)
  }
  return json
}

const cookieOf = (name) => ({ cookie: day.staff[name]?.cookie ?? '' })

async function send(method, path, body, headers) {
  const answer = await fetch(`${service}/api/v1${path}`, {
    method,
    headers: { origin: new URL(service).origin, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  const cookie = answer.headers.getSetCookie().at(-1)?.replace(/;.*/, '')
  return { status: answer.status, json: text === '' ? null : JSON.parse(text), cookie }
}

/** Does something for each of many, twenty at a time. */
async function each(items, act, together = 20) {
  const queue = [...items.entries()]
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await act(next[1], next[0])
    }
  }
  await Promise.all(Array.from({ length: together }, work))
}

/** Opens an invitation as the page does: a password, then a second factor. */
async function signIn(name, link) {
  const token = link.split('/').at(-1)
  const first = await send('POST', '/session/password', { token, password: PASSWORD })
  const half = { cookie: first.cookie }
  const { json } = await send('POST', '/session/factor', undefined, half)
  const code = new TOTP({ secret: Secret.fromBase32(json.secret) }).generate()
  const done = await send('POST', '/session/factor/confirm', { code }, half)
  if (done.status !== 200) throw new Error(`${name}: ${JSON.stringify(done.json)}`)
  day.staff[name] = { cookie: done.cookie }
}

async function staff(link) {
  await signIn('Paola', link)
  await ask('Paola', 'POST', '/programmes', {
    ...{ id: 'WINTER', name: 'Winter', unit: 'EUR', colour: 'WINTER' },
    rules: { monthsSinceExit: 18, emergencyMonthlyCap: '0' },
  })
  await ask('Paola', 'POST', '/contact-points', {
    ...{ id: 'BI-9', name: 'Sportello del giorno', territoryId: 'biella', unit: 'EUR' },
    programmeId: 'WINTER',
  })
  const partner = { name: 'Bottega del giorno', territoryId: 'biella', kind: 'shop', unit: 'EUR' }
  await ask('Paola', 'POST', '/partners', { ...partner, id: 'BI-DAY', categories: ['food'] })
  const here = { contactPointIds: ['BI-9'] }
  await invite('Teresa', { role: 'treasurer' })
  await invite('Tommaso', { role: 'treasurer' })
  await invite('Anna', { role: 'operator', ...here })
  await invite('Bruno', { role: 'operator', ...here })
  await invite('Olga', { role: 'partner_owner', partnerId: 'BI-DAY' })
  await invite('Aldo', { role: 'auditor' })
  for (const [name, { role }] of Object.entries(day.staff))
    say(`${name}: ${role ?? 'administrator'}`)
}

async function invite(name, scope) {
  const email = `${name.toLowerCase()}@example.org`
  const { link } = await ask('Paola', 'POST', '/staff', { id: randomUUID(), email, name, ...scope })
  await signIn(name, link)
  day.staff[name].role = scope.role
}

async function grant() {
  const id = randomUUID()
  await ask('Teresa', 'POST', '/funding', {
    ...{ id, programmeId: 'WINTER', kind: 'grant', funder: 'A foundation', amount: '5000000' },
    ...{ receivedOn: inDays(0), reference: 'First tranche' },
  })
  const approved = { decision: 'approved' }
  const own = await ask('Teresa', 'POST', `/funding/${id}/decision`, approved, [403])
  say(`Teresa approves what she prepared: ${own.code}`)
  const { state } = await ask('Tommaso', 'POST', `/funding/${id}/decision`, approved)
  say(`Tommaso: ${state}`)
}

async function envelope() {
  const area = 'social_assistance'
  const id = randomUUID()
  await ask('Teresa', 'POST', '/envelopes', {
    id,
    programmeId: 'WINTER',
    contactPointId: 'BI-9',
    area,
  })
  const move = { id: randomUUID(), toEnvelopeId: id, amount: '3000000', reason: 'For the winter' }
  await ask('Teresa', 'POST', '/envelope-moves', move)
  await ask('Tommaso', 'POST', `/envelope-moves/${move.id}/decision`, { decision: 'approved' })
  day.envelope = id
  say(`In the envelope: ${euros(await leftInEnvelope())}`)
}

async function leftInEnvelope() {
  const { items } = await ask('Teresa', 'GET', '/envelopes?contactPointId=BI-9&limit=50')
  return items.find(({ id }) => id === day.envelope).left
}

const person = (id, facts, plan = null) => ({
  ...{ requestId: randomUUID(), id, contactPointId: 'BI-9', householdSize: 1, language: 'it' },
  assessment: { programmeId: 'WINTER', facts },
  plan,
})
const facts = {
  ...{ protection: 'refugee_status', reception: 'sai', territoryId: 'biella' },
  ...{ exitedOn: inDays(-60), enrolledOn: inDays(0) },
}

async function people() {
  await ask('Paola', 'PUT', '/programmes/WINTER/eligibility-rules', {
    ...{ version: 1, source: 'The call of the programme' },
    rules: {
      ...{ protections: ['refugee_status'], receptions: ['sai'], maxMonthsSinceExit: 18 },
      territories: ['biella'],
    },
  })
  const plan = {
    ...{ unit: 'EUR', ceiling: '20000', status: 'active', objectives: 'A first winter' },
    lines: { social_assistance: '20000' },
  }
  const codes = Array.from({ length: PEOPLE }, (_, i) => `DAY-${String(i).padStart(3, '0')}`)
  const told = { purpose: 'information', language: 'it', version: 1, method: 'spoken' }
  await each(codes, async (code) => {
    await ask('Anna', 'POST', '/beneficiaries', person(code, facts, plan))
    await ask('Anna', 'POST', `/beneficiaries/${code}/consents`, { id: randomUUID(), ...told })
  })
  const late = { ...facts, exitedOn: inDays(-800) }
  await ask('Anna', 'POST', '/beneficiaries', person('DAY-LATE', late, null))
  for (const code of ['DAY-000', 'DAY-LATE']) {
    const { items } = await ask('Anna', 'GET', `/beneficiaries/${code}/assessments`)
    say(`${code}: ${items[0].verdict}`)
    for (const { rule, outcome } of items[0].findings) say(`  ${rule}: ${outcome}`)
  }
  day.codes = codes
}

async function batch() {
  await ask('Paola', 'POST', '/products', {
    ...{ id: 'DAY', name: 'Food today', unit: 'EUR', categories: ['food'] },
    ...{ minAmount: '100', maxAmount: '20000', validityDays: 1, area: 'social_assistance' },
  })
  const terms = { productId: 'DAY', contactPointId: 'BI-9', amount: '5000' }
  const rows = day.codes.map((beneficiaryId) => ({ beneficiaryId }))
  const all = [...rows, { beneficiaryId: 'DAY-LATE' }]
  const table = await ask('Anna', 'POST', '/voucher-batches/check', { ...terms, people: all })
  const faults = table.rows.filter(({ fault }) => fault !== null)
  say(`Would fail: ${faults.map((row) => `${row.beneficiaryId} ${row.fault}`).join(', ')}`)
  const id = randomUUID()
  await ask('Anna', 'POST', '/voucher-batches', { ...terms, id, people: rows, reason: 'Winter' })
  const own = await ask('Anna', 'POST', `/voucher-batches/${id}/approve`, undefined, [403])
  say(`Anna approves what she prepared: ${own.code}`)
  let now = await ask('Bruno', 'POST', `/voucher-batches/${id}/approve`)
  while (now.state === 'issuing') {
    await new Promise((resolve) => setTimeout(resolve, 500))
    now = await ask('Anna', 'GET', `/voucher-batches/${id}`)
  }
  say(`${now.state}: ${now.issued}, ${euros(now.issuedTotal)}`)
  day.batch = id
  say(`In the envelope: ${euros(await leftInEnvelope())}`)
}

async function cards() {
  const ids = []
  let cursor = ''
  do {
    const page = await ask('Anna', 'GET', `/voucher-batches/${day.batch}/rows?limit=200${cursor}`)
    ids.push(...page.items.map(({ voucherId }) => voucherId))
    cursor = page.nextCursor === null ? null : `&cursor=${page.nextCursor}`
  } while (cursor !== null)
  const { items } = await ask('Anna', 'POST', '/vouchers/print-data', { voucherIds: ids })
  day.cards = items.map(({ voucherId, card, typedCode }) => ({ id: voucherId, card, typedCode }))
  const different = new Set(day.cards.map(({ card }) => card)).size
  say(`Printed: ${different} different cards`)
  await pair()
  say(`A card that was stolen before hand-over: ${(await pay(0, day.cards[0], '100')).status}`)
  const handed = { id: randomUUID(), voucherIds: ids }
  const { items: done } = await ask('Anna', 'POST', '/vouchers/activate', handed)
  say(`Handed over: ${done.filter(({ outcome }) => outcome === 'activated').length}`)
}

/** Twenty browsers in the shop, each with a key of its own. */
async function pair() {
  const agreement = { id: randomUUID(), signedOn: inDays(0), documents: [] }
  await ask('Paola', 'POST', '/partners/BI-DAY/agreements', {
    ...{ ...agreement, settlementPeriod: 'monthly', settlementDays: 30 },
  })
  for (let n = 1; n <= TERMINALS; n++) {
    const { url } = await ask('Olga', 'POST', '/terminals/pairings', { name: `Cassa ${n}` })
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { kty, crv, x, y } = pair.publicKey.export({ format: 'jwk' })
    const terminal = {
      ...{ kid: digest(JSON.stringify({ crv, kty, x, y })), seq: 0, head: digest('') },
      key: pair.privateKey.export({ format: 'jwk' }),
    }
    const body = { code: url.split('#pair=')[1], jwk: { kty, crv, x, y } }
    const { status, json } = await asTerminal(terminal, 'POST', '/terminals', body)
    if (status !== 201) throw new Error(JSON.stringify(json))
    day.terminals.push({ ...terminal, id: json.id })
  }
  say(`Paired: ${day.terminals.length} terminals`)
}

function compact(terminal, typ, claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const parts = `${part({ alg: 'ES256', typ, kid: terminal.kid })}.${part(claims)}`
  const key = createPrivateKey({ key: terminal.key, format: 'jwk' })
  const signature = sign('sha256', Buffer.from(parts), { key, dsaEncoding: 'ieee-p1363' })
  return `${parts}.${signature.toString('base64url')}`
}

async function asTerminal(terminal, method, path, given) {
  const body = given === undefined ? '' : JSON.stringify(given)
  const iat = Math.floor(Date.now() / 1000)
  const claims = { htm: method, htu: `/api/v1${path}`, iat, jti: randomUUID(), bod: digest(body) }
  const authorization = `Terminal ${compact(terminal, 'fra-noi-proof+jwt', claims)}`
  return send(method, path, body === '' ? undefined : body, { authorization })
}

/** Redeems with the next statement of a terminal's chain. */
async function pay(number, { typedCode }, amount) {
  const terminal = day.terminals[number]
  const statement = compact(terminal, 'fra-noi-statement+jwt', {
    ...{ id: randomUUID(), terminal: terminal.id, seq: terminal.seq + 1, prev: terminal.head },
    ...{ at: new Date().toISOString(), shown: { kind: 'typedCode', text: typedCode }, unit: 'EUR' },
    ...{ lines: [{ category: 'food', amount }], cash: '0', head: null },
  })
  const { json } = await asTerminal(terminal, 'POST', '/statements', { statement })
  if (json.redemption === undefined) throw new Error(JSON.stringify(json))
  if (json.redemption !== null) {
    Object.assign(terminal, { seq: terminal.seq + 1, head: digest(statement) })
  }
  return json
}

async function shop() {
  const counted = new Map()
  const perTill = PEOPLE / TERMINALS
  await each([...day.terminals.keys()], async (till) => {
    for (let round = 0; round < ROUNDS; round++) {
      for (const card of day.cards.slice(till * perTill, (till + 1) * perTill)) {
        const { status, redemption } = await pay(till, card, '1000')
        counted.set(status, (counted.get(status) ?? 0) + 1)
        day.redemptions[till] ??= redemption.id
      }
    }
  })
  for (const [status, times] of counted) say(`${status}: ${times}`)
  const owed = await ask('Olga', 'GET', '/partners/me')
  say(`The shop is owed ${euros(owed.owed)}`)
}

async function claims() {
  const at = (n) => `/redemptions/${day.redemptions[n]}`
  const small = { id: randomUUID(), amount: '400', reason: 'goods_returned' }
  const refund = await ask('Anna', 'POST', `${at(0)}/refunds`, small)
  say(`A refund: ${refund.state}, ${euros(refund.amount)}`)
  const lost = day.cards[7]
  const newVoucherId = randomUUID()
  const renewed = await ask('Anna', 'POST', `/vouchers/${lost.id}/replace`, {
    ...{ id: randomUUID(), newVoucherId, reason: 'Lost card' },
  })
  say(`The new card: ${renewed.status}, ${euros(renewed.remaining)}`)
  say(`The lost card: ${(await pay(0, lost, '100')).status}`)
  await ask('Anna', 'POST', '/vouchers/activate', { id: randomUUID(), voucherIds: [newVoucherId] })
  say(`The new card: ${(await pay(0, renewed, '300')).status}`)
  day.cards.push({ id: newVoucherId, card: '', typedCode: renewed.typedCode })
  const dispute = { id: randomUUID(), amount: '1000', reason: 'Never delivered' }
  await ask('Anna', 'POST', `${at(9)}/disputes`, dispute)
  const decision = { outcome: 'to_voucher', reason: 'The shop agrees' }
  const decide = `/disputes/${dispute.id}/decide`
  say(`Anna decides her own dispute: ${(await ask('Anna', 'POST', decide, decision, [403])).code}`)
  say(`Bruno: ${(await ask('Bruno', 'POST', decide, decision)).state}`)
  say(`The shop is owed ${euros((await ask('Olga', 'GET', '/partners/me')).owed)}`)
}

/** Every movement of a voucher, from the book. */
const movementsOf = async (id) => {
  const { items } = await ask('Aldo', 'GET', `/ledger/accounts/${id}/statement?limit=200`)
  return items.map(({ code, side, amount, balance }) => ({
    ...{ code, balance, change: side === 'credit' ? BigInt(amount) : -BigInt(amount) },
  }))
}

const WORDS = {
  30: 'issued',
  40: 'redeemed',
  43: 'decided',
  45: 'refunded',
  60: 'expired',
  70: 'moved',
}

async function explain(which) {
  for (const { code, change, balance } of await movementsOf(day.cards.at(which).id)) {
    say(`${WORDS[code] ?? code} ${euros(change)}, left ${euros(balance)}`)
  }
}

async function books() {
  const states = {}
  let unexplained = 0
  await each(day.cards, async ({ id }) => {
    const voucher = await ask('Aldo', 'GET', `/vouchers/${id}`)
    states[voucher.status] = (states[voucher.status] ?? 0) + 1
    const movements = await movementsOf(id)
    const left = movements.reduce((sum, { change }) => sum + change, 0n)
    if (left.toString() !== voucher.remaining || movements[0]?.change <= 0n) unexplained += 1
  })
  for (const status of Object.keys(states).sort()) say(`${status}: ${states[status]}`)
  say(`Vouchers that their movements do not explain: ${unexplained}`)
  const { units } = await ask('Aldo', 'GET', '/ledger/trial-balance')
  const unequal = units.filter(({ debits, credits }) => debits !== credits)
  say(`Colours whose debits are not their credits: ${unequal.length} of ${units.length}`)
  const owed = await ask('Olga', 'GET', '/partners/me')
  say(`Envelope ${euros(await leftInEnvelope())}, owed to the shop ${euros(owed.owed)}`)
}

const steps = { staff, grant, envelope, people, batch, cards, shop, claims, explain, books }
const [step, ...words] = process.argv.slice(2)
await steps[step](...words)
writeFileSync(file, JSON.stringify(day))
