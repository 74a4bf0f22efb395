import type { Hono } from 'hono'
import { addAgreement } from './agreement.tsx'
import { addApprovals } from './approvals.tsx'
import { addBatch } from './batch.tsx'
import { addClaims } from './claims.tsx'
import { addClearing } from './clearing.tsx'
import { addClearingRun } from './clearing-run.tsx'
import { addCredit } from './credit.tsx'
import { addDispute } from './dispute.tsx'
import { addDonations } from './donations.tsx'
import { addEnvelopes } from './envelopes.tsx'
import { addFiles } from './files.tsx'
import { addFunding } from './funding.tsx'
import { addGrants } from './grants.tsx'
import { addHandOver } from './hand-over.tsx'
import { addInstrument } from './instrument.tsx'
import { addInstruments } from './instruments.tsx'
import { addIssue } from './issue.tsx'
import { addMeters } from './meters.tsx'
import type { MoneyKit } from './money-kit.tsx'
import { addNewEnvelope } from './new-envelope.tsx'
import { addNewInstrument } from './new-instrument.tsx'
import { addNewPayment } from './new-payment.tsx'
import { addNewSchedule } from './new-schedule.tsx'
import { addPartner } from './partner.tsx'
import { addPartnerDetails } from './partner-details.tsx'
import { addPartnerOutlet } from './partner-outlet.tsx'
import { addPartners } from './partners.tsx'
import { addPayment } from './payment.tsx'
import { addPayments } from './payments.tsx'
import { addPrepared } from './prepared.tsx'
import { addPurchases } from './purchases.tsx'
import { addRedemption } from './redemption.tsx'
import { addRefund } from './refund.tsx'
import { addReleases } from './releases.tsx'
import { addReserve } from './reserve.tsx'
import { addSchedule } from './schedule.tsx'
import { addSchedules } from './schedules.tsx'
import type { DeskEnv } from './session.ts'
import { addVoucher } from './voucher.tsx'
import { addVoucherSearch } from './voucher-search.tsx'

/** The pages about vouchers, money and partners. */
export function addMoneyPages(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  addIssue(routes, kit)
  addBatch(routes, kit)
  addSchedules(routes, kit)
  addNewSchedule(routes, kit)
  addSchedule(routes, kit)
  addApprovals(routes, kit)
  addClaims(routes, kit)
  addRefund(routes, kit)
  addDispute(routes, kit)
  addRedemption(routes, kit)
  addHandOver(routes, kit)
  addVoucherSearch(routes, kit)
  addVoucher(routes, kit)
  addEnvelopes(routes, kit)
  addNewEnvelope(routes, kit)
  addFunding(routes, kit)
  addInstruments(routes, kit)
  addNewInstrument(routes, kit)
  addReserve(routes, kit)
  addGrants(routes, kit)
  addPurchases(routes, kit)
  addDonations(routes, kit)
  addReleases(routes, kit)
  addPrepared(routes, kit)
  addCredit(routes, kit)
  addInstrument(routes, kit)
  addPayments(routes, kit)
  addNewPayment(routes, kit)
  addPayment(routes, kit)
  addFiles(routes, kit)
  addClearing(routes, kit)
  addClearingRun(routes, kit)
  addMeters(routes, kit)
  addPartners(routes, kit)
  addPartnerDetails(routes, kit)
  addAgreement(routes, kit)
  addPartnerOutlet(routes, kit)
  addPartner(routes, kit)
}
