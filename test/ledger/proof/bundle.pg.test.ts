import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSigningKeys, type SigningKeys } from '../../../src/access/keys.ts'
import { connect } from '../../../src/db/client.ts'
import { describeFinding, Findings } from '../../../src/ledger/core/proof/findings.ts'
import { BUNDLE_TYPE, keyLines, TREE_HEAD_TYPE } from '../../../src/ledger/core/proof/head.ts'
import { accountLines, headLines, transferLines } from '../../../src/ledger/core/proof/records.ts'
import { toHex } from '../../../src/ledger/core/proof/text-codes.ts'
import { verifyBook } from '../../../src/ledger/core/proof/verify-book.ts'
import { fileLines } from '../../../src/ledger/core/proof/verify-bundle.ts'
import { verifyFolder, writeBundle } from '../../../src/ledger/proof/bundle.ts'
import { createProofs, type Proofs } from '../../../src/ledger/proof/service.ts'
import { sha256 } from '../../../src/ledger/proof/sha256.ts'
import { checkSignature } from '../../../src/ledger/proof/signatures.ts'
import { createLedger, type Ledger } from '../../../src/ledger/service.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { frozenRuntime } from '../../support/frozen-runtime.ts'
import { propertySeed } from '../../support/seed.ts'
import { accountId, openAccounts, postMany, transferId } from './busy-books.ts'

const runtime = frozenRuntime('bundle', '2027-01-15T08:00:00Z')
const home = mkdtempSync(join(tmpdir(), 'fra-noi-bundle-'))
const bundle = join(home, 'bundle')
const TRANSFERS = 1200
let database: TestDatabase
let keys: SigningKeys
let ledger: Ledger
let proofs: Proofs

beforeAll(async () => {
  database = await createTestDatabase()
  keys = createSigningKeys({ db: database.db, runtime, secret: 'the secret of the bundle test' })
  ledger = createLedger({ db: database.db, runtime, now: runtime.now })
  proofs = createProofs({
    db: database.db,
    now: runtime.now,
    publicKeys: () => keys.treeKeys(),
    sign: (claims) => keys.signToken('tree', TREE_HEAD_TYPE, { ...claims }),
  })
  await openAccounts(ledger)
  for (const part of [0, 300, 600, 900]) {
    await postMany(ledger, 300, part)
    runtime.advance(30_000)
    await proofs.head()
    if (part === 600) await ledger.expireDue()
    if (part === 300) await keys.rotate('tree')
  }
  // An id that fails for good.
  const { debitAccountId, creditAccountId, unit } = await first()
  const sides = { debitAccountId: creditAccountId, creditAccountId: debitAccountId, unit }
  const [failed] = (
    await ledger.post({
      transfers: [{ ...sides, id: transferId(99_999), amount: 1n << 60n, code: 1, flags: [] }],
    })
  ).transfers
  expect(failed?.status).toBe('exceeds_credits')
  await proofs.snapshot((book) => writeBundle(bundle, book, signManifest))
})
afterAll(async () => {
  rmSync(home, { recursive: true, force: true })
  await ledger.close()
  await database.drop()
})

const signManifest = (claims: object) => keys.signToken('tree', BUNDLE_TYPE, { ...claims })

async function first() {
  const found = await ledger.findTransfer(transferId(0))
  if (found === undefined) throw new Error('the first transfer is there')
  return found
}

/** Verifies a copy of the bundle in which something was changed. */
async function verifyChanged(change: (folder: string) => void | Promise<void>, kid?: string) {
  const folder = mkdtempSync(join(home, 'changed-'))
  cpSync(bundle, folder, { recursive: true })
  await change(folder)
  const { findings } = await verifyFolder(folder, kid)
  rmSync(folder, { recursive: true })
  return findings.kept.map(describeFinding)
}

function editLines(folder: string, file: string, edit: (lines: string[]) => string[]): void {
  const path = join(folder, file)
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  writeFileSync(path, `${edit(lines).join('\n')}\n`)
}

