import { describe, expect, it } from 'vitest'
import { formatsOf } from '../../renderer/formats/formats.ts'
import { sentenceText } from '../../renderer/formats/sentence.ts'
import { formattedSentence } from '../../shared/sentences.ts'

const marks = { money: (amount: string) => `<${amount}>`, date: (day: string) => `[${day}]` }
const told = (sentence: string): string => formattedSentence(sentence, marks)

describe('a sentence of the core', () => {
  it.each([
    [
      'Billed -72.75 EUR in 1 line (billed revenue export), nothing disbursed up to 2026-08-13: due on 2026-06-27, 47 days late.',
      'Billed <-72.75> EUR in 1 line (billed revenue export), nothing disbursed up to [2026-08-13]: due on [2026-06-27], 47 days late.',
    ],
    [
      'The reference stands in 2 currencies: EUR (billed 892.40, disbursed 0.00), GBP (billed 0.00, disbursed 768.405).',
      'The reference stands in 2 currencies: EUR (billed <892.40>, disbursed <0.00>), GBP (billed <0.00>, disbursed <768.405>).',
    ],
    [
      'Opening 158727.94 + billed 319286.83 - disbursed 120502.02.',
      'Opening <158727.94> + billed <319286.83> - disbursed <120502.02>.',
    ],
    ['from 2026-04-10 to 2026-05-10', 'from [2026-04-10] to [2026-05-10]'],
  ])('has its amounts and days written by the formats: %s', (neutral, shown) => expect(told(neutral)).toBe(shown))

  it.each([
    ['ids', 'Payout 77720260610, trace 0012026061048, DRN20260610EUR, account 001234567890, 0.00.12 and p-12.50'],
    ['names of files', 'It grew: 2 rows came to the rows of reports_2026-07-10.csv.'],
    ['names of files with spaces', 'The delivery date of 2026-07-10 final 12.50 EUR.csv is unknown: import it again.'],
    ['paths', '/reports/2026-07-10/billed.csv and s3://acme/year=2026/month=05/2026-07-10'],
    ['hashes', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['AR periods and months', 'Get the usage export of 2026-01, AR period 2026-05.'],
    ['counts', 'expected 34, found 33. First line that differs: 47.'],
    ['what a report says', 'Net: "12.50 of 2026-07-10" is not a number.'],
    ['what is no day', 'on 2026-02-30 at 2026-02-03T10:00:00Z'],
    ['rates and figures that are no amounts', '0.3, 12.50% and 7.75213E+11'],
  ])('keeps %s', (_, sentence) => expect(told(sentence)).toBe(sentence))

  it('goes on after the part that names a file', () => {
    expect(told('Billed 12.50 USD. The file may 2026-07-10.csv is read: 3.00 counts.')).toBe(
      'Billed <12.50> USD. The file may 2026-07-10.csv is read: <3.00> counts.',
    )
  })
})

describe('in the window', () => {
  const sentence =
    'Control past-due-total fails: expected 23237.39, found -197.30. Section 7 net due before 2026-07-13.'
  const as = (locale: string, privacy = false): string => sentenceText(sentence, { ...formatsOf(locale), privacy })

  it('it is written in the locale of the window, with the name of the control', () => {
    expect(as('en-US')).toBe(
      'The control “Past due lines agree with section 6” fails: expected 23,237.39, found (197.30). Section 7 net due before Jul 13, 2026.',
    )
    expect(as('de-DE')).toContain('expected 23.237,39, found (197,30). Section 7 net due before 13. Juli 2026.')
  })

  it('privacy mode hides its amounts', () => {
    expect(as('en-US', true)).toContain('expected •••, found •••. Section 7 net due before Jul 13, 2026.')
  })
})
