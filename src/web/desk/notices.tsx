import type { Hono } from 'hono'
import type { NoticeRow } from '../../plans/consents.ts'
import { parseLanguage } from '../../plans/core/language.ts'
import { type DeskNoticesTexts, deskNoticesEn, deskNoticesIt } from '../messages/desk-notices.ts'
import { EMPTY_FORM, type FormState, LongTextField, TextField } from './fields.tsx'
import { type DeskLanguage, DeskPage, type Notice } from './layout.tsx'
import { noticeOf } from './money-kit.tsx'
import { answerPage, type DeskKit, tried } from './page.ts'
import { countFaults } from './person-form.tsx'
import { readFields } from './reading.ts'
import { askerOf, type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showTime } from './show.ts'

const PATH = '/desk/notices'
const TEXT_MAX = 20_000

const TEXTS: Readonly<Record<DeskLanguage, DeskNoticesTexts>> = {
  it: deskNoticesIt,
  en: deskNoticesEn,
}

/** What people are told about their data: read by those who tell them, published by administrators. */
export function addNotices(routes: Hono<DeskEnv>, kit: DeskKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'auditor'))
  routes.get(PATH, (c) => draw(kit, c, EMPTY_FORM))
  routes.post(PATH, deskRoles('administrator'), async (c) => {
    const fields = readFields(await readForm(c), c.get('desk').language)
    const language = fields.parsed('language', parseLanguage)
    const text = fields.paragraphs('text', TEXT_MAX, true)
    const form = fields.state()
    if (language === null || text === null) return draw(kit, c, form, countFaults(c, form))
    const fault = await tried(c.get('desk').language, () => publish(kit, c, { language, text }))
    if (fault === undefined) return c.redirect(`${PATH}?done=published`, 303)
    return draw(kit, c, form, { kind: 'wrong', text: fault.text })
  })
}

/** The same text sent again is the version that it was. */
async function publish(
  { casework: { consents } }: DeskKit,
  c: DeskContext,
  { language, text }: { readonly language: string; readonly text: string },
): Promise<void> {
  const standing = newestOf(await consents.notices()).find((one) => one.language === language)
  if (standing?.text === text) return
  const version = (standing?.version ?? 0) + 1
  await consents.publishNotice(askerOf(c), { language, version, text })
}

/** The newest of each language. */
function newestOf(notices: readonly NoticeRow[]): readonly NoticeRow[] {
  const newest = new Map<string, NoticeRow>()
  for (const one of notices) {
    if (one.version > (newest.get(one.language)?.version ?? 0)) newest.set(one.language, one)
  }
  return [...newest.values()].sort((a, b) => a.language.localeCompare(b.language))
}

async function draw(
  kit: DeskKit,
  c: DeskContext,
  form: FormState,
  wrong?: Notice,
): Promise<Response> {
  const session = c.get('desk')
  const texts = TEXTS[session.language]
  const notices = newestOf(await kit.casework.consents.notices())
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={texts.title}
      section="people"
      notice={wrong ?? noticeOf(c, undefined, texts.done)}
    >
      <p>{texts.lead}</p>
      {notices.map((one) => (
        <Shown notice={one} texts={texts} />
      ))}
      {session.role === 'administrator' ? <Publish form={form} texts={texts} /> : null}
    </DeskPage>,
    wrong === undefined ? 200 : 422,
  )
}

function Shown({
  notice,
  texts,
}: {
  readonly notice: NoticeRow
  readonly texts: DeskNoticesTexts
}) {
  const { language, version, text, publishedAt } = notice
  return (
    <details class="desk-card pt-3">
      <summary>{fill(texts.caption, { language, version, at: showTime(publishedAt) })}</summary>
      <p class="desk-words mt-3" lang={language} dir="auto">
        {text}
      </p>
      {version === 1 ? null : <p>{fill(texts.older, { count: version - 1 })}</p>}
    </details>
  )
}

function Publish({ form, texts }: { readonly form: FormState; readonly texts: DeskNoticesTexts }) {
  return (
    <form method="post" action={PATH} novalidate class="desk-card">
      <h2>{texts.publish}</h2>
      <p>{texts.publishLead}</p>
      <div class="desk-fields">
        <TextField
          {...{ form, name: 'language', label: texts.language, hint: texts.languageHint }}
          {...{ maxlength: 35, isRequired: true }}
        />
      </div>
      <LongTextField
        {...{ form, name: 'text', label: texts.text, maxlength: TEXT_MAX }}
        isRequired
      />
      <div class="desk-actions">
        <button class="btn btn-primary" type="submit">
          {texts.save}
        </button>
      </div>
    </form>
  )
}
