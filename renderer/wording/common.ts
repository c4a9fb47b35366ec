/** Words that several screens share. */
export const common = {
  loading: 'Loading',
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  help: 'Help',
  helpAbout: (subject: string) => `Help: ${subject}`,
  copy: 'Copy',
  copied: 'Copied',
  notKnown: 'not known',
  hiddenAmount: 'Amount hidden by privacy mode',
  hiddenName: 'Name hidden by privacy mode',
  errorCode: (code: string) => `Code: ${code}`,
  showDetails: 'Show details',
  hideDetails: 'Hide details',
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
