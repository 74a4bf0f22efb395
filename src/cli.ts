import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { KEY_ROLES, type KeyRole, STAFF_ROLES } from './access/core/principal.ts'
import { SIGNING_PURPOSES, type SigningPurpose } from './access/core/signing.ts'
import type { AnalyseArguments } from './cli/analyse.ts'
import type { BookOptions } from './cli/book.ts'
import type { CompareArguments } from './cli/compare.ts'
import type { OptimiseArguments } from './cli/optimise.ts'
import type { SimulateArguments } from './cli/simulate.ts'
import type { InviteOptions } from './cli/staff.ts'
import type { StudyArguments } from './cli/study.ts'
import { addEvidenceCommands } from './cli/study-evidence.ts'
import { BOOK_LANGUAGES } from './ledger/core/book-languages.ts'
import { packageRoot } from './package-root.ts'

const ENVIRONMENT = `
Where the data is: FRANOI_DATA_DIR (a folder with a database of its own) or DATABASE_URL (any PostgreSQL
from 15 on, together with FRANOI_SECRET). All variables: docs/operating.md.`

/** Where somebody finds what `--partner` wants. */
const PARTNER_IDS =
  'The ids of partners stand in partners.csv, at /api/v1/partners and in the addresses below /desk/partners'

const program = new Command('fra-noi')
  .description('Solidarity vouchers on a provable double-entry ledger.')
  .version(JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')).version)
  .addHelpText('after', ENVIRONMENT)

program
  .command('serve')
  .description('Start the service: pages, API, and its own database where DATABASE_URL is not set.')
  .addHelpText('after', ENVIRONMENT)
  .action(() => finish(async () => (await import('./cli/serve.ts')).serve()))

program
  .command('worker')
  .description(
    'Do the scheduled work (what is due expires). Needed beside services that share a database.',
  )
  .addHelpText('after', ENVIRONMENT)
  .action(() => finish(async () => (await import('./cli/worker.ts')).work()))

program
  .command('migrate')
  .description(
    'Bring the database to the form that this version expects. "serve" does so by itself.',
  )
  .addHelpText('after', ENVIRONMENT)
  .action(() => finish(async () => (await import('./cli/migrate.ts')).migrateDatabase()))

program
  .command('demo')
  .description('Load the demonstration pilot that comes with the program.')
  .addHelpText('after', ENVIRONMENT)
  .action(() => finish(async () => (await import('./cli/import.ts')).importDemonstration()))

program
  .command('import')
  .argument('<folder>', 'folder with the six CSV files of a pilot (docs/reference/pilot-files.md)')
  .description(
    'Import a pilot. Anything wrong is reported with file, line and column, and nothing is kept.',
  )
  .addHelpText('after', ENVIRONMENT)
  .action((folder: string) =>
    finish(async () => (await import('./cli/import.ts')).importFolder(folder)),
  )

program
  .command('book')
  .description(
    'Write the whole book as plain-text accounting: accounts, journals, and the balances to be found.',
  )
  .addOption(
    new Option('--format <format>', 'in which language')
      .choices(Object.keys(BOOK_LANGUAGES))
      .makeOptionMandatory(),
  )
  .option('--output <file>', 'where to; standard output if left out')
  .addHelpText('after', ENVIRONMENT)
  .action((options: BookOptions) =>
    finish(async () => (await import('./cli/book.ts')).exportBook(options)),
  )

program
  .command('export')
  .argument(
    '<folder>',
    'a new folder: JSON lines and CSV, signed heads, public keys, a signed list of files',
  )
  .description('Write the whole book as of now, so that anybody can verify it.')
  .addHelpText('after', ENVIRONMENT)
  .action((folder: string) =>
    finish(async () => (await import('./cli/audit.ts')).exportBundle(folder)),
  )

program
  .command('verify')
  .argument('<folder>', 'what "export" wrote')
  .option('--key <thumbprint>', 'the key that must have signed, known from elsewhere')
  .description(
    'Verify an export: every balance, hash and signature. Needs no database and no network. What is wrong goes to standard output; the exit code is 0 only where nothing is.',
  )
  .action((folder: string, options: { key?: string }) =>
    finish(async () => (await import('./cli/audit.ts')).verifyExport(folder, options)),
  )

program
  .command('audit')
  .description('Verify the book of the live database in the same way, as of now.')
  .addHelpText('after', ENVIRONMENT)
  .action(() => finish(async () => (await import('./cli/audit.ts')).auditBook()))

const keys = program
  .command('keys')
  .description('Make, list and revoke the keys that pages and API ask for; rotate those that sign.')

keys
  .command('create')
  .description('Make a key and print it. It is shown this once and stored only as a digest.')
  .addOption(new Option('--role <role>', 'what it may do').choices(KEY_ROLES).makeOptionMandatory())
  .option('--partner <id>', `whose till it is; needed for the role partner. ${PARTNER_IDS}`)
  .addHelpText('after', ENVIRONMENT)
  .action(({ role, partner }: { role: KeyRole; partner?: string }) =>
    finish(async () =>
      (await import('./cli/keys.ts')).createKey({
        role,
        ...(partner === undefined ? {} : { partnerId: partner }),
      }),
    ),
  )

keys
  .command('list')
  .description('List the keys: id, role, partner, made at, revoked at, separated by tabs.')
  .addHelpText('after', ENVIRONMENT)
  .action(() => finish(async () => (await import('./cli/keys.ts')).listKeys()))

keys
  .command('revoke')
  .argument('<id>', 'the id of the key, as "keys list" shows it')
  .description('Make a key useless, within a second in every running service.')
  .addHelpText('after', ENVIRONMENT)
  .action((id: string) => finish(async () => (await import('./cli/keys.ts')).revokeKey(id)))

keys
  .command('rotate')
  .description(
    'Make a new signing key and print its id. The old one signs no more; what it signed stays valid.',
  )
  .addOption(
    new Option('--purpose <purpose>', 'what it signs')
      .choices(SIGNING_PURPOSES)
      .makeOptionMandatory(),
  )
  .addHelpText('after', ENVIRONMENT)
  .action(({ purpose }: { purpose: SigningPurpose }) =>
    finish(async () => (await import('./cli/keys.ts')).rotateKey(purpose)),
  )

const staff = program
  .command('staff')
  .description('Invite, list, suspend and let in again the people who sign in.')

staff
  .command('invite')
  .description('Invite somebody and print the link that opens once.')
  .requiredOption('--email <address>', 'the address that the person reads')
  .option('--name <name>', 'how the person is called; the beginning of the address if left out')
  .addOption(
    new Option('--role <role>', 'what the person may do')
      .choices(STAFF_ROLES)
      .makeOptionMandatory(),
  )
  .option('--contact-points <ids>', 'where an operator works, separated by commas')
  .option('--partner <id>', `whose owner it is; needed for the role partner_owner. ${PARTNER_IDS}`)
  .option('--association <id>', 'whom the person acts for; needed for the role association')
  .addHelpText('after', ENVIRONMENT)
  .action((options: InviteOptions) =>
    finish(async () => (await import('./cli/staff.ts')).inviteStaff(options)),
  )

staff
  .command('list')
  .description('List the people who sign in: id, address, role, scope, state, separated by tabs.')
  .addHelpText('after', ENVIRONMENT)
  .action(() => finish(async () => (await import('./cli/staff.ts')).listStaff()))

for (const [name, description, act] of [
  ['suspend', 'Let somebody in no more; every session ends at once.', 'suspendStaff'],
  ['reinstate', 'Let somebody in again who was suspended.', 'reinstateStaff'],
  [
    'reset-factor',
    'Take a lost second factor away; the next sign-in sets up a new one.',
    'resetStaffFactor',
  ],
] as const) {
  staff
    .command(name)
    .argument('<address>', 'the e-mail address of the person')
    .description(description)
    .addHelpText('after', ENVIRONMENT)
    .action((address: string) => finish(async () => (await import('./cli/staff.ts'))[act](address)))
}

const personalData = program
  .command('personal-data')
  .description('Look after what is known of who people are; it is kept sealed.')

personalData
  .command('rotate')
  .description(
    'Seal all personal data under a new key and remove those before. Broken off, it goes on where it was.',
  )
  .addHelpText('after', ENVIRONMENT)
  .action(() => finish(async () => (await import('./cli/personal-data.ts')).rotatePersonalData()))

program
  .command('products')
  .description('What vouchers can be good for.')
  .command('presets')
  .description('List products as schemes that exist have them, with the sources of the figures.')
  .action(() => finish(async () => (await import('./cli/products.ts')).listPresets()))

program
  .command('simulate')
  .argument(
    '[scenario]',
    'a scenario file, or the name of a preset; without it, the presets are listed',
  )
  .description('Run a scenario: many possible courses of its months, each with books of its own.')
  .option('--overlay <name>', 'an overlay of the file; may be given several times', gather, [])
  .option('--seed <number>', 'another seed')
  .option('--paths <number>', 'another number of paths')
  .option('--threads <number>', 'how many threads; one for each processor if left out')
  .option('--chunk <number>', 'how many paths a thread is given at a time; changes no figure')
  .option('--seconds <number>', 'break off after so many; what is done is kept')
  .option('--memory <megabytes>', 'refuse a run that could take more; 1024 if left out')
  .option('--out <folder>', 'where result.json, figures.csv, series.csv and run.json go')
  .option('--resume', 'go on with what was broken off in the folder')
  .option('--yes', 'begin also where it may take long')
  .option('--print', 'print the scenario with every default, and do not run it')
  .option('--diff <scenario>', 'print where another scenario differs')
  .option('--replay <path>', 'print the books of one path as a journal for hledger')
  .option('--schema <model>', 'print the JSON Schema of the scenarios of a model')
  .option(
    '--quantity <file>',
    'instead of a scenario: questions in JSON that have an exact answer, each with id, model, case, inputs and quantity (docs/models/closed-forms.md); - for standard input. A line of JSON for each, with a value or an error',
  )
  .action((scenario: string | undefined, options: SimulateArguments) =>
    finish(async () => (await import('./cli/simulate.ts')).runSimulation(scenario, options)),
  )

program
  .command('compare')
  .argument(
    '<scenarios...>',
    'two or more scenario files or presets, each with its overlays: gf500 gf500+recession',
  )
  .description('Run scenarios with the same randomness and tell what differs from the first.')
  .option('--seed <number>', 'another seed')
  .option('--paths <number>', 'another number of paths')
  .option('--threads <number>', 'how many threads; one for each processor if left out')
  .addOption(new Option('--language <language>', 'of the sentences').choices(['it', 'en']))
  .option('--json', 'print every figure as JSON')
  .action((scenarios: readonly string[], options: CompareArguments) =>
    finish(async () => (await import('./cli/compare.ts')).runComparison(scenarios, options)),
  )

program
  .command('optimise')
  .argument('<scenario>', 'a scenario file, or the name of a preset')
  .description(
    'Search for the smallest value of a field with which a target is met, also at its bound of 95 %.',
  )
  .requiredOption('--field <path>', 'the field, such as fund or parameters.fund')
  .requiredOption(
    '--until <target>',
    "such as 'P(ruin) < 1 %', 'mean(grossClaims) < 100000 EUR', 'ratio(paidOfClaimed) > 99 %'",
  )
  .option('--largest', 'search for the largest value instead')
  .option('--overlay <name>', 'an overlay of the file; may be given several times', gather, [])
  .option('--seed <number>', 'another seed')
  .option('--paths <number>', 'another number of paths')
  .option('--threads <number>', 'how many threads; one for each processor if left out')
  .option('--json', 'print the whole search as JSON')
  .action((scenario: string, options: OptimiseArguments) =>
    finish(async () => (await import('./cli/optimise.ts')).runSearch(scenario, options)),
  )

program
  .command('analyse')
  .argument(
    '[analysis]',
    'an analysis file, or the name of one that comes with the program; without it, these are listed',
  )
  .description(
    'Ask a scenario many times over: what moves its figures, what they may be, what fits figures that were seen (docs/guides/analyse.md).',
  )
  .option('--out <folder>', 'where analysis.json, tables as CSV and run.json go')
  .option('--table', 'print the table of runs, and run nothing')
  .option('--schema', 'print the JSON Schema of analysis files')
  .option('--threads <number>', 'how many threads; one for each processor if left out')
  .option('--seconds <number>', 'break off after so many; what is done is kept')
  .option('--resume', 'go on with what was broken off in the folder')
  .action((analysis: string | undefined, options: AnalyseArguments) =>
    finish(async () => (await import('./cli/analyse.ts')).runAnalysis(analysis, options)),
  )

const study = program
  .command('study')
  .description('Which design is worth doing: a feasibility study, from question to report.')

study
  .command('run')
  .argument('<study>', 'a study file, or the name of one that comes with the program')
  .description('Run every design of a study in the same worlds, and write the report.')
  .option('--out <folder>', 'where the reports, study.json, tables as CSV and run.json go')
  .option('--resume', 'go on with what was broken off in the folder')
  .option('--worlds <number>', 'draw what is not known so many times')
  .option('--paths <number>', 'run each world on so many paths')
  .option('--seed <number>', 'another seed')
  .option('--threads <number>', 'how many threads; one for each processor if left out')
  .addOption(new Option('--language <language>', 'of the summary').choices(['it', 'en']))
  .action((file: string, options: StudyArguments) =>
    finish(async () => (await import('./cli/study.ts')).runStudy(file, options)),
  )

study
  .command('list')
  .description('List the studies that come with the program.')
  .action(() => finish(async () => (await import('./cli/study.ts')).listStudies()))

study
  .command('schema')
  .description('Print the JSON Schema of study files.')
  .action(() => finish(async () => (await import('./cli/study.ts')).printStudySchema()))

addEvidenceCommands(study, finish)

await program.parseAsync()

/** Each command loads what it needs and nothing else: the whole service takes a second to load. */
async function finish(work: () => Promise<void> | void): Promise<void> {
  const terminal = await import('./cli/terminal.ts')
  await terminal.finish(async () => work())
}

/** Options that are given several times. */
function gather(value: string, before: readonly string[]): readonly string[] {
  return [...before, value]
}
