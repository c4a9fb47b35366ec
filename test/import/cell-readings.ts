/**
 * What a cell can say, worked out from its text alone and in another way than the import does: every value that some
 * notation gives it. The property test holds what was kept against this; it never asks which reading is the right one.
 */

/** Characters that nobody sees, and what keeps a spreadsheet from taking a text for something else. */
export function bare(text: string): string {
  let inner = text.replaceAll(/\p{Cf}/gu, '').trim()
  for (const pattern of [/^=\s*"(.*)"$/s, /^=\s*T\(\s*"(.*)"\s*\)$/is])
    inner = pattern.exec(inner)?.[1]?.replaceAll('""', '"') ?? inner
  if (/^=\s*[-+]?\d[\d.,]*$/.test(inner)) inner = inner.replace(/^=\s*/, '')
  return inner
    .trim()
    .replaceAll(/^['"]+|(?<=^['"].*)['"]+$/gs, '')
    .trim()
}

/** A decimal as its digits without noughts that say nothing: `-12.5`. */
function canonical(whole: string, fraction: string, isNegative: boolean): string {
  const digits = `${whole.replace(/^0+(?=\d)/, '') || '0'}.${fraction}`.replace(/\.?0*$/, '')
  return isNegative && digits !== '0' ? `-${digits}` : digits
}

const dividedBy100 = (value: string): string => {
  const isNegative = value.startsWith('-')
  const [whole = '', fraction = ''] = value.replace('-', '').split('.')
  const padded = whole.padStart(3, '0')
  return canonical(padded.slice(0, -2), padded.slice(-2) + fraction, isNegative)
}

