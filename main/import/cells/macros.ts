import cells from './cells.sql?raw'
import dates from './cells-dates.sql?raw'
import figures from './cells-figures.sql?raw'
import ids from './cells-ids.sql?raw'

/** Makes the macros that read cells, for the connection on which it is run; those of a later part build on the first. */
export const cellMacros = [cells, figures, dates, ids].join('\n')
