import { isDate } from '../../shared/dates.ts'
import { TieoutError } from '../../shared/errors.ts'
import type { Connection } from '../database/connection.ts'

/** What is chosen per book and kept in it. */
export interface BookSettings {
  /** A difference up to this amount, other than none, is rounding; a decimal string. */
  readonly tolerance?: string | undefined
  /** `YYYY-MM-DD`, null for the latest day that the reports speak for. */
  readonly asOf?: string | null | undefined
}

export interface BookFacts {
  readonly tolerance: string
  readonly asOf: string | null
  /** True while nothing has been imported. */
  readonly empty: boolean
}

/** What a book says of itself. */
export async function readFacts(connection: Connection): Promise<BookFacts> {
  const [row] = await connection.rows(
    `select case when tolerance = round(tolerance, 2) then tolerance::decimal(18, 2)::varchar else rtrim(tolerance::varchar, '0') end as tolerance,
       as_of, not exists (select 1 from imports) as empty
     from book`,
  )
  return {
    tolerance: String(row?.['tolerance']),
    asOf: typeof row?.['as_of'] === 'string' ? row['as_of'] : null,
    empty: row?.['empty'] === true,
  }
}

/** Writes the settings that are given. Error `wrong-usage` for an amount or a day that is none. */
export async function changeSettings(connection: Connection, { tolerance, asOf }: BookSettings): Promise<void> {
  if (tolerance !== undefined) {
    if (!/^\d{1,12}(\.\d{1,6})?$/.test(tolerance))
      throw new TieoutError('wrong-usage', `${tolerance} is not a tolerance. An amount such as 0.01 is one.`)
    await connection.run('update book set tolerance = $tolerance::decimal(18, 6)', { tolerance })
  }
  if (asOf !== undefined) {
    if (asOf !== null && !isDate(asOf))
      throw new TieoutError('wrong-usage', `The as-of date ${asOf} is not a date of the form YYYY-MM-DD.`, { asOf })
    await connection.run('update book set as_of = $as_of::date', { as_of: asOf })
  }
}
