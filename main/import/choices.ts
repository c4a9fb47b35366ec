import { resolve, sep } from 'node:path'
import { z } from 'zod'
import { TieoutError } from '../../shared/errors.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import type { Connection } from '../database/connection.ts'
import { headingsSignature } from './structure/headers.ts'
import type { SourceFile } from './sources/sources.ts'
import type { Block, Structure } from './structure/structure.ts'
import { describeSection } from './structure/table-sentences.ts'

/** What a person says that files are. */
export interface Choice {
  /** Id of a section of the catalogue; null for what the headings say, whatever was remembered of such files. */
  readonly section: string | null
  /** The file, folder or archive that is meant, as it is named in the call; every file of the call when absent. */
  readonly path?: string | undefined
}

/** What is known of a file beside its bytes: what a person said of it, or of files with the same headings. */
export interface Told {
  /** Id of a section, `headings` for what its headings say, null when nobody said anything of this very file. */
  readonly chosen: string | null
  readonly remembered: ReadonlyMap<string, string>
}

const headingsAlone = 'headings'
const nothing: ReadonlyMap<string, string> = new Map()

/** Error `wrong-usage`, with the ids that there are, for a section that the catalogue does not have. */
export function requireSections(choices: readonly Choice[]): void {
  for (const { section } of choices)
    if (section !== null && !sections.some(({ id }) => id === section))
      throw new TieoutError('wrong-usage', unknownSection(section), { section })
}

/** Says that there is no such section, and which there are. */
export function unknownSection(section: string): string {
  return `No report section is called ${section}. The sections are ${sections.map(({ id }) => id).join(', ')}.`
}

/** What of it all concerns one file; of several choices the last. */
export function toldOf(
  source: SourceFile,
  choices: readonly Choice[],
  remembered: ReadonlyMap<string, string> = nothing,
): Told {
  if (source.told) return source.told
  const own = choices.findLast(({ path }) => path === undefined || isAtOrBelow(source.path, path))
  if (!own) return { chosen: null, remembered }
  return { chosen: own.section ?? headingsAlone, remembered: nothing }
}

/** The section that a person chose for this very file. */
export function chosenSection({ chosen }: Told): string | null {
  return chosen === headingsAlone ? null : chosen
}

/** Whether the path is `folder` itself, or lies in that folder or archive. */
export function isAtOrBelow(path: string, folder: string): boolean {
  if (path === folder) return true
  const [inner, outer] = [resolve(path), resolve(folder)]
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : `${outer}${sep}`)
}

/** What the book remembers of files by their headings (`headingsSignature`), as ids of sections. */
export async function readRemembered(connection: Connection): Promise<Map<string, string>> {
  const rows = await connection.rows(
    `select signature, last(section order by import_id) as section from choices group by signature order by signature`,
  )
  return new Map(
    rows.flatMap(({ signature, section }) => (section === null ? [] : [[String(signature), String(section)]])),
  )
}

/** What reading a file has shown of the choices that were made about it. */
export interface Taken {
  /** Signature to section: what was remembered and counted in this file. */
  readonly remembered: Readonly<Record<string, string>>
  /** Signature to section: what is to be remembered of it; null where its headings say enough. */
  readonly toRemember: Readonly<Record<string, string | null>>
}

/** What of `told` counted in a file, and what a person's choice of it says about the next ones. */
export function takenOf({ blocks, signatures }: Structure, told: Told): Taken {
  if (told.chosen === headingsAlone)
    return { remembered: {}, toRemember: Object.fromEntries([...signatures].map((signature) => [signature, null])) }
  const by = (reason: Block['told']): Record<string, string> =>
    Object.fromEntries(
      blocks
        .filter((block) => block.told === reason)
        .map(({ match }) => [headingsSignature(match.headings), match.section.id]),
    )
  return { remembered: by('remembered'), toRemember: by('chosen') }
}

/**
 * Remembers in the transaction of an import what a person chose, so that it comes into the book with it or not at all.
 * What is taken back without an import (null) is forgotten: there is nothing that an undo could put back.
 */
export async function rememberChoices(
  connection: Connection,
  importId: number | null,
  taken: readonly Taken[],
): Promise<void> {
  const all = new Map(taken.flatMap(({ toRemember }) => Object.entries(toRemember)))
  if (all.size === 0) return
  const known = await readRemembered(connection)
  for (const [signature, section] of all) {
    if ((known.get(signature) ?? null) === section) continue
    if (importId !== null)
      await connection.run(
        `insert into choices (import_id, signature, section) values ($import_id, $signature, $section)`,
        { import_id: importId, signature, section },
      )
    else if (section === null) await connection.run(`delete from choices where signature = $signature`, { signature })
  }
}

/** What a person should know of a block that is what was said of others; that of a chosen one stands in its match. */
export function toldWarnings({ told, match }: Block): string[] {
  if (told !== 'remembered') return []
  const { section } = match
  return [`It is ${describeSection(section)} as you said of a file with the same headings before. ${takeBackHint}`]
}

/** How the command line takes back what was remembered; a window has a field for it. */
export const takeBackHint = 'To take it by its headings alone again, give --as headings.'

const rememberedText = z.record(z.string(), z.string())

/** What was told of a file, out of the columns `chosen` and `remembered` of a book or the index of its kept files. */
export function storedTold(chosen: string | null, remembered: string | null): Told {
  const parsed = remembered === null ? {} : rememberedText.parse(JSON.parse(remembered))
  return { chosen, remembered: new Map(Object.entries(parsed)) }
}

/** What goes into the column `remembered`: JSON, or null for nothing. */
export function rememberedColumn({ remembered }: Taken): string | null {
  return Object.keys(remembered).length === 0 ? null : JSON.stringify(remembered)
}
