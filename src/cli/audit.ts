import { resolve } from 'node:path'
import { describeFinding, Findings } from '../ledger/core/proof/findings.ts'
import { BUNDLE_TYPE } from '../ledger/core/proof/head.ts'
import { toHex } from '../ledger/core/proof/text-codes.ts'
import { type BookSummary, verifyBook } from '../ledger/core/proof/verify-book.ts'
import { verifyFolder, writeBundle } from '../ledger/proof/bundle.ts'
import { sha256 } from '../ledger/proof/sha256.ts'
import { checkSignature } from '../ledger/proof/signatures.ts'
import { print, tell } from './terminal.ts'
import { withProgram } from './with-program.ts'

/** Writes the whole book into a folder, signed. */
export async function exportBundle(folder: string): Promise<void> {
  await withProgram(async ({ services: { proofs, keys } }) => {
    const place = resolve(folder)
    const size = await proofs.snapshot(async (book) => {
      await writeBundle(place, book, (claims) => keys.signToken('tree', BUNDLE_TYPE, claims))
      return book.size
    })
    tell(`${place} holds the book with ${size} transfers. Verify it with: fra-noi verify ${folder}`)
  })
}

/** Verifies a bundle from its files alone. The exit code is 0 only where nothing is wrong. */
export async function verifyExport(folder: string, options: { key?: string }): Promise<void> {
  const { findings, summary, takenAt } = await verifyFolder(resolve(folder), options.key)
  report(findings, summary, takenAt)
}

/** Verifies the book of the live database, as of now. The exit code is 0 only where nothing is wrong. */
export async function auditBook(): Promise<void> {
  await withProgram(async ({ services: { proofs, minting } }) => {
    await proofs.snapshot(async ({ open, takenAt }) => {
      const findings = new Findings()
      const summary = await verifyBook({ open, sha256, checkSignature, takenAt }, findings)
      report(findings, summary, takenAt)
    })
    for (const { instrumentId, invariant, is, should } of await minting.breaches()) {
      print(`${instrumentId}: ${invariant} does not hold: ${is} and not ${should}`)
      process.exitCode = 1
    }
  })
}

function report(findings: Findings, summary: BookSummary, takenAt: string): void {
  for (const finding of findings.kept) print(describeFinding(finding))
  const { log, accounts, transfers, heads, root, kids, units } = summary
  tell(`The log ${log ?? '(unnamed)'} as of ${takenAt}`)
  tell(`${accounts} accounts, ${transfers} transfers, ${heads} signed heads`)
  for (const [unit, { debits, credits }] of units)
    tell(`${unit}: debits ${debits}, credits ${credits}`)
  tell(`root ${toHex(root)}`)
  for (const kid of kids) tell(`signed with the key ${kid}`)
  const { count, kept } = findings
  if (count === 0) {
    tell('All is well: balances, order, hashes, roots and signatures are as they must be.')
    return
  }
  const more = count > kept.length ? `; the first ${kept.length} are listed` : ''
  tell(`${count} findings${more}.`)
  process.exitCode = 1
}
