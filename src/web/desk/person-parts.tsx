import type { Uuid } from '../../kernel/ids.ts'
import type { Minor, Unit } from '../../kernel/money.ts'
import { CONSENT_METHODS, CONSENT_PURPOSES } from '../../plans/core/words.ts'
import type { IndividualPlan } from '../../plans/individual-plans.ts'
import { ELIGIBILITY_TEXTS, Findings } from './eligibility-parts.tsx'
import { ChoiceField, EMPTY_FORM, type FormState, scrolled, TextField } from './fields.tsx'
import type { DeskLanguage, DeskSession } from './layout.tsx'
import { PEOPLE_TEXTS } from './person-fields.tsx'
import { PERSON_TEXTS, type PersonView, type Shown } from './person-reading.ts'
import { fill, showDay, showMoney, showTime } from './show.ts'

interface PartProps {
  readonly view: PersonView
  readonly session: DeskSession
  /** Makes the id of what a form creates. */
  readonly newId: () => Uuid
}

/** Whether the programme is for them, rule by rule, and what can be done about it. */
export function EligibilitySection({ view, session }: PartProps) {
  const { language, role } = session
  const texts = ELIGIBILITY_TEXTS[language]
  const { person, assessments, overrides, places } = view
  const [newest, ...older] = assessments
  const isOperator = role === 'operator' && !person.isErased
  const mayAsk = newest !== undefined && newest.verdict !== 'eligible'
  return (
    <section class="desk-card" aria-labelledby="eligibility">
      <h2 id="eligibility">
        {texts.title}: {texts.states[person.state]}
      </h2>
      {newest === undefined ? (
        <p>{texts.never}</p>
      ) : (
        <>
          <Findings assessment={newest} language={language} places={places} />
          <p class="text-secondary">
            {fill(texts.assessedAt, {
              at: showTime(newest.assessedAt),
              programme: newest.programmeId,
              version: newest.rulesVersion,
            })}{' '}
            {older.length === 0 ? null : fill(texts.older, { count: older.length })}
          </p>
        </>
      )}
      {overrides.length === 0 ? null : (
        <>
          <h3>{texts.overrides}</h3>
          <ul>
            {overrides.map((one) => (
              <li>
                {texts.grounds[one.ground]}: {texts.overrideStates[one.state]} (
                {showTime(one.preparedAt)})
              </li>
            ))}
          </ul>
        </>
      )}
      {isOperator ? (
        <div class="desk-actions">
          <a class="btn btn-outline-primary" href={`/desk/people/${person.id}/assess`}>
            {newest === undefined ? texts.assess : texts.assessAgain}
          </a>
          {mayAsk ? (
            <a class="btn btn-outline-primary" href={`/desk/people/${person.id}/override`}>
              {texts.override}
            </a>
          ) : null}
        </div>
      ) : null}
    </section>
  )
}

/** What may be spent in each area, and how much of it is committed. */
export function PlanSection({ view, session }: PartProps) {
  const texts = PERSON_TEXTS[session.language]
  const { person, plans } = view
  const plan = plans.find(({ status }) => status === 'active') ?? plans[0]
  const path = `/desk/people/${person.id}/plan`
  const isOperator = session.role === 'operator'
  return (
    <section class="desk-card" aria-labelledby="plan">
      <h2 id="plan">{texts.plan}</h2>
      {plan === undefined ? <p>{texts.noPlan}</p> : null}
      {plan === undefined ? null : <PlanTable plan={plan} language={session.language} />}
      {isOperator ? (
        <div class="desk-actions">
          {plan === undefined || plan.status === 'closed' ? null : (
            <a class="btn btn-outline-primary" href={`${path}?id=${plan.id}`}>
              {texts.editPlan}
            </a>
          )}
          {plan?.status === 'active' ? null : (
            <a class="btn btn-outline-primary" href={path}>
              {texts.newPlan}
            </a>
          )}
        </div>
      ) : null}
    </section>
  )
}

