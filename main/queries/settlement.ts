import { TieoutError } from '../../shared/errors.ts'
import type { Grids } from './grids.ts'

/**
 * The settlement that is called so, or that came to the bank under this trace id, as `cash_application` takes it.
 * Error `wrong-usage` where there is none, and where a trace id stands for several.
 */
export async function settlementCalled(
  grids: Grids,
  id: string,
  options: Parameters<Grids['together']>[2] = {},
): Promise<string> {
  const found = await grids.together(
    { settlements: { name: 'settlements' } },
    (connection, { settlements: { sql, parameters } }) =>
      connection.rows(
        `select distinct settlement, settlement = $id as is_called from ${sql}
         where settlement = $id or bank_trace_id = $id order by all`,
        { ...parameters, id },
      ),
    options,
  )
  const called = found.filter((row) => row['is_called'] === true)
  const [only, ...others] = (called.length > 0 ? called : found).map((row) => String(row['settlement']))
  if (only !== undefined && others.length === 0) return only
  throw new TieoutError(
    'wrong-usage',
    only === undefined
      ? `The book has no settlement ${id}. The query settlements lists those it has.`
      : `Several settlements came under the bank trace id ${id}: ${[only, ...others].join(', ')}. Choose one of them.`,
    { settlement: id },
  )
}
