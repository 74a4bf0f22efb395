import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { jobWaker, startJobs } from '../../src/db/jobs.ts'
import { createLog } from '../../src/log.ts'
import { createTestDatabase } from '../support/database.ts'

const fresh = await createTestDatabase()
afterAll(() => fresh.drop())

async function until(check: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !check(); i++) await sleep(50)
}

test('a job that is due is done by one of the workers, and what fails is told without its words', async () => {
  const lines: string[] = []
  const log = createLog('info', { write: (line) => lines.push(line) })
  const ran: string[] = []
  const jobs = (worker: string) => [
    {
      name: 'works',
      cron: '* * * * *',
      run: async () => {
        ran.push(worker)
        return 3
      },
    },
    {
      name: 'fails',
      cron: '* * * * *',
      run: async () => {
        throw new RangeError('SECRET')
      },
    },
  ]
  const workers = await Promise.all(
    ['a', 'b', 'c'].map((name) => startJobs(fresh.url, jobs(name), log)),
  )
  await until(() => ran.length > 0 && lines.some((line) => line.includes('job failed')))
  for (const worker of workers) await worker.stop()
  // One at least was due; where the minute changed meanwhile, two.
  const [done] = await fresh.db.sql`
    SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'works' AND state = 'completed'`
  expect(ran).toHaveLength(done?.n)
  const told = lines.map((line) => JSON.parse(line))
  expect(told).toContainEqual(expect.objectContaining({ job: 'works', count: 3, msg: 'job done' }))
  expect(told).toContainEqual(
    expect.objectContaining({ job: 'fails', msg: 'job failed', level: 'error' }),
  )
  expect(lines.join('')).not.toContain('SECRET')
  const kept = await fresh.db
    .sql`SELECT output::text AS output FROM pgboss.job WHERE name = 'fails'`
  expect(kept.length).toBeGreaterThan(0)
  expect(JSON.stringify(kept)).not.toContain('SECRET')
})

test('a job that is asked for is done without waiting for its hour, and asking for an unknown one does no harm', async () => {
  const log = createLog('silent', { write: () => {} })
  let ran = 0
  const job = {
    name: 'asked',
    cron: '0 0 1 1 *',
    run: async () => {
      ran += 1
      return 1
    },
  }
  const wake = jobWaker(fresh.db)
  await wake('asked')
  const worker = await startJobs(fresh.url, [job], log)
  expect(ran).toBe(0)
  await wake('asked')
  await until(() => ran > 0)
  await worker.stop()
  expect(ran).toBe(1)
})
