import type { Hono } from 'hono'
import type { StaffRole } from '../../access/core/principal.ts'
import { IMPORT_KINDS, IMPORTERS, type ImportKind } from '../../pilot/core/network-files.ts'
import { importNetwork, type NetworkImport } from '../../pilot/network-import.ts'
import { type DeskFilesTexts, deskFilesEn, deskFilesIt } from '../messages/desk-files.ts'
import { ChoiceField } from './fields.tsx'
import { DropField, IMPORT_TEXTS, Problems, sentFile } from './import.tsx'
import { type DeskLanguage, DeskPage, type Notice } from './layout.tsx'
import { attempt, Hidden, type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, deskRoles, readForm } from './session.ts'
import { fill } from './show.ts'

const PATH = '/desk/files'

const TEXTS: Readonly<Record<DeskLanguage, DeskFilesTexts>> = { it: deskFilesIt, en: deskFilesEn }

/** Files about the network: checked whole, then added; and the lists, to be taken out as the same files. */
export function addFiles(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'treasurer'))
  routes.get(PATH, (c) => draw(c, kit, {}))
  routes.post(PATH, async (c) => {
    const { who, role, language } = c.get('desk')
    const values = await readForm(c)
    const kind = readFields(values, language).choice('kind', IMPORT_KINDS, true)
    if (kind === null || !kindsOf(role).includes(kind)) throw new DeskRefusal('forbidden')
    const text = await sentFile(c)
    if (text === undefined || text === '') {
      const { noText, noFile } = IMPORT_TEXTS[language]
      const notice = { kind: 'wrong', text: text === undefined ? noText : noFile } as const
      return draw(c, kit, { kind, notice })
    }
    const isTrial = values.step !== 'add'
    let result: NetworkImport | undefined
    const fault = await attempt(language, async () => {
      result = await importNetwork(kit, who, { kind, text, isTrial })
    })
    if (result === undefined) {
      return draw(c, kit, { kind, notice: { kind: 'wrong', text: fault?.text ?? '' } })
    }
    const isReady = isTrial && result.problems.length === 0 && result.fresh > 0
    const notice = noticeOf(result, isTrial, TEXTS[language])
    return draw(c, kit, { kind, notice, result, ...(isReady ? { csv: text } : {}) })
  })
}

/** What somebody may bring in. */
function kindsOf(role: StaffRole): readonly ImportKind[] {
  return IMPORT_KINDS.filter((kind) => IMPORTERS[kind].includes(role))
}

function noticeOf(result: NetworkImport, isTrial: boolean, texts: DeskFilesTexts): Notice {
  const { rows, fresh, unchanged, added, problems } = result
  const figures = { rows, fresh, unchanged, added: added.length, count: problems.length }
  if (problems.length > 0) {
    const text = added.length > 0 ? texts.late : texts.bad
    return { kind: 'wrong', text: fill(text, figures) }
  }
  const text = isTrial ? (fresh === 0 ? texts.nothing : texts.good) : texts.done
  return { kind: 'done', text: fill(text, figures) }
}

interface Drawn {
  readonly kind?: ImportKind
  readonly notice?: Notice
  readonly result?: NetworkImport
  /** A file without a problem, to be added with the next click. */
  readonly csv?: string
}

function draw(c: DeskContext, kit: MoneyKit, drawn: Drawn): Promise<Response> {
  const session = c.get('desk')
  const { role, language } = session
  const texts = TEXTS[language]
  const imports = IMPORT_TEXTS[language]
  const kinds = kindsOf(role)
  const { kind = kinds[0] ?? 'partners', notice, result, csv } = drawn
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session, notice }}
      title={texts.title}
      section="files"
      module="src/web/desk/client/import.ts"
    >
      {result === undefined || result.problems.length === 0 ? null : (
        <Problems problems={result.problems} texts={imports} language={language} />
      )}
      {csv === undefined ? null : (
        <form method="post" action={PATH} enctype="multipart/form-data">
          <Hidden values={{ kind }} />
          <textarea name="csv" hidden>
            {`\n${csv}`}
          </textarea>
          <button class="btn btn-primary btn-lg" type="submit" name="step" value="add">
            {fill(texts.add, { fresh: result?.fresh ?? 0, kind: texts.kinds[kind] })}
          </button>
        </form>
      )}
      <form method="post" action={PATH} enctype="multipart/form-data" class="desk-card pt-3">
        <p>{texts.lead}</p>
        <ChoiceField
          form={{ values: { kind }, faults: {} }}
          name="kind"
          label={texts.kind}
          options={kinds.map((one) => [one, texts.kinds[one]] as const)}
        />
        <DropField texts={imports} />
        <div class="desk-actions">
          <button class="btn btn-outline-primary" type="submit" name="step" value="check">
            {imports.check}
          </button>
        </div>
      </form>
      <Table caption={texts.columnsTitle} heads={[texts.kind, texts.columnsTitle]}>
        {kinds.map((one) => (
          <tr>
            <td>{texts.kinds[one]}</td>
            <td>{texts.columns[one]}</td>
          </tr>
        ))}
      </Table>
      {role === 'operator' ? (
        <p>
          <a href="/desk/people/import">{texts.people}</a>
        </p>
      ) : null}
      <Exports role={role} texts={texts} />
    </DeskPage>,
    notice?.kind === 'wrong' ? 422 : 200,
  )
}

/** The lists as files, of those that somebody may see. */
function Exports({ role, texts }: { readonly role: StaffRole; readonly texts: DeskFilesTexts }) {
  const kinds = IMPORT_KINDS.filter((one) => one !== 'funding' || role !== 'operator')
  return (
    <>
      <h2>{texts.exports}</h2>
      <p>{texts.exportsLead}</p>
      <ul class="desk-list">
        {kinds.map((one) => (
          <li>
            <a href={`/api/v1/${one}.csv`} download>
              {fill(texts.download, { kind: texts.kinds[one] })}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
