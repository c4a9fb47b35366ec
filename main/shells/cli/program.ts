import { Command, Option } from 'commander'
import manifest from '../../../package.json' with { type: 'json' }
import { choice, condition, day, importNumber, times } from './arguments.ts'
import type { Context } from './context.ts'

/** Runs one command with what every command is given; the number is the exit code. */
export type Start = (command: (context: Context) => Promise<number>) => Promise<void>

const bookOption = '--book <file>'
const bookText = 'the book, one file that holds a reconciliation'
const limitsOption = '--limits-times <number>'
const limitsText = 'let a file ask for this many times the usual memory, disk and time'
const asText =
  'what the files are, where their headings do not say it: a section, or SECTION=FILE for one of them; may be repeated'
const asOfText = 'reconcile up to this date (default: the latest date that the reports speak for)'

/**
 * The commands with their arguments and their help; `start` is called with the one that was asked for, which is loaded
 * only then: help and wrong usage do not wait for a database.
 */
export function buildProgram(start: Start): Command {
  const program = new Command('tieout')
    .description('Reconciles AWS Marketplace seller reports offline: billed, disbursed, open and late.')
    .version(manifest.version, '--version', 'print the version')
    .helpCommand(false)
    .addHelpText('after', exitCodeText)
  quiet(program)

  const command = (name: string, description: string, example: string): Command =>
    quiet(
      program
        .command(name)
        .description(description)
        .addHelpText('after', `\nExample:\n${example.replace(/^/gm, '  ')}`),
    )

  command(
    'import',
    'Read report files, folders and ZIP archives into a book. A book that does not exist yet is made.',
    'tieout import ~/Downloads/aws-reports --book acme.tieout',
  )
    .argument('<path...>', 'files, folders or ZIP archives')
    .requiredOption(bookOption, bookText)
    .option('--delivered <date>', 'delivery date of files that do not show their own, YYYY-MM-DD', day)
    .option(limitsOption, limitsText, times)
    .option('--as <section>', asText, choice)
    .addOption(jsonOption())
    .action((paths, options) =>
      start(async (context) => (await import('./commands/import.ts')).importFiles(context, paths, options)),
    )

  command(
    'undo',
    'Take one import out of the book. Says first what would leave, and asks.',
    'tieout undo 3 --book acme.tieout',
  )
    .argument('<import>', 'the number of the import; `tieout status` lists them', importNumber)
    .requiredOption(bookOption, bookText)
    .option('--yes', 'do not ask')
    .addOption(jsonOption())
    .action((importId, options) =>
      start(async (context) => (await import('./commands/undo.ts')).undoImport(context, importId, options)),
    )

  command(
    'reconcile',
    'Compare what was billed with what was disbursed, and check the controls.',
    'tieout reconcile --book acme.tieout --as-of 2026-03-31',
  )
    .requiredOption(bookOption, bookText)
    .option('--as-of <date>', asOfText, day)
    .addOption(jsonOption())
    .action((options) =>
      start(async (context) => (await import('./commands/reconcile.ts')).reconcileBook(context, options)),
    )

  command(
    'status',
    'Show what the book holds: imports, files, deliveries, states, controls, exceptions.',
    'tieout status --book acme.tieout',
  )
    .requiredOption(bookOption, bookText)
    .addOption(jsonOption())
    .action((options) => start(async (context) => (await import('./commands/status.ts')).showStatus(context, options)))

  command(
    'query',
    'Print a data set of the book. Without a name, list the names.',
    `tieout query exceptions --book acme.tieout --where currency=USD
tieout query reconciliation --book acme.tieout --where state=partially-disbursed --format json
tieout query feed_billed_revenue --book acme.tieout --where 'invoice_date>=2026-05-01'
tieout query cash_application --book acme.tieout --out cash.csv

On standard output CSV is plain UTF-8 with LF, for programs. A file of --out is for
spreadsheets: byte order mark, CRLF, and an apostrophe before text that a spreadsheet
would take for a formula; ids, amounts and dates are never touched.`,
  )
    .argument('[name]', 'name of the query')
    .option(bookOption, bookText)
    .addOption(new Option('--format <format>', 'csv or json (default: csv)').choices(['csv', 'json']))
    .option('--as-of <date>', asOfText, day)
    .option(
      '--where <column=value>',
      'only rows with this value in this column (or >=, <=); may be repeated',
      condition,
    )
    .option('--out <file>', 'write to a file')
    .addOption(jsonOption())
    .action((name, options) =>
      start(async (context) => (await import('./commands/query.ts')).query(context, name, options)),
    )

  command(
    'export',
    'Write the reconciled workbook.',
    'tieout export --book acme.tieout --out 2026-03.xlsx --as-of 2026-03-31',
  )
    .requiredOption(bookOption, bookText)
    .requiredOption('--out <file>', 'the workbook to write, .xlsx')
    .option('--as-of <date>', asOfText, day)
    .option('--settlement <id>', 'cash application of this settlement only')
    .addOption(jsonOption())
    .action((options) => start(async (context) => (await import('./commands/export.ts')).exportBook(context, options)))

  command(
    'run',
    'Import, reconcile and write the workbook in one go; without --book nothing else is kept.',
    'tieout run ~/Downloads/aws-reports --out 2026-03.xlsx',
  )
    .argument('<path...>', 'files, folders or ZIP archives')
    .requiredOption('--out <file>', 'the workbook to write, .xlsx')
    .option(bookOption, `${bookText} (default: a temporary one)`)
    .option('--as-of <date>', asOfText, day)
    .option('--delivered <date>', 'delivery date of files that do not show their own, YYYY-MM-DD', day)
    .option(limitsOption, limitsText, times)
    .option('--as <section>', asText, choice)
    .addOption(jsonOption())
    .action((paths, options) =>
      start(async (context) => (await import('./commands/run.ts')).runAll(context, paths, options)),
    )

  command(
    'recognise',
    'Say what each file is, and because of what, without a book.',
    'tieout recognise ~/Downloads/aws-reports',
  )
    .argument('<path...>', 'files, folders or ZIP archives')
    .option(limitsOption, limitsText, times)
    .option('--as <section>', asText, choice)
    .addOption(jsonOption())
    .action((paths, options) =>
      start(async (context) => (await import('./commands/recognise.ts')).recogniseFiles(context, paths, options)),
    )

  command(
    'sync',
    'Fetch what is new or changed from a source in S3, and import it. This is the only command that uses the network.',
    `tieout sync acme --book acme.tieout --dry-run
tieout sync acme --book acme.tieout`,
  )
    .argument('<source>', 'name of the source; `tieout sources list` shows them')
    .requiredOption(bookOption, `${bookText}; made when there is none`)
    .option('--dry-run', 'list what is new or changed, and fetch nothing')
    .option('--delivered <date>', 'delivery date of files that do not show their own, YYYY-MM-DD', day)
    .option(limitsOption, limitsText, times)
    .option('--code <code>', 'code of a second factor; asked for on a terminal when it is needed')
    .addOption(jsonOption())
    .action((name, options) =>
      start(async (context) => (await import('./commands/sync.ts')).sync(context, name, options)),
    )

  addSourceCommands(program, start)
  return program
}

