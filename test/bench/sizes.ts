import { connect } from '../../src/db/client.ts'
import { say, sayTable, shown } from './table.ts'

/** A table or an index, and what it takes on the disk. */
interface Relation {
  readonly name: string
  readonly table: string
  readonly bytes: number
}

/** What is too small to be listed, bytes for each transfer. */
const LISTED_FROM = 0.05

/** Says what each table of the ledger and each of its indexes takes for each transfer; the rest is in the sums. */
export async function saySizes(url: string): Promise<void> {
  const owner = connect(url, { role: null, poolSize: 1 })
  const [{ count = 0 } = {}] = await owner.sql<{ count: number }[]>`
    SELECT last_position::float8 AS count FROM ledger_head`
  const relations = await owner.sql<Relation[]>`
    SELECT c.relname AS name, coalesce(t.oid, i.indrelid, c.oid)::regclass::text AS table,
      pg_table_size(c.oid)::float8 - coalesce(pg_table_size(nullif(c.reltoastrelid, 0)), 0)::float8 AS bytes
    FROM pg_class c
    LEFT JOIN pg_index i ON i.indexrelid = c.oid
    LEFT JOIN pg_class t ON t.reltoastrelid = coalesce(i.indrelid, c.oid)
    WHERE c.relkind IN ('r', 'i', 't') AND coalesce(t.oid, i.indrelid, c.oid)::regclass::text LIKE 'ledger\\_%'`
  await owner.close()
  const of = (table: string) => relations.filter((relation) => relation.table === table)
  const sum = (some: readonly Relation[]) => some.reduce((all, { bytes }) => all + bytes, 0) / count
  const transfers = sum(of('ledger_log'))
  say(`\nBytes on disk for each of ${count} transfers:\n`)
  const tables = [...new Set(relations.map(({ table }) => table))].filter(
    (table) => sum(of(table)) >= LISTED_FROM,
  )
  const rows = tables
    .sort((a, b) => sum(of(b)) - sum(of(a)))
    .flatMap((table) => [
      [table, '', shown(sum(of(table)), 1)],
      ...of(table)
        .sort((a, b) => b.bytes - a.bytes)
        .filter(({ bytes }) => bytes / count >= LISTED_FROM)
        .map(({ name, bytes }) => ['', name, shown(bytes / count, 1)]),
    ])
  sayTable(['table', 'of which', 'bytes'], rows)
  const isReached = transfers <= 250
  say(
    `\n- table and indexes of a transfer, at most 250 bytes: ${shown(transfers, 1)}${isReached ? '' : ' (missed)'}`,
  )
}
