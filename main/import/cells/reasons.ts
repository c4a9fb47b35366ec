/**
 * Why a cell, and with it its row, is refused: what stands behind the name of the column and the cell, as in
 * `Net Amount: "abc" is not a number.` Nothing else is ever said of a cell (`isReasonOfCell`).
 */
export const reasons = {
  empty: 'is empty',
  onlyAmounts: 'is empty like all but the amounts: it may be a total',
  nearlyOnlyAmounts: 'is empty like nearly all but the amounts: it may be a total',
  wordInTotal: 'is not a reference, and hardly anything but amounts stands beside it: it may be a total',
  sum: 'is not a reference, and the amounts of its row are the sums of other rows: it may be a total',
  totalLabel: 'is the label of a total',

  notNumber: 'is not a number',
  errorValue: 'is the mark of a formula that failed, not an amount: take the file from before it was calculated',
  powerOfTen: 'is in scientific notation, which loses digits: take the original file',
  thousandsOrDecimals: 'may be thousands or decimals, and nothing in the file decides',
  bothSigns:
    'is in doubt: the file has figures with a decimal point and figures with a decimal comma. Write all of them one way',
  twoNumbers:
    'may be two numbers in one cell, for no cell of its column has both blanks and decimals: write it without blanks',
  tooManyDecimals: 'has more decimals than can be kept exactly',
  tooLarge: 'is larger than any amount of a report',
  notWhole: 'is not a whole number, as its column has: take the original file',
  otherCurrency: 'names another currency than its row',

  notDate: 'is not a date',
  notInCalendar: 'is not a date of the calendar',
  openDay: 'may be day before month or month before day, and nothing in the column decides',
  bothDays: 'has a day where another cell of the column has a month',
  shortYear: 'has a year of two digits, which may be of any century: write it with four',
  notMonth: 'is not a month (YYYY-MM)',
  shortYearOfMonth: 'may be a month of some year or a day of some month: write it as YYYY-MM',
  lostNought: 'may be January or, as a number that lost its nought, October: write it as YYYY-MM',

  notCurrency: 'is not a currency code',
  notAccount: 'is not an account number of twelve digits',
  formula: 'is a formula and not what it gives: take a file with its values',
  numberNotId: 'was turned into a number, which may have lost digits: take the original file',
  dateNotId: 'was turned into a date: take the original file',
  foreignInId:
    'has a character that no id of AWS has, and that may not be seen (a line end, a blank without width, a letter of another script): mend it in the file, or take the original file',
  notId: 'is not an identifier',
} as const

const sentences: ReadonlySet<string> = new Set(Object.values(reasons))

/** True for what is told of a refused cell in `column`, whatever stands in the cell: a sentence of the list and no other. */
export function isReasonOfCell(told: string, column: string): boolean {
  if (!told.startsWith(`${column}: `) || !told.endsWith('.')) return false
  const said = told.slice(column.length + 2, -1)
  if (said.startsWith('the cell ')) return sentences.has(said.slice('the cell '.length))
  return said.startsWith('"') && [...sentences].some((sentence) => said.endsWith(`" ${sentence}`))
}
