import type { ListNews, ListedFile as Line, Recognition } from '../../shared/contract/imports.ts'
import { throwIfAborted } from '../../shared/errors.ts'
import type { Problem } from '../database/leftovers.ts'
import { removeLeftovers } from '../database/leftovers.ts'
import { type Book, openBook } from '../database/open.ts'
import { makeTemporaryFolder } from '../database/temporary-folder.ts'
import { type Choice, type Told, requireSections, toldOf } from '../import/choices.ts'
import { rememberedWith } from '../import/heads.ts'
import { importPaths } from '../import/import.ts'
import type { KnownBytes } from '../import/kept/history.ts'
import { limitsTimes } from '../import/limits.ts'
import { type Listed, createListed, isKnown } from '../import/listed.ts'
import { type NoSource, type SourceFile, findSources, originalsFirst } from '../import/sources/sources.ts'
import type { Running } from './answers.ts'
import { headLines, nameLine } from './list-lines.ts'
import { type ListRow, standInBook, standInList } from './list-standing.ts'
import { type Totals, createTotals } from './list-totals.ts'
import { join } from 'node:path'

/** What of a book a list of files before an import must know. */
export interface BeforeImport {
  /** Path of the book, whose files are passed over. */
  readonly book: string
  /** What the book has of these bytes, by their hash. */
  importedFrom(sha256s: readonly string[]): Promise<ReadonlyMap<string, readonly KnownBytes[]>>
  /** Sections that were chosen for files by their headings. */
  remembered(): Promise<ReadonlyMap<string, string>>
  /** Sizes of its feed files. */
  feedSizes(): Promise<readonly number[]>
}

export interface RecogniseOptions extends Running {
  readonly delivered?: string | undefined
  readonly choices?: readonly Choice[] | undefined
  /** How many times as much as usual a file may ask for. */
  readonly limitsTimes?: number | undefined
  /** Whether Tieout wrote the bytes with this hash, although nothing in them shows it. */
  readonly isOwn?: ((sha256: string) => boolean) | undefined
  /** The open book. */
  readonly open?: BeforeImport | undefined
  readonly onNews?: ((news: ListNews) => void) | undefined
}

/** The files that a person looks at before an import. What was read stays until the import, so that nothing is read twice. */
export interface FileList {
  /**
   * What each file is, with the sums of its net columns. All are told of at once by name, then by their heads, then as they
   * are read; files that were read for an earlier list, and are as they were, are not read again.
   */
  recognise(paths: readonly string[], options?: RecogniseOptions): Promise<Recognition>
  /** What an import can take over; null when nothing was read. */
  readonly listed: Listed | null
  /** Gives up what was read. */
  forget(): void
}

type Found = SourceFile | NoSource

/** So much is read before the list tells of it and what was read is safe from a Cancel. */
const batch = { files: 20, bytes: 16 << 20 }

/** An empty list; `onProblem` is told of files of its own that cannot be removed. */
export function createFileList(onProblem: Problem = () => undefined): FileList {
  let folder: string | null = null
  let listed: Listed | null = null
  let totals = createTotals()

  const forget = (): void => {
    if (folder !== null) removeLeftovers(folder, onProblem)
    folder = null
    listed = null
    totals = createTotals()
  }
  return {
    get listed() {
      return listed
    },
    forget,
    async recognise(paths, options = {}) {
      requireSections(options.choices ?? [])
      const looked = makeTemporaryFolder()
      const before = (await options.open?.remembered()) ?? new Map<string, string>()
      const remembered = await rememberedWith(paths, options.choices ?? [], before, looked).finally(() =>
        removeLeftovers(looked, onProblem),
      )
      const told = (source: SourceFile): Told => toldOf(source, options.choices ?? [], remembered)
      const own = [
        ...(folder === null ? [] : [join(folder, 'book.tieout')]),
        ...(options.open ? [options.open.book] : []),
      ]
      const sources = originalsFirst(
        paths.flatMap((path) => findSources(path, own)),
        ({ path }) => path,
      )
      const isOld = (source: Found): boolean => 'disk' in source && listed !== null && isKnown(listed, source, told)
      const known = new Set(sources.filter(isOld))
      // Another list altogether: what was read for the last one is of no use.
      if (known.size === 0) forget()
      folder ??= makeTemporaryFolder()
      listed ??= createListed(join(folder, 'book.tieout'))
      const run = {
        sources,
        unknown: sources.filter((source) => !known.has(source)),
        known: [...known],
        listed,
        totals,
        folder,
        told,
        remembered,
        options,
        onProblem,
      }
      try {
        return await readList(run)
      } catch (error) {
        // What was read before a Cancel is whole; behind any other error nobody knows.
        if (!options.signal?.aborted) forget()
        throw error
      }
    },
  }
}

