import { createInterface } from 'node:readline'
import { connectBooks } from './stand.ts'
import { spread, Transfers } from './transfers.ts'
import { sendThrough } from './workloads.ts'

// A process that posts through the ledger's service: `ledger-process.ts URL CALLERS STREAM`. It posts from a line `go`
// on its standard input to a line `stop`, and writes how many transfers were acknowledged, a few times in a second.

const TELL_MS = 10
const [url = '', callers = '512', stream = '1'] = process.argv.slice(2)
const books = connectBooks(url)
const transfers = new Transfers({
  ...{ accounts: books.accounts, pick: spread(books.accounts.length) },
  ...{ stream: Number(stream), beganMs: Date.now() },
})
const send = sendThrough(books.ledger, transfers, 1)
let isGoing = false
let acknowledged = 0

async function call(): Promise<void> {
  while (isGoing) {
    // What was refused because another process did not give the lane back is not a failure of this program.
    const count = await send().catch(() => 0)
    acknowledged += count
    if (count === 0) await new Promise((resolve) => setTimeout(resolve, TELL_MS))
  }
}

setInterval(() => {
  if (acknowledged === 0) return
  process.stdout.write(`${acknowledged}\n`)
  acknowledged = 0
}, TELL_MS)

process.stdout.write('ready\n')
let running: Promise<unknown> = Promise.resolve()
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'go') {
    isGoing = true
    running = Promise.all(Array.from({ length: Number(callers) }, call))
  } else {
    isGoing = false
    await running
    process.stdout.write('idle\n')
  }
}
await books.close()
process.exit()
