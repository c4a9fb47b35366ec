/** Words of the screen Uncollected funds. */
export const uncollectedFundsWording = {
  title: 'Uncollected funds',
  subtitle: (date: string) => `As AWS lists them on ${date}.`,
  subtitleExports: 'Open items of the exports.',
  help: [
    'The latest section 7 of the disbursement report is what AWS says is open. Each key is followed to its billed lines through the AR period.',
    'Found names the delivery with the billed lines. Report not loaded names the delivery to get.',
    'The bars count from the due date and filter the grid below.',
  ],
  ageing: 'Ageing',
  items: 'Items',
  payers: 'Payers',
  view: 'View',
  itemsGrid: 'Uncollected funds by due date',
  payersGrid: 'Payers with uncollected funds',
  payerHint: 'Enter or a double click shows the items of the payer',
  items1: '1 item',
  itemCount: (count: string) => `${count} items`,
  emptyTitle: 'Nothing is uncollected',
  emptyText: 'No loaded list of uncollected funds has an open key, and the exports hold no open item.',
} as const