/** `tieout sources`: the places in S3 from which `tieout sync` fetches; they belong to the person, not to a book. */
function addSourceCommands(program: Command, start: Start): void {
  const sources = quiet(
    program
      .command('sources')
      .description('Add, list, try out and remove the places in S3 from which `tieout sync` fetches.')
      .helpCommand(false),
  )
  const command = (name: string, description: string, example: string): Command =>
    quiet(
      sources
        .command(name)
        .description(description)
        .addHelpText('after', `\nExample:\n${example.replace(/^/gm, '  ')}`),
    )

  command(
    'add',
    'Add a source. Without --profile, the sign-in that the environment offers is used.',
    `tieout sources add acme s3://acme-marketplace/feeds/ --region us-east-1 --profile finance
tieout sources add minio s3://reports --endpoint https://minio.example:9000 --path-style`,
  )
    .argument('<name>', 'what to call it')
    .argument('<place>', 's3://BUCKET or s3://BUCKET/PREFIX')
    .option('--region <region>', 'region of the bucket (default: that of the profile or the environment)')
    .option('--profile <profile>', 'profile of the AWS config files: single sign-on, assumed role, process or keys')
    .option('--endpoint <address>', 'address of a store other than AWS')
    .option('--path-style', 'the bucket stands in the path, which other stores ask for')
    .option('--requester-pays', 'pay for requests and traffic, where the bucket asks for that')
    .option('--replace', 'change the source of this name, if there is one')
    .addOption(jsonOption())
    .action((name, place, options) =>
      start(async (context) => (await import('./commands/sources.ts')).addSource(context, name, place, options)),
    )

  command('list', 'List the sources.', 'tieout sources list')
    .addOption(jsonOption())
    .action(() => start(async (context) => (await import('./commands/sources.ts')).listSources(context)))

  command('remove', 'Forget a source. What came from it stays in every book.', 'tieout sources remove acme')
    .argument('<name>', 'name of the source')
    .addOption(jsonOption())
    .action((name) => start(async (context) => (await import('./commands/sources.ts')).removeSource(context, name)))

  command(
    'test',
    'Try signing in, listing and reading, and say which permission is missing.',
    'tieout sources test acme',
  )
    .argument('<name>', 'name of the source')
    .option('--code <code>', 'code of a second factor; asked for on a terminal when it is needed')
    .addOption(jsonOption())
    .action((name, options) =>
      start(async (context) => (await import('./commands/sources.ts')).testSource(context, name, options)),
    )
}

/** Errors are told in one place, in the form that was asked for. */
function quiet(command: Command): Command {
  return command.exitOverride().configureOutput({ outputError: () => undefined })
}

function jsonOption(): Option {
  return new Option('--json', 'print one JSON document on standard output, everything else on standard error')
}

const exitCodeText = `
Exit codes:
  0  done; exceptions and failed controls are results
  2  wrong usage
  3  the book is open in another process
  4  a file could not be fetched, read or recognised; everything else was imported
  5  cancelled; the book holds what it held before
  6  a source asks to sign in, refuses or does not answer; what was fetched is kept for the next sync
  1  anything else

'tieout COMMAND --help' shows the options of a command and an example.`
