import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  customType,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'

const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const count = (name: string) => bigint(name, { mode: 'bigint' }).notNull()

/** One row: the name of the log, so that a head of one can never pass for that of another. */
export const ledgerTree = pgTable(
  'ledger_tree',
  {
    one: smallint().primaryKey().default(1),
    logId: uuid('log_id').notNull(),
  },
  (table) => [check('ledger_tree_one_row', sql`${table.one} = 1`)],
)

/** The hashes of 256 leaves in a row. Only whole tiles are stored; what is behind the last is hashed when needed. */
export const ledgerTreeTile = pgTable(
  'ledger_tree_tile',
  {
    /** The tile holds the leaves from 256 times this on. */
    index: bigint({ mode: 'bigint' }).primaryKey(),
    hashes: bytes('hashes').notNull(),
  },
  (table) => [
    check('ledger_tree_tile_whole', sql`octet_length(${table.hashes}) = 8192`),
    check('ledger_tree_tile_index', sql`${table.index} >= 0`),
  ],
)

/** The roots of complete subtrees of 256, 256^2, 256^3, … leaves. */
export const ledgerTreeNode = pgTable(
  'ledger_tree_node',
  {
    /** The subtree has 256 to this power leaves. */
    level: smallint().notNull(),
    index: count('index'),
    hash: bytes('hash').notNull(),
  },
  (table) => [
    primaryKey({ name: 'ledger_tree_node_pkey', columns: [table.level, table.index] }),
    check('ledger_tree_node_hash', sql`octet_length(${table.hash}) = 32`),
    check('ledger_tree_node_place', sql`${table.level} between 1 and 7 and ${table.index} >= 0`),
  ],
)

/** What was signed about the log, and when. */
export const ledgerTreeHead = pgTable(
  'ledger_tree_head',
  {
    /** 1, 2, 3, … */
    number: bigint({ mode: 'bigint' }).primaryKey(),
    size: count('size'),
    root: bytes('root').notNull(),
    signedAt: timestamp('signed_at', { withTimezone: true, precision: 6, mode: 'date' }).notNull(),
    jws: text().notNull(),
  },
  (table) => [
    index('ledger_tree_head_at_size').on(table.size),
    check('ledger_tree_head_root', sql`octet_length(${table.root}) = 32`),
    check('ledger_tree_head_size', sql`${table.size} >= 0 and ${table.number} > 0`),
  ],
)
