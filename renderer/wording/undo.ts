/** Taking imports out of the book and bringing them back. */
export const undoWording = {
  title: 'Take this import out of the book',
  text: (when: string, files: string, rows: string, refused: string) =>
    `Import of ${when}: ${files} with ${rows} (and ${refused} refused) leave the book. The book is backed up first.`,
  kept: 'The files on the disk stay as they are. Redo brings the import back.',
  returning: (count: number, text: string) =>
    count === 1
      ? 'A former version comes back, from the copy kept with the book:'
      : `${text} former versions come back, from the copies kept with the book:`,
  returningFiles: 'Former versions that come back',
  file: 'File',
  rows: 'Rows',
  refused: 'Refused',
  confirm: 'Take out',
  job: 'Taking out the import',
  done: 'The import was taken out',
  doneText: (rows: string) => `${rows} rows left the book.`,
  redo: 'Bring it back',
  redoTitle: 'Import again what was undone',
  redoText: 'The same files are imported again from the copies that are kept with the book.',
  redoConfirm: 'Import again',
  redoJob: 'Importing again',
  redone: 'The import is back',
  nothing: 'There is nothing to bring back any more.',
} as const
