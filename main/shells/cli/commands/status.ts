import type { Status } from '../../../../shared/contract/reconciliation.ts'
import type { Context } from '../context.ts'
import { finish, withBook } from '../core.ts'
import { exitCodes } from '../exit.ts'
import { filesReport, missingFeedsReport } from '../report.ts'
import { count, textTable } from '../text-table.ts'
import { resultReport } from './reconcile.ts'

/** `tieout status`: what the book holds. */
export async function showStatus(context: Context, options: { readonly book: string }): Promise<number> {
  const { output, progress, signal } = context
  return withBook(context, { path: options.book, create: false }, async (core) => {
    const status = await finish(core.reconciliation.status({}, { signal }), context)
    progress.clear()
    if (output.json) await output.document(status)
    else await output.write(statusReport(status))
    return exitCodes.done
  })
}

function statusReport(status: Status): string {
  if (status.imports.length === 0)
    return 'The book is empty. Import report files into it: tieout import PATH... --book FILE\n'
  return [
    'Imports\n\n',
    importsReport(status.imports),
    '\nFiles\n\n',
    filesReport(status.files),
    '\nDeliveries\n\n',
    deliveriesReport(status.deliveries),
    missingFeedsReport(
      status.files.flatMap(({ sections }) => sections.map(({ section }) => section)),
      'tieout query data_feeds',
    ),
    '\n',
    resultReport(status, 'tieout query exceptions'),
  ].join('')
}

function importsReport(imports: Status['imports']): string {
  return textTable(
    [
      { header: 'Import', align: 'right' },
      { header: 'Imported at (UTC)' },
      { header: 'Files', align: 'right' },
      { header: 'Rows', align: 'right' },
      { header: 'Refused', align: 'right' },
    ],
    imports.map((entry) => [
      String(entry.import_id),
      entry.imported_at.slice(0, 16),
      count(entry.files),
      count(entry.rows),
      count(entry.refused_rows),
    ]),
  )
}

function deliveriesReport(deliveries: Status['deliveries']): string {
  return textTable(
    [
      { header: 'Report' },
      { header: 'Delivered' },
      { header: 'Date from' },
      { header: 'Sections' },
      { header: 'Files', align: 'right' },
      { header: 'Rows', align: 'right' },
    ],
    deliveries.map((delivery) => {
      const value = (name: string): string => String(delivery[name] ?? '')
      const isUnknown = value('date_source') === 'unknown'
      return [
        value('report').replaceAll('_', ' '),
        value('date_source') === 'not needed' ? '' : isUnknown ? 'unknown' : value('delivery_date'),
        isUnknown ? 'give it: --delivered YYYY-MM-DD' : value('date_source'),
        value('sections'),
        count(value('files')),
        count(value('rows')),
      ]
    }),
  )
}
