import type { Path } from '../model.ts'
import { ACCOUNT, CODE, OUTPUT } from './layout.ts'
import type { SponsorshipParameters } from './parameters.ts'

/** So many pay their pledge, and the matching fund adds its part, as long as it has something. */
export function collect(path: Path, parameters: SponsorshipParameters, paying: number): void {
  const { books, outputs } = path
  const { pledge } = parameters.sponsors
  const { ratio, cap } = parameters.matching
  const paid = paying * pledge
  if (books.mode === 'aggregate') {
    books.post(CODE.pledge, ACCOUNT.sponsors, ACCOUNT.fund, paid)
  } else {
    for (let one = 0; one < paying; one++) {
      books.post(CODE.pledge, ACCOUNT.sponsors, ACCOUNT.fund, pledge)
    }
  }
  const left = cap - (outputs[OUTPUT.matched] as number)
  const matched = Math.min(Math.floor(paid * ratio + 0.5), left)
  books.post(CODE.match, ACCOUNT.matchers, ACCOUNT.fund, matched)
  outputs[OUTPUT.collected] = (outputs[OUTPUT.collected] as number) + paid
  outputs[OUTPUT.matched] = (outputs[OUTPUT.matched] as number) + matched
}

/**
 * Pays what is due: so much in kind, the rest from the fund, and what the fund lacks from the programme.
 *
 * @param code of the entries; the gap has its own
 * @param account the expense
 * @param due cents, besides what is given in kind
 */
export function spend(
  path: Path,
  code: number,
  account: number,
  due: number,
  inKind: number,
): void {
  const { books, outputs } = path
  books.post(CODE.inKind, ACCOUNT.givers, account, inKind)
  const lacking = due - books.postAtMost(code, ACCOUNT.fund, account, due)
  books.post(CODE.gap, ACCOUNT.programme, account, lacking)
  outputs[OUTPUT.inKind] = (outputs[OUTPUT.inKind] as number) + inKind
  outputs[OUTPUT.spent] = (outputs[OUTPUT.spent] as number) + due + inKind
  outputs[OUTPUT.gap] = (outputs[OUTPUT.gap] as number) + lacking
  if (code === CODE.running) outputs[OUTPUT.running] = (outputs[OUTPUT.running] as number) + due
}
