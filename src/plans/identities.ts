import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import { type PersonalData, type PersonQuery, termsOfQuery } from './core/personal.ts'
import type { ErasureGround, ViewPurpose } from './core/words.ts'
import type { Asker, CaseDeps } from './deps.ts'
import { type Person, personOf, writeIdentityIn } from './people.ts'
import { selectPeople } from './people-store.ts'
import * as personalStore from './personal-store.ts'
import { selectPlans } from './plan-store.ts'
import { reachPerson } from './scope.ts'
import type { Beneficiary } from './store.ts'

/** Everything personal about somebody. */
export interface WholeIdentity {
  /** `null` where nothing was entered, or it was erased. */
  readonly personal: PersonalData | null
  /** The aims of their plans, by the id of the plan. */
  readonly objectives: ReadonlyMap<string, string>
}

/** A person and who they are. */
export interface Identified extends Person {
  readonly personal: PersonalData | null
}

/** Who people are. Each look at it is in the access log before it is answered. */
export interface Identities {
  /** @throws DomainError `beneficiary_not_found`, `view_needs_purpose` */
  view(asker: Asker, id: string, purpose: ViewPurpose | undefined): Promise<WholeIdentity>
  /** @throws DomainError `beneficiary_not_found`, `person_erased` */
  change(asker: Asker, id: string, data: PersonalData): Promise<void>
  /**
   * Those in reach who have everything that is asked for, at most `limit`, by code.
   *
   * @throws DomainError `search_too_little`, `view_needs_purpose`
   */
  search(
    asker: Asker,
    query: PersonQuery,
    options: { readonly limit: number; readonly purpose?: ViewPurpose | undefined },
  ): Promise<readonly Identified[]>
  /** The same people, and who they are; each of them is in the access log as exported. */
  identify(asker: Asker, people: readonly Person[]): Promise<readonly Identified[]>
  /**
   * Removes everything personal, and takes back the wallet, its links and the PIN, in one commit; the code, the books
   * and the history under the code stay. Again, nothing changes.
   *
   * @throws DomainError `beneficiary_not_found`
   */
  erase(asker: Asker, id: string, ground: ErasureGround): Promise<void>
}

export function createIdentities(deps: CaseDeps): Identities {
  return {
    view: (asker, id, purpose) => view(deps, asker, id, purpose),
    change: (asker, id, data) => change(deps, asker, id, data),
    search: (asker, query, options) => search(deps, asker, query, options),
    identify: (asker, people) =>
      identify(deps, asker, people, { action: 'beneficiary.exported', purpose: 'accompaniment' }),
    erase: (asker, id, ground) => erase(deps, asker, id, ground),
  }
}

/** An operator walks with people and need not say why; everybody else does, in one of the words of the list. */
function purposeOf({ who }: Asker, given: ViewPurpose | undefined): ViewPurpose {
  if (who.role === 'operator') return given ?? 'accompaniment'
  if (given !== undefined && given !== 'accompaniment') return given
  throw new DomainError(
    'view_needs_purpose',
    'Say why you have to know who this is; it is written down.',
  )
}

async function view(
  deps: CaseDeps,
  asker: Asker,
  id: string,
  given: ViewPurpose | undefined,
): Promise<WholeIdentity> {
  const action = 'beneficiary.viewed'
  const person = await reachPerson(deps, asker, id, action)
  const purpose = purposeOf(asker, given)
  await recordViews(deps, asker, [person], { action, purpose })
  const plans = await selectPlans(deps.db.sql, id)
  const planIds = plans.map((plan) => plan.id)
  const [identities, objectives] = await Promise.all([
    deps.personal.read('identity', [id]),
    deps.personal.read('objectives', planIds),
  ])
  return { personal: parsed(identities.get(id)), objectives }
}

async function change(deps: CaseDeps, asker: Asker, id: string, data: PersonalData): Promise<void> {
  const action = 'beneficiary.identified'
  const { contactPointId } = await reachPerson(deps, asker, id, action)
  const { who, ...request } = asker
  await deps.db.sql.begin(async (tx) => {
    await writeIdentityIn(tx, deps, id, data)
    await deps.accessLog.recordIn(tx, {
      ...{ actor: who, action, outcome: 'done', contactPointId, ...request },
      subject: { kind: 'beneficiary', id },
    })
  })
}

async function search(
  deps: CaseDeps,
  asker: Asker,
  query: PersonQuery,
  { limit, purpose: given }: { readonly limit: number; readonly purpose?: ViewPurpose | undefined },
): Promise<readonly Identified[]> {
  const purpose = purposeOf(asker, given)
  const digests = deps.personal.digestsOf(termsOfQuery(query))
  if (digests.length === 0) {
    throw new DomainError('search_too_little', 'There is no letter or digit to look for.')
  }
  const today = romeDay(deps.runtime.now())
  const within = asker.who.contactPointIds
  const rows = await selectPeople(deps.db.sql, { limit, today, within, digests })
  const action = 'beneficiary.viewed'
  return identify(
    deps,
    asker,
    rows.map((row) => personOf(row, today)),
    { action, purpose },
  )
}

interface Viewing {
  readonly action: 'beneficiary.viewed' | 'beneficiary.exported'
  readonly purpose: ViewPurpose
}

async function identify(
  deps: CaseDeps,
  asker: Asker,
  people: readonly Person[],
  viewing: Viewing,
): Promise<readonly Identified[]> {
  await recordViews(deps, asker, people, viewing)
  const ids = people.map(({ id }) => id)
  const texts = await deps.personal.read('identity', ids)
  return people.map((person) => ({ ...person, personal: parsed(texts.get(person.id)) }))
}

async function recordViews(
  { accessLog }: CaseDeps,
  { who, ...request }: Asker,
  people: readonly Pick<Beneficiary, 'id' | 'contactPointId'>[],
  { action, purpose }: Viewing,
): Promise<void> {
  await Promise.all(
    people.map(({ id, contactPointId }) =>
      accessLog.record({
        ...{ actor: who, action, outcome: 'done', contactPointId, ...request },
        ...{ subject: { kind: 'beneficiary', id }, detail: { purpose } },
      }),
    ),
  )
}

async function erase(
  deps: CaseDeps,
  asker: Asker,
  id: string,
  ground: ErasureGround,
): Promise<void> {
  const { db, runtime, accessLog } = deps
  const action = 'beneficiary.erased'
  const { contactPointId } = await reachPerson(deps, asker, id, action)
  const { who, ...request } = asker
  await db.sql.begin(async (tx) => {
    if ((await personalStore.holdPerson(tx, id)).isErased) return
    const erasedAt = new Date(runtime.now())
    await personalStore.erasePerson(tx, { beneficiaryId: id, ground, erasedAt, erasedBy: who.id })
    await deps.devices.removeIn(tx, id, who)
    await deps.outbox.forgetIn(tx, id)
    await accessLog.recordIn(tx, {
      ...{ actor: who, action, outcome: 'done', contactPointId, ...request },
      ...{ subject: { kind: 'beneficiary', id }, detail: { ground } },
    })
  })
  deps.devices.forget()
}

/** What was sealed was written by this service, in the form of {@link PersonalData}. */
function parsed(text: string | undefined): PersonalData | null {
  return text === undefined ? null : (JSON.parse(text) as PersonalData)
}
