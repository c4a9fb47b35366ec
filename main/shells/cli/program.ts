import { Command, Option } from 'commander'
import manifest from '../../../package.json' with { type: 'json' }
import { condition, day, importNumber } from './arguments.ts'
import type { Context } from './context.ts'

/** Runs one command with what every command is given; the number is the exit code. */
export type Start = (command: (context: Context) => Promise<number>) => Promise<void>

const bookOption = '--book <file>'
const bookText = 'the book, one file that holds a reconciliation'
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
    .exitOverride()
    // Errors are told in one place, in the form that was asked for.
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', exitCodeText)

  const command = (name: string, description: string, example: string): Command =>
    program
      .command(name)
      .description(description)
      .addHelpText('after', `\nExample:\n${example.replace(/^/gm, '  ')}`)
      .exitOverride()
      .configureOutput({ outputError: () => undefined })

  command(
    'import',
    'Read report files, folders and ZIP archives into a book. A book that does not exist yet is made.',
    'tieout import ~/Downloads/aws-reports --book acme.tieout',
  )
    .argument('<path...>', 'files, folders or ZIP archives')
    .requiredOption(bookOption, bookText)
    .option('--delivered <date>', 'delivery date of files that do not show their own, YYYY-MM-DD', day)
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
    .addOption(jsonOption())
    .action((paths) =>
      start(async (context) => (await import('./commands/recognise.ts')).recogniseFiles(context, paths)),
    )

  return program
}

function jsonOption(): Option {
  return new Option('--json', 'print one JSON document on standard output, everything else on standard error')
}

const exitCodeText = `
Exit codes:
  0  done; exceptions and failed controls are results
  2  wrong usage
  3  the book is open in another process
  4  a file could not be read or recognised; everything else was imported
  5  cancelled; the book holds what it held before
  1  anything else

'tieout COMMAND --help' shows the options of a command and an example.`