/** Brings the manifest in line with the files, as whoever changed them would; the signature is not renewed. */
function listAgain(folder: string): void {
  editLines(folder, 'manifest.jsonl', (lines) =>
    lines.map((line) => {
      const file = fileLines.read(line)
      if (file === undefined) return line
      const bytes = readFileSync(join(folder, file.name))
      return fileLines.write({ ...file, bytes: `${bytes.length}`, sha256: toHex(sha256(bytes)) })
    }),
  )
}

describe('an export', () => {
  test('verifies, and tells what it holds', async () => {
    const { findings, summary } = await verifyFolder(bundle)
    expect(findings.kept.map(describeFinding)).toEqual([])
    expect(summary).toMatchObject({ accounts: 16, transfers: TRANSFERS, heads: 4 })
    expect(summary.kids).toHaveLength(2)
    for (const { debits, credits } of summary.units.values()) expect(debits).toBe(credits)
    expect(readdirSync(bundle).sort()).toEqual([
      'accounts.csv',
      'accounts.jsonl',
      'failed.csv',
      'failed.jsonl',
      'heads.jsonl',
      'keys.jsonl',
      'leaves.txt',
      'manifest.jsonl',
      'manifest.jws',
      'pendings.csv',
      'pendings.jsonl',
      'transfers.csv',
      'transfers.jsonl',
    ])
    expect(readFileSync(join(bundle, 'failed.jsonl'), 'utf8')).toContain(transferId(99_999))
    const states = readFileSync(join(bundle, 'pendings.csv'), 'utf8')
    for (const state of ['posted', 'voided', 'expired', 'pending']) expect(states).toContain(state)
  })

  test('goes into a folder of its own', async () => {
    const again = proofs.snapshot((book) => writeBundle(bundle, book, signManifest))
    await expect(again).rejects.toThrow(/is not empty/)
    await expect(async () => verifyFolder(join(home, 'nowhere'))).rejects.toThrow(/no folder/)
  })

  test('with any single bit turned in any file does not verify', async () => {
    const seed = propertySeed('bits turned')
    const files = fc.constantFrom(...readdirSync(bundle))
    const places = fc.tuple(files, fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(7))
    await fc.assert(
      fc.asyncProperty(places, async ([file, place, bit]) => {
        const found = await verifyChanged((folder) => {
          const bytes = readFileSync(join(folder, file))
          const at = Math.floor(place * bytes.length)
          bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
          writeFileSync(join(folder, file), bytes)
        })
        expect(found.join('\n')).toContain(file)
      }),
      { seed, numRuns: 150 },
    )
  })

  test.each([
    'manifest.jsonl',
    'manifest.jws',
    'keys.jsonl',
    'heads.jsonl',
    'leaves.txt',
    'transfers.csv',
  ])('without its %s does not verify', async (file) => {
    const found = await verifyChanged((folder) => rmSync(join(folder, file)))
    expect(found.join('\n')).toContain(`${file}: is missing`)
  })
})