function PlanTable({
  plan,
  language,
}: {
  readonly plan: IndividualPlan
  readonly language: DeskLanguage
}) {
  const texts = PERSON_TEXTS[language]
  const { areas } = PEOPLE_TEXTS[language]
  return (
    <>
      <p>
        <strong>{texts.planStatuses[plan.status]}.</strong>{' '}
        {fill(texts.planVersion, { version: plan.version })}
      </p>
      <div {...scrolled(texts.planCaption)}>
        <table class="table">
          <caption>{texts.planCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.area}</th>
              <th scope="col" class="desk-figure">
                {texts.ceiling}
              </th>
              <th scope="col" class="desk-figure">
                {texts.used}
              </th>
              <th scope="col" class="desk-figure">
                {texts.left}
              </th>
            </tr>
          </thead>
          <tbody>
            {plan.lines.map((line) => (
              <Figures name={areas[line.area]} {...line} unit={plan.unit} language={language} />
            ))}
            <Figures name={texts.whole} {...plan} language={language} />
          </tbody>
        </table>
      </div>
    </>
  )
}

interface FiguresProps {
  readonly name: string
  readonly ceiling: Minor
  readonly committed: Minor
  readonly unit: Unit
  readonly language: DeskLanguage
}

function Figures({ name, ceiling, committed, unit, language }: FiguresProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {[ceiling, committed, ceiling - committed].map((amount) => (
        <td class="desk-figure">{showMoney(amount, unit, language)}</td>
      ))}
    </tr>
  )
}

