import { type Section, sections } from '../../../shared/reports/catalogue.ts'
import namesInReport from './055-names-in-report.sql?raw'

/** The parts that an account plays in a report, the one that pays first; each has a column of its name and of its account. */
const roles = ['payer', 'subscriber', 'end_user', 'reseller', 'isv'] as const

/** The dates that a row may be of, the best first. */
const dates = ['invoice_date', 'usage_date', 'agreement_acceptance_date']

/** The selects over the reports of these sections that name accounts, each to be followed by one more. */
export function namesOfReports(loaded: ReadonlySet<string>): string {
  return sections
    .filter(({ id, feed }) => loaded.has(id) && !feed)
    .flatMap(namesIn)
    .join('')
}

function namesIn({ id, columns }: Section): string[] {
  const has = (name: string): boolean => columns.some((column) => column.name === name)
  const date = dates.find(has)
  return roles.flatMap((role, order) => {
    const account = [`${role}_aws_account_id`, `${role}_account_id`].find(has)
    const name = [`${role}_company_name`, `${role}_account_name`].find(has)
    if (account === undefined || name === undefined) return []
    return namesInReport
      .replaceAll('{account}', account)
      .replaceAll('{name}', name)
      .replace('{day}', date === undefined ? 'null::date' : `max("${date}")::date`)
      .replace('{order}', String(order))
      .replace('{section}', id)
  })
}