describe('whoever changes an export and its list of files', () => {
  test('by an amount is told the line and the balance that was expected', async () => {
    const found = await verifyChanged((folder) => {
      editLines(folder, 'transfers.jsonl', (lines) => {
        lines[400] = (lines[400] ?? '').replace(/"amount":"(\d+)"/, '"amount":"1$1"')
        return lines
      })
      listAgain(folder)
    })
    expect(found[0]).toMatch(/^transfers\.jsonl:401: debitBalance is -?\d+; -?\d+ was expected$/)
    expect(found).toContainEqual(
      expect.stringMatching(/^transfers\.jsonl:401: is not the line that was hashed/),
    )
    expect(found.some((line) => line.startsWith('heads.jsonl:2: signs the root'))).toBe(true)
    expect(found.some((line) => line.startsWith('manifest.jsonl: has the SHA-256'))).toBe(true)
    expect(found.some((line) => line.startsWith('transfers.csv: does not say'))).toBe(true)
  })

  test('by a code that no balance depends on is told the line all the same', async () => {
    const found = await verifyChanged((folder) => {
      editLines(folder, 'transfers.jsonl', (lines) => {
        lines[704] = (lines[704] ?? '').replace(/"code":\d+/, '"code":999')
        return lines
      })
      listAgain(folder)
    })
    expect(found.filter((line) => line.startsWith('transfers.jsonl'))).toEqual([
      expect.stringMatching(/^transfers\.jsonl:705: is not the line that was hashed/),
    ])
  })

  test('by a line less, or two in another order, is told where', async () => {
    const removed = await verifyChanged((folder) => {
      editLines(folder, 'transfers.jsonl', (lines) => lines.toSpliced(500, 1))
      listAgain(folder)
    })
    expect(removed).toContain('transfers.jsonl:501: has the position 502; 501 was expected')
    const last = await verifyChanged((folder) => {
      editLines(folder, 'transfers.jsonl', (lines) => lines.slice(0, -1))
      listAgain(folder)
    })
    expect(last).toContain('heads.jsonl:4: was signed over 1200 transfers; there are 1199')
    expect(last).toContain('transfers.jsonl:1200: is missing: leaves.txt goes on')
    const swapped = await verifyChanged((folder) => {
      editLines(folder, 'transfers.jsonl', (lines) => {
        const [a = '', b = ''] = [lines[10], lines[11]]
        return lines.with(10, b).with(11, a)
      })
      listAgain(folder)
    })
    expect(swapped).toContain('transfers.jsonl:11: has the position 12; 11 was expected')
  })

  test('by a transfer written twice is told both lines', async () => {
    const found = await verifyChanged((folder) => {
      editLines(folder, 'transfers.jsonl', (lines) => {
        const id = transferLines.read(lines[3] ?? '')?.id ?? ''
        lines[9] = (lines[9] ?? '').replace(/"id":"[^"]+"/, `"id":"${id}"`)
        return lines
      })
      listAgain(folder)
    })
    expect(found).toContain(`transfers.jsonl:10: has the id ${transferId(3)}, which line 4 has`)
  })

  test("by an account's balance or limit is told the account", async () => {
    const id = accountId('EUR', 3)
    let line = 0
    const edit = (changes: (account: { creditsPosted: string }) => object) => (folder: string) => {
      editLines(folder, 'accounts.jsonl', (lines) => {
        line = lines.findIndex((one) => one.includes(id)) + 1
        const account = accountLines.read(lines[line - 1] ?? '')
        if (account === undefined) throw new Error('the account is there')
        lines[line - 1] = accountLines.write({ ...account, ...changes(account) })
        return lines
      })
      listAgain(folder)
    }
    const balance = await verifyChanged(
      edit(({ creditsPosted }) => ({ creditsPosted: `${BigInt(creditsPosted) + 5n}` })),
    )
    expect(balance).toContainEqual(
      expect.stringMatching(
        `^accounts.jsonl:${line}: creditsPosted of ${id} is \\d+; the transfers give \\d+$`,
      ),
    )
    expect(balance).toContainEqual(
      expect.stringMatching(/^accounts\.jsonl: the debits of EUR come to/),
    )
    const limit = await verifyChanged(edit(() => ({ flags: '2' })))
    expect(limit).toContainEqual(
      expect.stringMatching(`leaves the account ${id} where credits exceed debits by`),
    )
  })

  test('by what became of a pending transfer is told what did', async () => {
    const found = await verifyChanged((folder) => {
      editLines(folder, 'pendings.jsonl', (lines) =>
        lines.map((line, at) => (at === 0 ? line.replace('posted', 'voided') : line)),
      )
      listAgain(folder)
    })
    expect(found).toContainEqual(
      expect.stringMatching(/^pendings\.jsonl:1: says voided; it was posted by/),
    )
  })

  test('by a head signed with a key of his own is told that the key is not ours', async () => {
    const kids = (await keys.treeKeys()).map(({ kid }) => kid)
    const other = await createTestDatabase()
    const forger = createSigningKeys({
      db: other.db,
      runtime: frozenRuntime('forger'),
      secret: 'his',
    })
    const forge = async (folder: string) => {
      const { findings } = await verifyFolder(folder)
      expect(findings.count).toBe(0)
      const lines = readFileSync(join(folder, 'heads.jsonl'), 'utf8').split('\n').slice(0, -1)
      const heads = await Promise.all(
        lines.map(async (line) => {
          const head = headLines.read(line)
          if (head === undefined) throw new Error('a head')
          const { size, root, time } = head
          const log = (await verifyFolder(folder)).summary.log ?? ''
          const claims = { log, size, root, time }
          return headLines.write({
            ...head,
            jws: await forger.signToken('tree', TREE_HEAD_TYPE, claims),
          })
        }),
      )
      editLines(folder, 'heads.jsonl', () => heads)
      listAgain(folder)
    }
    const withoutKey = await verifyChanged(forge)
    const [own] = await forger.treeKeys()
    expect(withoutKey).toContainEqual(
      expect.stringMatching(
        `heads.jsonl:1: was signed with the key ${own?.kid}, which is not among`,
      ),
    )
    const swap = async (folder: string) => {
      await forge(folder)
      editLines(folder, 'keys.jsonl', (lines) => [
        ...lines,
        keyLines.write({
          kty: 'OKP',
          crv: 'Ed25519',
          use: 'sig',
          alg: 'EdDSA',
          kid: own?.kid ?? '',
          x: own?.x ?? '',
        }),
      ])
      listAgain(folder)
      const manifest = readFileSync(join(folder, 'manifest.jsonl'))
      const claims = { sha256: toHex(sha256(manifest)) }
      writeFileSync(
        join(folder, 'manifest.jws'),
        `${await forger.signToken('tree', BUNDLE_TYPE, claims)}\n`,
      )
    }
    // Whoever has another key and signs everything anew has a bundle of his own: only knowing the key tells.
    expect(await verifyChanged(swap)).toEqual([])
    expect(await verifyChanged(swap, kids.at(-1))).toEqual([
      `heads.jsonl: no head is signed with the key ${kids.at(-1)}`,
    ])
    await other.drop()
  })

  test('by the key behind a name is told that it is not the key of this name', async () => {
    const found = await verifyChanged((folder) => {
      editLines(folder, 'keys.jsonl', (lines) => {
        const [one, two] = lines.map((line) => keyLines.read(line))
        if (one === undefined || two === undefined) throw new Error('two keys')
        return [keyLines.write({ ...one, x: two.x }), keyLines.write({ ...two, x: one.x })]
      })
      listAgain(folder)
    })
    expect(found).toContain('keys.jsonl:1: is no Ed25519 key under its own thumbprint')
  })
})

