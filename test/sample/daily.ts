import { addDays } from './calendar.ts'
import type { Customer } from './customers.ts'
import { type Row, blank, delimitedFile, table, title, trailer } from './document.ts'
import { type Written, written } from './facts.ts'
import {
  annualHeader,
  canceledHeader,
  feesHeader,
  hourlyHeader,
  instancesHeader,
  subscribersHeader,
  trialsHeader,
  usageHeader,
} from './legacy-columns.ts'
import { plain, share } from './money.ts'

/** The daily business report of one day of the month, all six sections in one file. */
export function dailyReport(customers: readonly Customer[], month: string): Written {
  const day = `${month}-12`
  const some = customers
    .filter(({ broker, plan, since }) => broker === 'AWS_INC' && plan === 'metered' && since < month)
    .slice(0, 9)
  const feeDay = addDays(day, -4)
  const content = [
    title('Daily business report'),
    blank,
    title('Section 1: Usage by instance type'),
    table('db1', usageHeader, some.map(usageRow)),
    blank,
    title('Section 2: Fees'),
    table(
      'db2',
      feesHeader,
      some.slice(0, 4).map((customer) => feeRow(customer, feeDay)),
    ),
    blank,
    title('Section 3: Free trial conversions'),
    table('db3', trialsHeader, some.slice(0, 1).map(trialRow)),
    blank,
    title('Section 4: New instances'),
    table('db4', instancesHeader, some.slice(1, 3).map(instanceRow)),
    blank,
    title('Section 5: New product subscribers'),
    table('db5', subscribersHeader, some.slice(3, 4).map(newSubscriberRow)),
    blank,
    title('Section 6: Canceled product subscribers'),
    table('db6', canceledHeader, some.slice(4, 5).map(canceledRow)),
    trailer('End of report'),
  ]
  return written({ files: [delimitedFile(`daily_business_report_${day}.csv`, content, { quotes: 'all' })] })
}

/** The customer subscriber report of one day: tabs in UTF-16, as a spreadsheet saves "Unicode text". */
export function subscriberReport(customers: readonly Customer[], month: string): Written {
  const day = `${month}-12`
  // Some subscriber is away each month, so that no two snapshots are the same bytes.
  const active = customers.filter(
    ({ broker, since, number }) =>
      broker === 'AWS_INC' && since < month && (number + Number(month.slice(5))) % 13 !== 0,
  )
  const content = [
    title('Section 1: Hourly and monthly subscriptions'),
    table('cs1', hourlyHeader, active.filter(({ plan }) => plan === 'metered').map(hourlyRow)),
    blank,
    title('Section 2: Variable length subscriptions'),
    table('cs2', annualHeader, active.filter(({ plan }) => plan !== 'metered').map(annualRow)),
    trailer('End of report'),
  ]
  const path = `customer_subscriber_report_${day}.csv`
  return written({ files: [delimitedFile(path, content, { delimiter: '\t', encoding: 'utf16', eol: '\r\n' })] })
}

// The usage section is written as AWS's page prints it: curly apostrophes, and an asterisk before two columns.
function usageRow(customer: Customer): Row {
  return {
    ...who(customer, '’'),
    ...what(customer),
    'Instance Type': 'm6i.large',
    'Usage Units': `${24 * (1 + (customer.number % 4))}`,
    'Usage Unit Type': 'Hours',
    'Offering Description': 'Lanternfish Observe, hourly',
    'Estimated Revenue': plain(share(customer.value, 1, 31)),
    Currency: 'USD',
    'Offer ID': customer.offer,
    'Offer Visibility': 'Public',
    'Customer AWS Account Number': customer.account,
    '*Customer Country': customer.country,
    '*Customer State': customer.state,
    'Customer City': customer.city,
    'Customer Zip Code': customer.postalCode,
    'Customer Email Domain': customer.domain,
    'Payer Reference ID': customer.payerReference,
    'Payer Address ID': customer.address,
  }
}

function feeRow(customer: Customer, day: string): Row {
  return {
    ...who(customer, "'"),
    ...what(customer),
    ...where(customer),
    Amount: plain(share(customer.value, 1, 40)),
    Currency: 'USD',
    'Fee Description': 'Usage fee',
    'Customer AWS Account Number': customer.account,
    'Start Date': day,
    'End Date': day,
    Quantity: '1.5',
    Dimension: 'data_points',
  }
}

function trialRow(customer: Customer): Row {
  return {
    ...what(customer),
    'New Free Trials': '2',
    'Total Current Free Trials': '11',
    'Converted Free Trials': '1',
    'Non-Converted Free Trials': '3',
  }
}

function instanceRow(customer: Customer): Row {
  return {
    ...who(customer, "'"),
    ...what(customer),
    ...where(customer),
    Type: 'Hourly',
    Count: '1',
    'Customer AWS Account Number': customer.account,
  }
}

function newSubscriberRow(customer: Customer): Row {
  return {
    ...who(customer, "'"),
    ...what(customer),
    ...where(customer),
    'Offer ID': customer.offer,
    'Offer Visibility': 'Public',
    'Payer Reference ID': customer.payerReference,
    'Payer Address ID': customer.address,
  }
}

function canceledRow(customer: Customer): Row {
  return {
    ...who(customer, "'"),
    ...what(customer),
    ...where(customer),
    'Subscribed Date': `${customer.since}-03`,
    'Offer ID': customer.offer,
    'Offer Visibility': 'Public',
    'Customer AWS Account Number': customer.account,
  }
}

function hourlyRow(customer: Customer): Row {
  return {
    ...what(customer),
    'Customer AWS Account Number': customer.account,
    'Product Id': customer.product.id,
    'Subscription Start Date': `${customer.since}-15`,
    'Offer ID': customer.offer,
    'Offer Visibility': customer.plan === 'metered' ? 'Public' : 'Private',
    'Payer Reference ID': customer.payerReference,
  }
}

function annualRow(customer: Customer): Row {
  return {
    ...hourlyRow(customer),
    'Subscription Id': `sub-${customer.agreement.slice(5, 15)}`,
    'Subscription Quantity': '1',
    'Subscription Type': 'Standard',
    'Subscription Intent': 'NEW',
  }
}

function who(customer: Customer, apostrophe: string): Row {
  return {
    'Customer Reference ID': customer.reference,
    [`User${apostrophe}s State`]: customer.state,
    [`User${apostrophe}s Country`]: customer.country,
  }
}

function what(customer: Customer): Row {
  return { 'Product Title': customer.product.title, 'Product Code': customer.product.code }
}

function where(customer: Customer): Row {
  return {
    'Customer Country': customer.country,
    'Customer State': customer.state,
    'Customer City': customer.city,
    'Customer Zip Code': customer.postalCode,
    'Customer Email Domain': customer.domain,
  }
}
