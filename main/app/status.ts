import type { ControlResult, Reconciliation, StateTotal, Status } from '../../shared/contract/reconciliation.ts'
import type { Connection } from '../database/connection.ts'
import { storedResult } from '../import/kept/book-files.ts'
import type { FileResult } from '../import/result.ts'
import { queryRows } from '../queries/query.ts'

/** What the derived tables say; they must stand. */
export async function readReconciliation(connection: Connection): Promise<Reconciliation> {
  return {
    as_of: String(await connection.value('select as_of from run')),
    bridge: await queryRows(connection, 'bridge'),
    states: (await queryRows(connection, 'summary_states')).map(
      (row) => ({ ...row, keys: Number(row['keys']) }) as unknown as StateTotal,
    ),
    controls: (await queryRows(connection, 'controls')) as unknown as ControlResult[],
    exceptions: Number(await connection.value('select count(*) from exceptions')),
  }
}

/** What the book holds; the derived tables must stand. */
export async function readStatus(connection: Connection): Promise<Status> {
  const imports = await connection.rows(
    `select import_id, imported_at,
       (count(file_id) filter (where status in ('imported', 'replaced')))::integer as files, sum(rows_kept)::integer as rows,
       sum(refused_rows)::integer as refused_rows
     from imports left join files using (import_id) group by all order by import_id`,
  )
  const deliveries = await queryRows(connection, 'deliveries')
  const files: FileResult[] = []
  for (const file of await connection.rows('select file_id, path, status from files order by file_id'))
    files.push(
      await storedResult(
        connection,
        Number(file['file_id']),
        String(file['path']),
        file['status'] as FileResult['status'],
      ),
    )
  return {
    ...(await readReconciliation(connection)),
    imports: imports as unknown as Status['imports'],
    deliveries,
    files,
  }
}
