/** Words that several screens share. */
export const common = {
  loading: 'Loading',
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  helpAbout: (subject: string) => `Help: ${subject}`,
  copied: 'Copied',
  copyFailed: 'The clipboard did not take the text.',
  notKnown: 'not known',
  hiddenAmount: 'Amount hidden by privacy mode',
  hiddenName: 'Name hidden by privacy mode',
  errorCode: (code: string) => `Code: ${code}`,
} as const

export const calendarWording = {
  placeholder: 'YYYY-MM-DD',
  labels: {
    nextMonth: 'Next month',
    previousMonth: 'Previous month',
    nextYear: 'Next year',
    previousYear: 'Previous year',
    nextDecade: 'Next ten years',
    previousDecade: 'Previous ten years',
  },
} as const
