import type { ProblemCode } from '../connection/problem.ts'

/** What a person can do about each error; the sentence itself comes with the error. */
export const advice: Readonly<Record<ProblemCode, string>> = {
  'wrong-usage': 'Change the entry and try again.',
  'book-locked': 'Close the book in the other window or program, then try again.',
  'book-damaged': 'Restore a backup, or rebuild the book from its kept files.',
  'not-found': 'Check that the file is still where it was, and that its drive is connected.',
  'file-unreadable': 'Check that the file opens in another program, then try again.',
  unrecognised: 'Check that this is a report downloaded from AWS Marketplace.',
  cancelled: 'Nothing was changed.',
  'target-busy': 'Close the file in the program that holds it, or choose another name.',
  'no-book': 'Open a book first.',
  'not-allowed': 'Choose the file again with the dialog.',
  'sign-in-needed': 'Sign in again, then try again. What was fetched is kept.',
  'source-failed': 'What was fetched is kept for the next sync.',
  internal: 'Try again. When it happens again, copy the diagnostics from Settings for your support.',
  'connection-lost': 'The engine is being reached again. When this does not end, reload the page.',
}

export const errorWording = {
  screenTitle: 'This part could not be shown',
  reload: 'Reload',
  unknown: 'Something unexpected happened.',
} as const
