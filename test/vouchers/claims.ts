import type { Principal } from '../../src/access/core/principal.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { balanceOf } from '../../src/ledger/core/account.ts'
import type { Redemption, Voucher } from '../../src/vouchers/service.ts'
import { openProgramme } from './programme.ts'
import { person } from './tills.ts'

export const reason = 'goods_returned'
export const refused = (code: string) => ({ code })

/** A programme with two operators and a grocer, and what they do about what was redeemed. */
export async function openClaims(seed: string) {
  const programme = await openProgramme(seed)
  const anna = person(programme.id(), 'operator', { contactPointIds: ['BI-SC'] })
  const bruno = person(programme.id(), 'operator', { contactPointIds: ['BI-SC'] })
  const shop: Principal = { kind: 'key', id: programme.id(), role: 'partner', partnerId: 'BI-FOOD' }
  /** A voucher of 50.00 of which an amount was spent. */
  async function spent(amount: bigint): Promise<{ voucher: Voucher; redemption: Redemption }> {
    const voucher = await programme.issue()
    return { voucher, redemption: await programme.redeem(voucher, amount) }
  }
  const refund = (redemption: Redemption, amount: bigint, by = shop, id = programme.id()) =>
    programme.vouchers.refund({ id, redemptionId: redemption.id, amount, reason }, by)
  const dispute = (redemption: Redemption, amount: bigint, by = shop, id = programme.id()) =>
    programme.vouchers.openDispute(
      { id, redemptionId: redemption.id, amount, reason: 'Never delivered' },
      by,
    )
  const remaining = async ({ id }: Voucher) => (await programme.vouchers.get(id)).remaining
  const held = async (id: Uuid) => {
    const account = await programme.ledger.findAccount(id)
    return account === undefined ? undefined : balanceOf(account)
  }
  async function payable() {
    const partner = await programme.network.findPartner('BI-FOOD')
    if (partner === undefined) throw new Error('there is a grocer')
    return partner.payableAccountId
  }
  /** Pays the grocer all that it is owed, as a settlement would. */
  async function settle(): Promise<void> {
    const id = await payable()
    const { network, ledger } = programme
    const partner = await network.findPartner('BI-FOOD')
    const owed = partner === undefined ? 0n : await network.owedTo(partner)
    if (owed === 0n) return
    const bank = await programme.test.db.sql<{ id: Uuid }[]>`
    select id from ledger_account where code = 1010 and unit = 'EUR'`
    const moved = { debitAccountId: id, creditAccountId: bank[0]?.id ?? id, amount: owed }
    const rest = { unit: partner?.unit ?? ('EUR' as never), code: 900, flags: [] }
    await ledger.post({ transfers: [{ id: programme.id(), ...moved, ...rest }] })
  }
  const people = { anna, bruno, shop }
  return { programme, ...people, spent, refund, dispute, remaining, held, payable, settle }
}
