/** Words of the screen Exceptions. */
export const exceptionsWording = {
  title: 'Exceptions',
  subtitle: 'Everything that a person must look at, with the reason.',
  help: [
    'An exception leaves the list when its cause is gone: a missing report is imported, a file is read again, a payment arrives.',
    'Open a row to see its key with all lines, or the line of the file that it is about.',
  ],
  grid: 'Exceptions',
  kinds: 'Kinds',
  all: 'All kinds',
  emptyTitleOneSide: 'Nothing can be told yet',
  emptyTextOneSide:
    'One side of the reconciliation is not loaded: what was billed and what was disbursed cannot be compared.',
  emptyTitle: 'Nothing needs a person.',
  emptyText: 'Every key agrees or is not due yet, every control passes, and no row was refused.',
} as const