interface ListRun {
  readonly sources: readonly Found[]
  readonly known: readonly Found[]
  readonly unknown: readonly Found[]
  readonly listed: Listed
  readonly totals: Totals
  readonly folder: string
  readonly told: (source: SourceFile) => Told
  readonly remembered: ReadonlyMap<string, string>
  readonly options: RecogniseOptions
  readonly onProblem: Problem
}

async function readList(run: ListRun): Promise<Recognition> {
  const { sources, known, unknown, listed, folder, options } = run
  const opening = openBook(listed.database, { onProblem: run.onProblem })
  // It is awaited below, behind the heads.
  opening.catch(() => undefined)
  try {
    say(run, { listed: unknown.map((source) => nameLine(source, options.delivered)) })
    await headLines(unknown, run.told, join(folder, 'heads'), options, (news) => say(run, news))
    const book = await opening
    await leaveUnpacked(book, unknown)
    const rows = new Map<Found, ListRow[]>()
    await readSources(run, book, known, rows)
    for (const some of batches(unknown)) await readSources(run, book, some, rows)
    const inOrder = sources.flatMap((source) => rows.get(source) ?? [])
    const files = await standInList(book, inOrder)
    return { files, totals: inOrder.flatMap((row) => totalsOf(run, row)) }
  } finally {
    await opening.then(
      (book) => book.close(),
      () => undefined,
    )
  }
}

/** Bytes of texts whose rows may lie in the temporary folder as they are; of packed files nobody knows how many they hold. */
const mostUnpacked = 512 << 20
const isText = (path: string): boolean => /\.(?:csv|tsv|txt)$/i.test(path)

/** Rows that an import is about to pack are not packed for the list before it, unless they take much room. */
async function leaveUnpacked(book: Book, sources: readonly Found[]): Promise<void> {
  const bytes = sources.reduce((sum, source) => sum + nameLine(source).bytes, 0)
  const isLittle = bytes <= mostUnpacked && sources.every(({ path }) => isText(path))
  const connection = await book.connect()
  await connection.run(`set global force_compression = '${isLittle ? 'uncompressed' : 'auto'}'`)
  connection.close()
}

/** Reads some of the files, as far as they are not known, and tells what they are. */
async function readSources(
  run: ListRun,
  book: Book,
  sources: readonly Found[],
  all: Map<Found, ListRow[]>,
): Promise<void> {
  const { listed, options, folder, remembered } = run
  if (sources.length === 0) return
  throwIfAborted(options.signal)
  const rows: (ListRow & { source: Found })[] = []
  await importPaths(
    book,
    // The path of one that cannot be read gives its reason again.
    sources.map((source) => ('reason' in source ? source.path : source)),
    {
      signal: options.signal,
      onProgress: options.onProgress,
      delivered: options.delivered,
      choices: options.choices,
      remembered,
      workFolder: join(folder, 'work'),
      keepFiles: false,
      limits: limitsTimes(options.limitsTimes),
      isOwn: options.isOwn,
      listed,
      isList: true,
      feedSizes: await options.open?.feedSizes(),
      onFile(file, at, held) {
        const source = sources[at]
        if (source) rows.push({ file, held, source })
      },
    },
  )
  const held = rows.flatMap((row) => (row.held?.written ? [row.held] : []))
  await run.totals.read(
    book,
    held.map(({ fileId, written }) => ({ fileId, sections: written?.sections.map(({ section }) => section) ?? [] })),
  )
  const standing = await standInBook(rows, options.open)
  for (const [index, row] of standing.entries()) {
    const { source } = rows[index] ?? {}
    if (source) all.set(source, [...(all.get(source) ?? []), row])
  }
  say(run, {
    listed: standing.map(({ file }) => file),
    totals: standing.flatMap((row) => totalsOf(run, row)),
    gone: sources.map(({ path }) => path).filter((path) => !standing.some(({ file }) => file.path === path)),
  })
}

function totalsOf({ totals }: ListRun, { file, held }: ListRow): Recognition['totals'] {
  return held?.written ? totals.of(file.path, held.fileId) : []
}

function* batches(sources: readonly Found[]): Generator<readonly Found[]> {
  let some: Found[] = []
  let bytes = 0
  for (const source of sources) {
    some.push(source)
    bytes += nameLine(source).bytes
    if (some.length < batch.files && bytes < batch.bytes) continue
    yield some
    some = []
    bytes = 0
  }
  if (some.length > 0) yield some
}

function say(
  { options }: ListRun,
  { listed, totals = [], gone = [] }: Partial<ListNews> & { listed: readonly Line[] },
): void {
  if (listed.length > 0 || gone.length > 0) options.onNews?.({ listed, totals, gone })
}
