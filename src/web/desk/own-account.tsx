import type { Hono } from 'hono'
import type { OwnAnswer, OwnSession } from '../../access/own-account.ts'
import type { StaffSession } from '../../access/sessions.ts'
import { cookieOf, sessionCookieName } from '../../http/ways.ts'
import { type DeskOwnTexts, deskOwnEn, deskOwnIt } from '../messages/desk-own.ts'
import { EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { type DeskLanguage, DeskPage, FRAME_TEXTS } from './layout.tsx'
import { Facts, noticeOf, Table } from './money-kit.tsx'
import { answerPage, type DeskKit, tried } from './page.ts'
import { countFaults } from './person-form.tsx'
import { type FormReader, readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, readForm } from './session.ts'
import { showTime } from './show.ts'
import { whereOf } from './staff-kit.tsx'

const PATH = '/desk/own'
/** Longer ones are refused by the rule for passwords, with its reason. */
const PASSWORD_MAX = 512

const TEXTS: Readonly<Record<DeskLanguage, DeskOwnTexts>> = { it: deskOwnIt, en: deskOwnEn }

/** Everybody's own sign-in: password, second factor, browsers. */
export function addOwnAccount(routes: Hono<DeskEnv>, kit: DeskKit): void {
  routes.get(PATH, (c) => draw(kit, c, {}))
  routes.post(PATH, (c) => changePassword(kit, c))
  // The address of a form that was refused answers nothing else.
  for (const name of ['sessions', 'paper', 'factor']) {
    routes.get(`${PATH}/${name}`, (c) => c.redirect(PATH, 303))
  }
  routes.post(`${PATH}/sessions`, async (c) => {
    await kit.ownAccount.endOthers(await sessionOf(kit, c))
    return c.redirect(`${PATH}?done=others`, 303)
  })
  routes.post(`${PATH}/paper`, async (c) => {
    const fields = readFields(await readForm(c), c.get('desk').language)
    const code = fields.line('paperCode', 20, true)
    if (code === null) return draw(kit, c, { fields })
    const { answer, codes } = await kit.ownAccount.renewPaperCodes(await sessionOf(kit, c), code)
    if (answer !== 'done') return refuse(kit, c, fields, 'paperCode', answer)
    return draw(kit, c, { codes })
  })
  routes.post(`${PATH}/factor`, async (c) => {
    const fields = readFields(await readForm(c), c.get('desk').language)
    const code = fields.line('factorCode', 20, true)
    if (code === null) return draw(kit, c, { fields })
    const answer = await kit.ownAccount.replaceFactor(await sessionOf(kit, c), code)
    if (answer !== 'done') return refuse(kit, c, fields, 'factorCode', answer)
    return c.redirect('/sign-in', 303)
  })
}

async function sessionOf({ sessions, publicUrl }: DeskKit, c: DeskContext): Promise<StaffSession> {
  const session = await sessions.find(cookieOf(c.req, sessionCookieName(publicUrl)) ?? '')
  if (session === undefined) throw new DeskRefusal('forbidden')
  return session
}

/** What is typed here is a secret: after a refusal it is typed again. */
async function changePassword(kit: DeskKit, c: DeskContext): Promise<Response> {
  const { language } = c.get('desk')
  const texts = TEXTS[language]
  const typed = await readForm(c)
  const fields = readFields(typed, language)
  const { current = '', wanted = '', again = '' } = typed
  fields.line('current', PASSWORD_MAX, true)
  fields.line('wanted', PASSWORD_MAX, true)
  if (wanted !== again) fields.blame('again', texts.notSame)
  if (!fields.isGood()) return draw(kit, c, { fields })
  const session = await sessionOf(kit, c)
  let answer: OwnAnswer = 'done'
  const weak = await tried(language, async () => {
    answer = await kit.ownAccount.changePassword(session, { current, wanted })
  })
  if (weak !== undefined) {
    fields.blame('wanted', weak.text)
    return draw(kit, c, { fields })
  }
  if (answer !== 'done') return refuse(kit, c, fields, 'current', answer)
  return c.redirect(`${PATH}?done=password`, 303)
}

function refuse(
  kit: DeskKit,
  c: DeskContext,
  fields: FormReader,
  name: 'current' | 'paperCode' | 'factorCode',
  answer: 'wrong' | 'wait',
): Promise<Response> {
  const texts = TEXTS[c.get('desk').language]
  const wrong = name === 'current' ? texts.wrongPassword : texts.wrongCode
  fields.blame(name, answer === 'wait' ? texts.wait : wrong)
  return draw(kit, c, { fields })
}

interface Drawn {
  /** Of a form in which something is to be corrected. */
  readonly fields?: FormReader
  /** Codes for paper that are told once. */
  readonly codes?: readonly string[]
}

async function draw(kit: DeskKit, c: DeskContext, { fields, codes }: Drawn): Promise<Response> {
  const session = { ...c.get('desk'), path: PATH }
  const { language, role } = session
  const texts = TEXTS[language]
  const own = await sessionOf(kit, c)
  const { member, hasFactor } = own
  const browsers = await kit.ownAccount.sessionsOf(own)
  const faults = fields?.state()
  const form = { ...EMPTY_FORM, faults: faults?.faults ?? {} }
  const where = whereOf(member)
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={texts.title}
      section="own"
      notice={faults === undefined ? noticeOf(c, undefined, texts.done) : countFaults(c, faults)}
    >
      <p>{texts.lead}</p>
      <Facts
        pairs={[
          [texts.email, member.email],
          [texts.role, FRAME_TEXTS[language].roles[role]],
          ...(where === '' ? [] : [[texts.where, where] as const]),
        ]}
      />
      {codes === undefined ? null : <PaperCodes codes={codes} texts={texts} />}
      <PasswordForm form={form} texts={texts} />
      <section class="desk-card" aria-labelledby="factor">
        <h2 id="factor">{texts.factor}</h2>
        {hasFactor ? <FactorForms form={form} texts={texts} /> : <p>{texts.noFactor}</p>}
      </section>
      <Browsers browsers={browsers} texts={texts} />
    </DeskPage>,
    faults === undefined ? 200 : 422,
  )
}