export function VoucherSection({ view, session }: PartProps) {
  const { language } = session
  const texts = PERSON_TEXTS[language]
  const { person, vouchers } = view
  return (
    <section class="desk-card" aria-labelledby="vouchers">
      <h2 id="vouchers">{texts.vouchers}</h2>
      {vouchers.length === 0 ? <p>{texts.noVouchers}</p> : null}
      {vouchers.length === 0 ? null : (
        <div {...scrolled(texts.voucherCaption)}>
          <table class="table">
            <caption>{texts.voucherCaption}</caption>
            <thead>
              <tr>
                <th scope="col">{texts.voucherCode}</th>
                <th scope="col">{texts.product}</th>
                <th scope="col">{texts.status}</th>
                <th scope="col" class="desk-figure">
                  {texts.amount}
                </th>
                <th scope="col" class="desk-figure">
                  {texts.remaining}
                </th>
                <th scope="col">{texts.expires}</th>
              </tr>
            </thead>
            <tbody>
              {vouchers.map((one) => (
                <tr>
                  <th scope="row">
                    <a href={`/desk/vouchers/${one.id}`}>{one.typedCode}</a>
                  </th>
                  <td>{one.productId}</td>
                  <td>{texts.statuses[one.status]}</td>
                  <td class="desk-figure">{showMoney(one.amount, one.unit, language)}</td>
                  <td class="desk-figure">{showMoney(one.remaining, one.unit, language)}</td>
                  <td>{showDay(one.expiresOn)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {session.role === 'operator' ? (
        <div class="desk-actions">
          <a class="btn btn-outline-primary" href={`/desk/issue?person=${person.id}`}>
            {texts.issue}
          </a>
        </div>
      ) : null}
    </section>
  )
}

/** What they were told about their data, and what they agreed to. */
export function ConsentSection({ view, session, newId }: PartProps) {
  const { language, role } = session
  const texts = PERSON_TEXTS[language]
  const { consents, person } = view
  return (
    <section class="desk-card" aria-labelledby="consents">
      <h2 id="consents">{texts.consents}</h2>
      {consents.length === 0 ? <p>{texts.noConsents}</p> : null}
      <p>
        <a href="/desk/notices">{texts.readNotices}</a>
      </p>
      <ul class="desk-list">
        {consents.map((one) => (
          <li>
            {fill(texts.consentLine, {
              purpose: texts.purposes[one.purpose],
              ...{ language: one.language, version: one.version, at: showTime(one.takenAt) },
            })}{' '}
            {one.withdrawnAt === null
              ? null
              : fill(texts.withdrawn, { at: showTime(one.withdrawnAt) })}
            {one.withdrawnAt === null && one.purpose !== 'information' && role === 'operator' ? (
              <form method="post" action={`/desk/people/${person.id}/withdraw`}>
                <input type="hidden" name="id" value={one.id} />
                <button class="btn btn-link" type="submit">
                  {texts.withdraw}: {texts.purposes[one.purpose]}
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {role === 'operator' && !person.isErased ? (
        <ConsentForm view={view} language={language} id={newId()} />
      ) : null}
    </section>
  )
}

interface ConsentFormProps {
  readonly view: PersonView
  readonly language: DeskLanguage
  readonly id: Uuid
}

function ConsentForm({ view, language, id }: ConsentFormProps) {
  const texts = PERSON_TEXTS[language]
  const { method, methods } = PEOPLE_TEXTS[language]
  const languages = [...new Set(view.notices.map((notice) => notice.language))]
  const own = languages.find((one) => one === view.person.language) ?? 'it'
  return (
    <form method="post" action={`/desk/people/${view.person.id}/consent`}>
      <input type="hidden" name="id" value={id} />
      <div class="desk-fields">
        <ChoiceField
          form={EMPTY_FORM}
          name="consentPurpose"
          label={texts.purpose}
          options={CONSENT_PURPOSES.map((one) => [one, texts.purposes[one]] as const)}
        />
        <ChoiceField
          form={{ values: { noticeLanguage: own }, faults: {} }}
          name="noticeLanguage"
          label={texts.notice}
          options={languages.map((one) => [one, one] as const)}
        />
        <ChoiceField
          form={EMPTY_FORM}
          name="consentMethod"
          label={method}
          options={CONSENT_METHODS.map((one) => [one, methods[one]] as const)}
        />
      </div>
      <div class="desk-actions">
        <button class="btn btn-outline-primary" type="submit">
          {texts.record}
        </button>
      </div>
    </form>
  )
}

/** The phone on which they see their vouchers. */
export function WalletSection({ view, session, link }: PartProps & Pick<Shown, 'link'>) {
  const texts = PERSON_TEXTS[session.language]
  const { person, wallet } = view
  const path = `/desk/people/${person.id}/wallet`
  const waiting = wallet.link
  const isNothing = wallet.wallet === null && waiting === null
  return (
    <section class="desk-card" aria-labelledby="wallet">
      <h2 id="wallet">{texts.wallet}</h2>
      {wallet.wallet === null ? null : (
        <p>{fill(texts.walletOpen, { at: showTime(wallet.wallet.boundAt) })}</p>
      )}
      {waiting === null ? null : (
        <p>{fill(texts.walletLink, { at: showTime(waiting.expiresAt) })}</p>
      )}
      {isNothing ? <p>{texts.walletNone}</p> : null}
      {link === undefined ? null : (
        <div class="desk-link">
          <p>{fill(texts.linkLead, { at: showTime(link.until) })}</p>
          <img src={link.picture} alt={texts.linkPicture} width="220" height="220" />
          <p>
            <code>{link.url}</code>
          </p>
        </div>
      )}
      {session.role === 'operator' ? (
        <div class="desk-actions">
          <form method="post" action={path}>
            <button class="btn btn-outline-primary" type="submit">
              {texts.makeLink}
            </button>
          </form>
          <form method="post" action={`${path}/message`}>
            <button class="btn btn-outline-primary" type="submit">
              {texts.sendLink}
            </button>
          </form>
          {isNothing ? null : (
            <form method="post" action={`${path}/revoke`}>
              <button class="btn btn-outline-primary" type="submit">
                {texts.revoke}
              </button>
            </form>
          )}
        </div>
      ) : null}
    </section>
  )
}

export function PinSection({ view, session, form }: PartProps & { readonly form: FormState }) {
  const texts = PERSON_TEXTS[session.language]
  if (session.role !== 'operator') return null
  return (
    <section class="desk-card" aria-labelledby="pin-title">
      <h2 id="pin-title">{texts.pin}</h2>
      <form method="post" action={`/desk/people/${view.person.id}/pin`}>
        <p>{texts.pinLead}</p>
        <div class="desk-fields">
          <TextField
            form={{ values: {}, faults: form.faults }}
            name="pin"
            label={texts.pinField}
            type="password"
            inputmode="numeric"
            maxlength={5}
            autocomplete="new-password"
            isRequired
          />
        </div>
        <div class="desk-actions">
          <button class="btn btn-outline-primary" type="submit">
            {texts.setPin}
          </button>
        </div>
      </form>
    </section>
  )
}
