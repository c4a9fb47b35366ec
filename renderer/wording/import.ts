/** The screen Import and what other screens say of imports. */
export const importWording = {
  title: 'Import',
  help: 'Report files are read and listed first. Look at what each was recognised as; nothing enters the book before Import. Every line of a file is accounted for: kept, header, title, blank or refused. AWS Partner Central has the exports under Insights: billed revenue, collections and disbursements, and taxation in Finance operations, usage and agreements in Sales operations. It lists the former CSV reports no longer; those that were downloaded can still be imported.',
  recognising: 'Reading the files',
  importing: (files: number) => (files === 1 ? 'Importing 1 file' : `Importing ${files} files`),
  filesDone: (done: string, total: string) => `${done} of ${total} files`,
  pickFiles: 'Choose files…',
  pickFolder: 'Choose a folder…',
  dropTitle: 'Drop report files anywhere in this window',
  dropText:
    'Files, folders or ZIP archives: portal downloads, CAS data sets, dashboard exports, data feeds, billing adjustments (CSV, XLSX, Parquet, also gzipped).',
  interruptedTitle: 'The import was cancelled',
  interruptedText:
    'The page was reloaded while it ran. The book is as it was before; the files are listed again below.',
  listTitle: 'Recognised as',
  listHelp: 'What each file is, by its headings, before anything enters the book.',
  listLabel: 'Files to import',
  stillReading: (size: string) => `reading… ${size}`,
  readOf: (read: string, total: string) => `${read} of ${total}`,
  left: (seconds: number) => {
    if (seconds < 10) return 'a few seconds left'
    if (seconds < 90) return `about ${Math.ceil(seconds / 10) * 10} seconds left`
    return `about ${Math.round(seconds / 60)} minutes left`
  },
  importWhenRead: 'Import when read',
  queued: 'Import follows',
  queuedText: 'The import begins when all files are read, unless one of them asks for a look.',
  told: { chosen: 'as you said', remembered: 'as you said before' },
  takenFor: 'Taken for',
  chooseReport: 'Choose the report…',
  chooseReportOf: (name: string) => `Which report ${name} is`,
  nearest: 'Nearest',
  noChoice: 'No choice',
  byHeadings: 'What its headings say',
  noReport: 'No report of this name',
  sectionName: (number: number, title: string) => `Section ${number}: ${title}`,
  families: {
    exports: 'Dashboard exports',
    adjustments: 'Billing adjustments',
    feeds: 'Data feeds',
  },
  takenBackNote: 'To take it by its headings again, choose “What its headings say” above.',
  file: 'File',
  recognisedAs: 'Recognised as',
  delivered: 'Delivered',
  rows: 'Rows',
  refused: 'Refused',
  totals: 'Net total',
  notes: 'Notes',
  status: 'Status',
  recognised: 'ready',
  withNotes: (count: number) => (count === 1 ? 'ready, 1 note' : `ready, ${count} notes`),
  recognisedNewer: 'ready, newer version',
  notReadable: 'Not readable',
  sectionCount: (text: string) => `${text} sections`,
  dateSources: {
    'meta.json': 'by its meta.json',
    'file name': 'by the file name',
    given: 'as given',
    'deposit date': 'by the deposit date',
    unknown: 'unknown',
    'not needed': 'not needed',
  },
  dateUnknown: 'unknown',
  summary: (files: string, rows: string, refused: string) => `${files}, ${rows}, ${refused} refused`,
  files: (count: number, text: string) => (count === 1 ? '1 file' : `${text} files`),
  rowCount: (count: number, text: string) => (count === 1 ? '1 row' : `${text} rows`),
  problems: (count: number, text: string) =>
    count === 1 ? '1 file cannot be imported' : `${text} files cannot be imported`,
  already: (text: string) => `${text} already in the book`,
  twice: (text: string) => `${text} listed twice`,
  clear: 'Clear the list',
  cancel: 'Cancel the import',
  import: (count: number, text: string) => {
    if (count === 0) return 'Import'
    return count === 1 ? 'Import 1 file' : `Import ${text} files`
  },
  nothingToImport: 'Nothing new to import',
  remove: (name: string) => `Take ${name} off the list`,
  removeArchive: (name: string) => `Take the archive of ${name} off the list`,
  expand: (name: string) => `Show what was found in ${name}`,
  collapse: (name: string) => `Hide what was found in ${name}`,
  moreFiles: (text: string) => `${text} more files are listed here only as a number; all of them are imported.`,
  unknownDates: (count: number, text: string) =>
    count === 1
      ? '1 file does not say when AWS delivered it. Its delivery date decides for which month it counts.'
      : `${text} files do not say when AWS delivered them. The delivery date decides for which month they count.`,
  unknownDateNote: 'The delivery date is unknown. Choose the day above.',
  deliveredLabel: 'Delivered on',
  warnings: 'Notes',
  sections: 'Sections',
  section: 'Section',
  headerLine: 'Header on line',
  because: 'Why',
  refusals: 'Refused rows',
  line: 'Line',
  column: 'Column',
  wholeRow: 'whole row',
  reason: 'Reason',
  moreRefusals: (text: string) => `${text} more refused rows are shown under Data after the import.`,
  otherLines: 'Titles and other lines',
  balance: (read: string, kept: string, headers: string, titles: string, blank: string, refused: string) =>
    `${read} lines read = ${kept} kept + ${headers} ${headers === '1' ? 'header' : 'headers'} + ${titles} ${titles === '1' ? 'title' : 'titles'} + ${blank} blank + ${refused} refused`,
  hash: 'SHA-256',
  waiting: 'waiting',
  done: 'read',
  finished: 'The import is done',
  showResult: 'Show the result',
  resultTitle: 'Imported',
  resultNothing: 'Nothing new entered the book',
  resultNothingText: 'Every file that could be read is in the book already.',
  resultText: (files: string, rows: string, refused: string) =>
    `${files} with ${rows} entered the book; ${refused} refused.`,
  resultFailed: (text: string) => `${text} could not be imported`,
  resultReplaced: (count: number, text: string) =>
    count === 1 ? '1 file took the place of a former version' : `${text} files took the place of former versions`,
  moreReplaced: (text: string) => `and ${text} more`,
  toOverview: 'Overview',
  toExceptions: (text: string) => `Exceptions (${text})`,
  toRefused: 'Refused rows',
  undoThis: 'Undo this import',
  moreImports: 'Import more',
  history: 'History',
  historyHelp: 'Imports of this book, the newest first. Undo takes an import out with all its rows, after a preview.',
  historyEmpty: 'Nothing has been imported yet.',
  historyWhen: 'Imported',
  historyFiles: 'Files',
  historyFailed: (count: number, text: string) =>
    count === 1 ? '1 file could not be read' : `${text} files could not be read`,
  historyShow: (when: string) => `Show the files of the import of ${when}`,
  undo: 'Undo…',
  undoOf: (when: string) => `Undo the import of ${when}`,
  redo: 'Redo…',
  showRefused: 'Show the refused rows',
} as const

/** A note of the core on a file that is listed: what the command line tells to give, the page has a field for. */
export function noteText(note: string): string {
  if (note.includes('--delivered')) return importWording.unknownDateNote
  return note.replace(/To take it by its headings alone again, give --as headings\.$/, importWording.takenBackNote)
}
