import { DuckDBInstance } from '@duckdb/node-api'
import { existsSync } from 'node:fs'
import { sectionById } from '../../shared/reports/catalogue.ts'

/** Believable cells for a column of billed revenue or of a disbursement line; `i` numbers the rows. */
const cells: Readonly<Record<string, string>> = {
  transaction_reference_id: `md5((i % $keys)::varchar)[1:26]`,
  currency: `'USD'`,
  country: `'US'`,
  state: `'WA'`,
  city: `'Seattle'`,
  zip_code: `'98101'`,
  product: `'Anchor ' || (i % 2)`,
  product_title: `'Anchor ' || (i % 2)`,
  product_code: `md5((i % 2)::varchar)[1:25]`,
  customer_reference_id: `md5((i % 40)::varchar)[1:16]`,
  customer_aws_account_number: `lpad(((i % 40) * 7919131)::varchar, 12, '0')`,
  customer_email_domain: `'customer' || (i % 40) || '.example'`,
  offer_id: `'offer-' || md5((i % 40)::varchar)[1:13]`,
  offer_visibility: `'Private'`,
  payer_reference_id: `md5((i % 40)::varchar)[1:20]`,
  payer_address_id: `md5((i % 41)::varchar)[1:20]`,
  customer_billed_amount: `amount`,
  seller_rev: `amount`,
  aws_listing_fee: `fee`,
  aws_ref_fee: `fee`,
  partner_revenue_amount: `amount + fee`,
  net_amount: `amount + fee`,
}

/** Writes `rows` lines of a section (`br1` or `dis1`) over `keys` references as AWS would, unless the file is there. */
export async function generateSection(
  path: string,
  section: 'br1' | 'dis1',
  rows: number,
  keys: number,
): Promise<void> {
  if (existsSync(path)) return
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const columns = sectionById(section).columns.filter(
    ({ name }) => name !== 'launch_type_description' && name !== 'container_hours',
  )
  const list = columns.map((column) => {
    const cell = cells[column.name] ?? (column.type === 'money' ? `0.00::decimal(12, 2)` : `''`)
    return `${cell.replace('$keys', String(keys))} as "${column.label}"`
  })
  await connection.run(
    `copy (select ${list.join(', ')} from (
       select i, (((i * 7919) % 1000000) / 100.0)::decimal(12, 2) as amount,
         -round((((i * 7919) % 1000000) / 100.0)::decimal(12, 2) * 0.03, 2)::decimal(12, 2) as fee
       from range(${rows}) t(i))) to '${path}' (header)`,
  )
  connection.closeSync()
  instance.closeSync()
}
