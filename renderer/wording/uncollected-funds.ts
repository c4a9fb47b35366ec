/** Words of the screen Uncollected funds. */
export const uncollectedFundsWording = {
  title: 'Uncollected funds',
  withList: (date: string, listed: string, others: string) =>
    `Every open key, with AWS’s list of ${date} (${listed}) beside it.${others === '' ? '' : ` No list tells of ${others}.`}`,
  disbursedNotKnown:
    'What was disbursed is not known: no loaded file tells. What stands as open here may long be paid.',
  withoutList: 'Every open key. No list of uncollected funds of AWS is loaded to compare with.',
  help: [
    'One row is one key that is open or unpaid, or stands on AWS’s latest list of uncollected funds (section 7 of the disbursement report). Open is what was billed and not disbursed; beside it stands what AWS lists.',
    'The difference is what AWS lists less what was open on the day of the list. Each listed key is followed to its billed lines through the AR period.',
    'The bars count what is open from the due date and filter the grid below.',
  ],
  ageing: 'Ageing',
  items: 'Items',
  payers: 'Customers',
  view: 'View',
  itemsGrid: 'Uncollected funds by due date',
  payersGrid: 'Customers with uncollected funds',
  payerHint: 'Enter or a double click shows the items of the customer',
  items1: '1 item',
  itemCount: (count: string) => `${count} items`,
  emptyTitle: 'Nothing is open',
  emptyText: 'Every billed key is disbursed, and no list of uncollected funds has another.',
} as const