function PaperCodes({
  codes,
  texts,
}: {
  readonly codes: readonly string[]
  readonly texts: DeskOwnTexts
}) {
  return (
    <section class="desk-card" role="status" aria-labelledby="codes">
      <h2 id="codes">{texts.paperNew}</h2>
      <p>{texts.paperKeep}</p>
      <ul>
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface FormProps {
  readonly form: FormState
  readonly texts: DeskOwnTexts
}

function PasswordForm({ form, texts }: FormProps) {
  const shared = { form, type: 'password', maxlength: PASSWORD_MAX, isRequired: true } as const
  const fresh = { ...shared, autocomplete: 'new-password' }
  return (
    <form method="post" action={PATH} novalidate class="desk-card">
      <h2>{texts.password}</h2>
      <p>{texts.passwordLead}</p>
      <div class="desk-fields">
        <TextField
          {...{ ...shared, name: 'current', label: texts.current }}
          autocomplete="current-password"
          hint={texts.forgotten}
        />
        <TextField {...{ ...fresh, name: 'wanted', label: texts.wanted, hint: texts.wantedHint }} />
        <TextField {...{ ...fresh, name: 'again', label: texts.again }} />
      </div>
      <div class="desk-actions">
        <button class="btn btn-primary" type="submit">
          {texts.savePassword}
        </button>
      </div>
    </form>
  )
}

function FactorForms({ form, texts }: FormProps) {
  const parts = [
    ['paper', 'paperCode', texts.paper, texts.paperLead, texts.renew],
    ['factor', 'factorCode', texts.replace, texts.replaceLead, texts.replaceIt],
  ] as const
  return (
    <>
      {parts.map(([path, name, head, lead, button]) => (
        <form method="post" action={`${PATH}/${path}`} novalidate>
          <h3>{head}</h3>
          <p>{lead}</p>
          <div class="desk-fields">
            <TextField
              {...{ form, name, label: texts.code, maxlength: 20, isRequired: true }}
              autocomplete="one-time-code"
            />
          </div>
          <div class="desk-actions">
            <button class="btn btn-outline-primary" type="submit">
              {button}
            </button>
          </div>
        </form>
      ))}
    </>
  )
}

function Browsers({
  browsers,
  texts,
}: {
  readonly browsers: readonly OwnSession[]
  readonly texts: DeskOwnTexts
}) {
  return (
    <>
      <Table caption={texts.sessions} heads={[texts.which, texts.since, texts.until]}>
        {browsers.map(({ isThis, openedAt, expiresAt }) => (
          <tr>
            <td>{isThis ? texts.this : texts.other}</td>
            <td>{showTime(openedAt)}</td>
            <td>{showTime(expiresAt)}</td>
          </tr>
        ))}
      </Table>
      {browsers.length < 2 ? null : (
        <form method="post" action={`${PATH}/sessions`}>
          <button class="btn btn-outline-primary" type="submit">
            {texts.endOthers}
          </button>
        </form>
      )}
    </>
  )
}
