/** Words of the screen Data. */
export const dataWording = {
  title: 'Data',
  help: [
    'Every data set as it was read, and everything that is worked out from them.',
    'Columns, widths, order and filters are remembered per data set. Named views keep several of them.',
  ],
  sets: 'Data sets',
  find: 'Find a data set',
  none: 'No data set has this name.',
  onlyFilled: 'Only with rows',
  emptyTitle: 'No rows of this kind',
  emptyText: 'No imported file has held such rows. Import shows what each file was recognised as.',
} as const
