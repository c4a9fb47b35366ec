import { databaseVersion } from '../database/instance.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import type { Connection } from '../database/connection.ts'
import { digest, factsOf, follow } from './fingerprints.ts'
import { slicesVersion } from './slicing.ts'
import { type Statement, bookTables, namesIn, sectionTables, statementsOf } from './statements.ts'
import { datedSteps, stepsText, undatedSteps } from './steps.ts'

/** Which statements must run so that the derived tables stand for the book as it is. */
export interface Plan {
  /** Whether another version of the statements, or of the catalogue, has made what the book holds. */
  readonly isOfOther: boolean
  /** Whether nothing is due of what depends on no run. */
  readonly isStanding: boolean
  /** The statements that are due and depend on no as-of date, in order. */
  undated(): readonly Statement[]
  /** The other statements that are due for a run with these values, in order, and what they need that is gone by now. */
  dated(run: readonly string[]): readonly Statement[]
  /** The statement, or what makes its table without rows as long as nobody asks for them. */
  textOf(statement: Statement): string
  /** Every statement, due or not. */
  readonly statements: readonly Statement[]
  /** Whether the rows that the table of this statement has were made by it, slice by slice. */
  isKept(statement: Statement): boolean
  /** Writes down what each table was made from. */
  remember(connection: Connection): Promise<void>
}

export interface PlanOptions {
  /** Whether amounts have twelve decimals. */
  readonly isFine: boolean
  /** Everything is due. */
  readonly whole: boolean
  /** A query whose tables must stand, also those that are made on demand. */
  readonly reads: string | undefined
}

/** Stands in the table `built` beside the names of tables, views and macros. */
const programName = 'statements and catalogue'
const withoutRows = 'without rows'
const slicesOf = 'slices of '

/** What of the program all derived tables depend on; and what views depend on too, which name the columns of tables. */
const catalogueDigest = digest([JSON.stringify(sections)])
const stepsDigest = digest([stepsText, slicesVersion])

/** Compares what the tables of the book were made from with what they would be made from now. */
export async function planFor(connection: Connection, options: PlanOptions): Promise<Plan> {
  const { facts: names, held } = await factsOf(connection)
  const statements = statementsFor(held)
  const undated = statements.filter(({ step }) => undatedSteps.includes(step))
  const dated = statements.filter(({ step }) => datedSteps.includes(step))
  const tables = new Set(statements.flatMap(({ kind, name }) => (kind === 'table' ? [name] : [])))
  const version = digest([catalogueDigest, String(options.isFine), databaseVersion()])
  const program = digest([version, stepsDigest])
  const definitions = definitionsOf(statements, program)
  const built = options.whole ? new Map<string, string>() : await readBuilt(connection)
  const asked = options.reads === undefined ? new Set<string>() : reachedFrom(options.reads, statements)
  follow(undated, names, version)

  const isOutdated = (name: string): boolean => built.get(name) !== names.get(name)
  const isLeftEmpty = ({ kind, name, step }: Statement): boolean =>
    kind === 'table' && step.onDemand === true && !asked.has(name) && isOutdated(name)
  const isDue = (statement: Statement): boolean => {
    const { name } = statement
    if (isDefinition(statement)) return built.get(name) !== definitions.get(name)
    if (!tables.has(name)) return false
    if (isLeftEmpty(statement)) return built.get(name) !== `${withoutRows} ${program}`
    return isOutdated(name)
  }
  const taken = new Set<Statement>()
  const take = (candidates: readonly Statement[]): readonly Statement[] => {
    const due = withPassing(statements, new Set(candidates.filter(isDue))).filter((one) => !taken.has(one))
    for (const statement of due) taken.add(statement)
    return due
  }

  const isOfOther = built.get(programName) !== program
  const slicedNames = statements.flatMap(({ name, slicing }) =>
    slicing === null ? [] : [[`${slicesOf}${name}`, program]],
  )
  return {
    isOfOther,
    isStanding: !isOfOther && !undated.some(isDue) && !dated.some((one) => isDefinition(one) && isDue(one)),
    undated: () => take(undated),
    dated: (run) => {
      // Nothing is of any date where there are no files.
      names.set('run', names.get('files') === '' ? '' : digest(run))
      follow(dated, names, version)
      return take(dated)
    },
    textOf: (statement) => (isLeftEmpty(statement) ? `${statement.text}\nwith no data` : statement.text),
    statements,
    isKept: ({ name }) => built.get(`${slicesOf}${name}`) === program,
    remember: async (inside) => {
      const empty = new Set(statements.filter(isLeftEmpty).map(({ name }) => name))
      const rows = [...sectionTables, ...bookTables, ...tables].map((name) => [
        name,
        empty.has(name) ? `${withoutRows} ${program}` : (names.get(name) ?? ''),
      ])
      await inside.run('delete from built')
      await inside.append(
        'built',
        ['name', 'fingerprint'],
        [...rows, ...definitions, ...slicedNames, [programName, program]],
      )
    },
  }
}