/** The values of a figure: with a point before its decimals, and with a comma. Empty for what is not one figure. */
export function figureReadings(text: string): Set<string> {
  const plain = bare(text)
    .normalize('NFKC')
    .replaceAll(/[−–‐‑]/g, '-')
    .replaceAll(/[’ʼ]/g, "'")
    .replaceAll(/\p{Zs}/gu, ' ')
    .replace(/(Rs|Fr|kr)\./, '$1')
  const found = /^([^\d.,]*)([\d.,](?:[\d.,' ]*[\d.,])?)([^\d]*)$/.exec(plain)
  const readings = new Set<string>()
  if (!found) return readings
  const [, before = '', body = '', after = ''] = found
  const around = before + after
  if (/[^-+()%\s\p{L}\p{Sc}]/u.test(around)) return readings
  const signs = [...around].filter((sign) => sign === '-' || sign === '+').length
  const brackets = [...around].filter((sign) => sign === '(' || sign === ')').length
  if (signs + brackets / 2 > 1 || (brackets > 0 && !(before.includes('(') && after.includes(')')))) return readings
  const isNegative = around.includes('-') || brackets > 0
  for (const sign of ['.', ',']) {
    const parts = body.split(sign)
    if (parts.length > 2) {
      // Then the sign can only part thousands.
      if (/^[1-9]\d{0,2}([.,' ]\d{3})+$/.test(body) && new Set(body.replaceAll(/\d/g, '')).size === 1)
        readings.add(canonical(body.replaceAll(/\D/g, ''), '', isNegative))
      else if (/^[1-9]\d?(,\d\d)+,\d{3}$/.test(body)) readings.add(canonical(body.replaceAll(',', ''), '', isNegative))
      continue
    }
    const [whole = '', fraction = ''] = parts
    if (!/^\d*$/.test(fraction)) continue
    const groups = whole.replaceAll(/\d/g, '')
    const isWhole =
      groups === '' ||
      (new Set(groups).size === 1 && (/^[1-9]\d{0,2}(\D\d{3})+$/.test(whole) || /^[1-9]\d?(,\d\d)+,\d{3}$/.test(whole)))
    if (isWhole && body !== sign) readings.add(canonical(whole.replaceAll(/\D/g, ''), fraction, isNegative))
  }
  return around.includes('%') ? new Set([...readings].map(dividedBy100)) : readings
}

const months = [
  'jan|ene|gen',
  'feb|fév|fev|fév',
  'mar|mär|mrz|maa|mrt',
  'apr|avr|abr',
  'may|mai|mag|mei|maj',
  'jun|juin|giu',
  'jul|juil|lug',
  'aug|aoû|aou|ago',
  'sep|set',
  'oct|okt|ott|out',
  'nov',
  'dec|dez|déc|dic|des',
]

function monthNamed(word: string): number {
  return months.findIndex((names) => names.split('|').some((name) => word.toLowerCase().startsWith(name))) + 1
}

/** The days of a date, in every order of its numbers, as `YYYY-MM-DD`; none without a year of four digits. */
export function dayReadings(text: string): Set<string> {
  const plain = bare(text)
  const days = new Set<string>()
  const add = (year: string, month: number, day: number): void => {
    const date = new Date(Date.UTC(Number(year), month - 1, day))
    if (Number(year) >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day)
      days.add(date.toISOString().slice(0, 10))
  }
  if (/^\d{8}$/.test(plain)) add(plain.slice(0, 4), Number(plain.slice(4, 6)), Number(plain.slice(6)))
  const [date = ''] = plain.split(/[T ,]+(?=\d{1,2}:)/)
  const year = /(?:^|\D)(\d{4})(?:\D|$)/.exec(date)?.[1]
  if (year === undefined) return days
  const numbers = [...date.matchAll(/\d+/g)].map(([digits]) => digits).filter((digits) => digits !== year)
  const word = /\p{L}{3,}/u.exec(date)?.[0]
  const [first = 0, second = 0] = numbers.map(Number)
  if (word && numbers.length === 1) add(year, monthNamed(word), first)
  else if (date.startsWith(year)) add(year, first, second)
  else if (numbers.length === 2) {
    add(year, first, second)
    add(year, second, first)
  }
  return days
}

/** The months of a cell as `YYYY-MM`; a year of two digits only beside a name. */
export function monthReadings(text: string): Set<string> {
  const plain = bare(text)
  const readings = new Set<string>()
  const add = (year: string, month: number): void => {
    if (month >= 1 && month <= 12 && /^(19|20)/.test(year)) readings.add(`${year}-${String(month).padStart(2, '0')}`)
  }
  const word = /\p{L}{3,}/u.exec(plain)?.[0]
  const numbers = [...plain.matchAll(/\d+/g)].map(([digits]) => digits)
  const [first = '', second = ''] = numbers
  if (word && numbers.length === 1 && first.length === 4) add(first, monthNamed(word))
  else if (word && numbers.length === 1 && first.length === 2 && plain.endsWith(first))
    add(`20${first}`, monthNamed(word))
  else if (/^\d{6}$/.test(plain)) add(plain.slice(0, 4), Number(plain.slice(4)))
  else if (first.length === 4) add(first, Number(second))
  else if (second.length === 4) add(second, Number(first))
  return readings
}

/** The texts that a cell of words can have been. */
export function textReadings(text: string): Set<string> {
  const quoted = /^=\s*(?:T\(\s*)?"(.*)"(?:\s*\))?$/is.exec(text.trim())?.[1]?.replaceAll('""', '"').trim()
  return new Set([text.trim(), bare(text), text.trim().replace(/^'/, ''), ...(quoted === undefined ? [] : [quoted])])
}

/** The texts that an identifier can have been. */
export function idReadings(text: string): Set<string> {
  const inner = bare(text)
  const readings = new Set([text.trim(), inner])
  const number = /^(\d{1,3}(?:([.,'’\p{Zs}])\d{3})(?:\2\d{3})*|\d+)(?:[.,]0*)?$/u.exec(inner)
  if (number) readings.add((number[1] ?? '').replaceAll(/\D/g, ''))
  // Lakhs.
  if (/^\d{1,2}(,\d\d)+,\d{3}(\.0*)?$/.test(inner)) readings.add((inner.split('.')[0] ?? '').replaceAll(',', ''))
  return readings
}

/** The accounts that a cell can mean: twelve digits, with noughts in front of fewer. */
export function accountReadings(text: string): Set<string> {
  const digits = [
    ...idReadings(text),
    ...[...idReadings(text)].map((id) => (/^\d{4}([- ])\d{4}\1\d{4}$/.test(id) ? id.replaceAll(/\D/g, '') : '')),
  ]
  return new Set(digits.filter((id) => /^\d{1,12}$/.test(id)).map((id) => id.padStart(12, '0')))
}

/** True for what stands for nothing: no letter and no digit, only noughts, or a word for it. */
export function saysNothing(text: string): boolean {
  const inner = bare(text)
  return (
    !/[\p{L}\p{N}]/u.test(inner) ||
    /^#|^Err:|^0+([.,]0*)?$/.test(inner) ||
    /^[<([]?-?(na|n\/a|nan|nat|none|null|nil|undefined|blank|empty|tbd|tba|unknown|true|false|\\n|not available)[>)\]]?$/i.test(
      inner,
    ) ||
    // Of a reference: several words, or one in brackets.
    /^[^0-9]*\p{L}{2} +\p{L}{2}[^0-9]*$|^[<({[][^0-9]*\p{L}{2}[^0-9]*[>)}\]]$/u.test(inner) ||
    /^(\p{L}{1,3}|[A-Z]{0,3}\p{Sc})?\s*-+\s*(\p{L}{1,3}|\p{Sc})?$/u.test(inner.normalize('NFKC'))
  )
}
