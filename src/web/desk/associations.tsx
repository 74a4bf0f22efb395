import type { Hono } from 'hono'
import type { Association } from '../../currency/association-service.ts'
import { EARNING_TEXTS } from './earning-parts.tsx'
import { ChoiceField, EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { drawForm } from './form-page.tsx'
import { DeskPage } from './layout.tsx'
import { attempt, type MoneyKit, noticeOf, Table } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'

export const ASSOCIATIONS_PATH = '/desk/associations'
const SHOWN_MAX = 100
const CHOICES_MAX = 1000
const NAME_MAX = 120
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/

/** With whom the programme works, and adding an association. */
export function addAssociations(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(ASSOCIATIONS_PATH, deskRoles('operator', 'administrator', 'treasurer', 'auditor'))
  routes.use('/desk/new-association', deskRoles('administrator', 'treasurer'))
  routes.get(ASSOCIATIONS_PATH, async (c) => {
    const after = c.req.query('after')
    const page = { limit: SHOWN_MAX + 1, ...(after === undefined ? {} : { after }) }
    const found = await kit.associations.list(c.get('desk').who, page)
    return drawList(c, kit, found.slice(0, SHOWN_MAX), found.length > SHOWN_MAX)
  })
  routes.get('/desk/new-association', (c) => drawNew(c, kit, EMPTY_FORM))
  routes.post('/desk/new-association', (c) => add(c, kit))
}

function drawList(
  c: DeskContext,
  kit: MoneyKit,
  found: readonly Association[],
  hasMore: boolean,
): Promise<Response> {
  const session = c.get('desk')
  const { associations: texts } = EARNING_TEXTS[session.language]
  const last = found.at(-1)
  const mayAdd = session.role === 'administrator' || session.role === 'treasurer'
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session, notice: noticeOf(c, undefined, texts.done) }}
      title={texts.title}
      section="associations"
    >
      <p>{texts.lead}</p>
      {mayAdd ? (
        <p class="desk-actions">
          <a class="btn btn-primary" href="/desk/new-association">
            {texts.add}
          </a>
        </p>
      ) : null}
      {found.length === 0 ? (
        <p class="desk-card pt-3">{texts.none}</p>
      ) : (
        <Table caption={texts.list} heads={[texts.name, texts.id, texts.territory, texts.state]}>
          {found.map(({ id, name, territoryId, endedAt }) => (
            <tr class={endedAt === null ? '' : 'desk-not-met'}>
              <td>
                <a href={`${ASSOCIATIONS_PATH}/${encodeURIComponent(id)}`}>{name}</a>
              </td>
              <td>{id}</td>
              <td>{territoryId}</td>
              <td>{endedAt === null ? texts.active : texts.ended}</td>
            </tr>
          ))}
        </Table>
      )}
      {hasMore && last !== undefined ? (
        <p>
          <a href={`${ASSOCIATIONS_PATH}?after=${encodeURIComponent(last.id)}`}>{texts.next}</a>
        </p>
      ) : null}
    </DeskPage>,
  )
}

async function add(c: DeskContext, kit: MoneyKit): Promise<Response> {
  const { who, language } = c.get('desk')
  const fields = readFields(await readForm(c), language)
  const id = fields.parsed('id', (text) => (ID.test(text) ? text : undefined))
  const name = fields.line('name', NAME_MAX, true)
  const territoryId = fields.line('territory', NAME_MAX, true)
  const programmeId = fields.line('programme', NAME_MAX, true)
  if (id === null || name === null || territoryId === null || programmeId === null) {
    return drawNew(c, kit, fields.state())
  }
  const fault = await attempt(language, () =>
    kit.associations.add({ id, name, territoryId, programmeId }, who),
  )
  return fault === undefined
    ? c.redirect(`${ASSOCIATIONS_PATH}/${encodeURIComponent(id)}?done=added`, 303)
    : drawNew(c, kit, fields.state(), fault)
}

async function drawNew(
  c: DeskContext,
  kit: MoneyKit,
  form: FormState,
  fault?: ShownFault,
): Promise<Response> {
  const { associations: texts } = EARNING_TEXTS[c.get('desk').language]
  const page = { limit: CHOICES_MAX }
  const [territories, programmes] = await Promise.all([
    kit.network.listTerritories(page),
    kit.network.listProgrammes(page),
  ])
  const named = (all: readonly { readonly id: string; readonly name: string }[]) =>
    all.map(({ id, name }) => [id, `${name} (${id})`] as const)
  return drawForm(c, kit, {
    ...{ title: texts.add, section: 'associations', lead: texts.addLead, form, fault },
    ...{ action: '/desk/new-association', submit: texts.save },
    back: [ASSOCIATIONS_PATH, texts.back],
    fields: (
      <div class="desk-fields">
        <TextField
          {...{ form, name: 'id', label: texts.id, hint: texts.idHint, maxlength: 40 }}
          isRequired
          isFirst
        />
        <TextField {...{ form, name: 'name', label: texts.name, maxlength: NAME_MAX }} isRequired />
        <ChoiceField
          {...{ form, name: 'territory', label: texts.territory, empty: '–', isRequired: true }}
          options={named(territories)}
        />
        <ChoiceField
          {...{ form, name: 'programme', label: texts.programme, isRequired: true }}
          options={named(programmes)}
        />
      </div>
    ),
  })
}