const isDefinition = ({ kind }: Statement): boolean => kind === 'view' || kind === 'macro'

/**
 * The views and macros, each with what tells its text and that of all others that it mentions. Tables have the same columns
 * whatever the book holds.
 */
function definitionsOf(statements: readonly Statement[], program: string): ReadonlyMap<string, string> {
  const definitions = new Map<string, string>()
  for (const { text, name, reads } of statements.filter(isDefinition))
    definitions.set(name, digest([program, text, ...reads.map((read) => definitions.get(read) ?? '')]))
  return definitions
}

/**
 * What everything that this text reads was made from: a query answers the same for as long as it stays. Null where the
 * text reads what is not told apart, or the book was never reconciled.
 */
export async function contentOf(connection: Connection, text: string): Promise<string | null> {
  const built = await readBuilt(connection)
  const blocks = await connection.rows('select section from blocks')
  const held = [...new Set(blocks.map(({ section }) => String(section)))].toSorted()
  const reached = reachedFrom(text, statementsFor(held))
  if (built.size === 0 || [...reached].some((name) => notFollowed.has(name))) return null
  const names = [...built.keys()].filter((name) => reached.has(name))
  return digest(names.toSorted().map((name) => `${name}=${built.get(name)}`))
}

/** Tables that others than imports and the reconciliation write. */
const notFollowed = new Set(['book', 'imports', 'other_lines', 'choices', 'synced_objects', 'syncs'])

/** What the derived tables of the book were made from, by name; empty before the first reconciliation. */
export async function readBuilt(connection: Connection): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.rows('select name, fingerprint from built')
  return new Map(rows.map(({ name, fingerprint }) => [String(name), String(fingerprint)]))
}

/** The tables whose rows a text reads, through views and macros, and those that are made on demand and read one another. */
function reachedFrom(text: string, statements: readonly Statement[]): ReadonlySet<string> {
  const reached = new Set(namesIn(text))
  for (const statement of statements.toReversed()) {
    const { name, reads, step } = statement
    const leadsOn = isDefinition(statement) || step.onDemand === true
    if (leadsOn && reached.has(name)) for (const read of reads) reached.add(read)
  }
  return reached
}

/** Whether a text reads tables that are made only when they are asked for. */
export function isOnDemand(text: string): boolean {
  const statements = statementsFor([...sectionTables].toSorted())
  const reached = reachedFrom(text, statements)
  return statements.some(({ kind, name, step }) => kind === 'table' && step.onDemand === true && reached.has(name))
}

/** These statements and those before them that make what they need and no book keeps: temporary tables and variables. */
function withPassing(statements: readonly Statement[], due: ReadonlySet<Statement>): readonly Statement[] {
  const passing = new Set(
    statements.flatMap(({ kind, name }) => (kind.startsWith('temp') || kind === 'variable' ? [name] : [])),
  )
  const wanted = new Set<string>()
  const needed: Statement[] = []
  for (const statement of statements.toReversed()) {
    const { kind, name, reads } = statement
    const isWanted = wanted.has(name)
    const isNeeded = due.has(statement) || (isWanted && passing.has(name))
    if (isNeeded) needed.push(statement)
    // An insert adds to what a statement before it has made.
    if (isNeeded && kind !== 'insert') wanted.delete(name)
    if (isNeeded || (isWanted && isDefinition(statement))) for (const read of reads) wanted.add(read)
  }
  return needed.toReversed()
}

const known = new Map<string, readonly Statement[]>()

/** The statements for a book that holds these sections, in the order of their names; read once. */
export function statementsFor(loaded: readonly string[]): readonly Statement[] {
  const key = loaded.join(' ')
  const statements = known.get(key) ?? statementsOf([...undatedSteps, ...datedSteps], new Set(loaded))
  known.set(key, statements)
  return statements
}
