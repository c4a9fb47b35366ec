import cells from './cells.sql?raw'
import dates from './cells-dates.sql?raw'
import figures from './cells-figures.sql?raw'
import ids from './cells-ids.sql?raw'
import { emptyCells } from '../stage.ts'
import { literal } from './columns.ts'

/** Code points of white space, of characters without width and of marks of direction, from and to; nought comes beside them. */
const blankRanges = [
  [0x9, 0xa],
  [0xc, 0xd],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0xad, 0xad],
  [0x1680, 0x1680],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x2069],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
] as const

const blankCharacters = blankRanges
  .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)))
  .join('')

/** As characters, for a pattern of Unicode classes is compiled again wherever a macro repeats it: in a wide table for seconds. */
const blanks = `create or replace temp macro blank_characters() as chr(0) || '${blankCharacters}';`

const empty = `create or replace temp macro empty_cells() as [${emptyCells.map(literal).join(', ')}];`

/** Makes the macros that read cells, for the connection on which it is run; those of a later part build on the first. */
export const cellMacros = [blanks, empty, cells, figures, dates, ids].join('\n')