describe('an audit', () => {
  const audit = () =>
    proofs.snapshot(async ({ open, takenAt }) => {
      const findings = new Findings()
      await verifyBook({ open, takenAt, sha256, checkSignature }, findings)
      return findings.kept.map(describeFinding)
    })

  test('of the live database finds nothing, also while it is written to', async () => {
    const writing = postMany(ledger, 800, 1200)
    const audits = [await audit(), await audit()]
    await writing
    expect([...audits, await audit()]).toEqual([[], [], []])
  })

  test('finds what the owner of the database has changed behind our back', async () => {
    const owner = connect(database.ownerUrl, { role: null, poolSize: 1 })
    await owner.sql`ALTER TABLE ledger_log DISABLE TRIGGER ledger_log_is_final`
    await owner.sql`UPDATE ledger_log SET code = code + 1 WHERE position = 5`
    expect(await audit()).toContainEqual(
      expect.stringMatching(/^transfers\.jsonl:5: is not the line that was hashed/),
    )
    await owner.sql`UPDATE ledger_log SET code = code - 1 WHERE position = 5`
    await owner.sql`
      UPDATE ledger_account SET debits_posted = debits_posted + 1 WHERE id = ${accountId('EUR', 0)}`
    expect(await audit()).toContainEqual(
      expect.stringMatching(`debitsPosted of ${accountId('EUR', 0)} is`),
    )
    await owner.close()
  })
})
