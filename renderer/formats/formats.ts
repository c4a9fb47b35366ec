/** How numbers and dates are written in one locale. Texts that are no number or no date come back as they are. */
export interface Formats {
  readonly locale: string
  /** A decimal string: two decimals or more, groups, negatives in parentheses. It never becomes floating point. */
  money(text: string): string
  /** A decimal string with the decimals that it has, groups, and a minus sign. */
  decimal(text: string): string
  /** Whole number with groups. */
  count(value: number): string
  /** `YYYY-MM-DD` (or the start of a longer ISO text) as a day. */
  date(iso: string): string
  /** `YYYY-MM`, or the start of a longer ISO text, as a month. */
  month(iso: string): string
  /** Name of a month alone, for a heading that stands below its year. */
  monthName(iso: string): string
  /** ISO 8601 moment in the time of this machine. */
  dateTime(iso: string): string
  /** For example `3.4 MB`. */
  bytes(value: number): string
  /** A share between 0 and 1, for example `42%`. */
  percent(share: number): string
}

const isDecimal = /^-?\d+(\.\d+)?$/
const isDay = /^(\d{4})-(\d{2})-(\d{2})/
const isMonth = /^(\d{4})-(\d{2})/
const day: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: '2-digit', timeZone: 'UTC' }
const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Formats of a locale such as `en-US`; `system` and anything that is no locale follow the machine. */
export function formatsOf(locale: string): Formats {
  const name = usableLocale(locale)
  const money = new Intl.NumberFormat(name, { minimumFractionDigits: 2, maximumFractionDigits: 20 })
  const decimal = new Intl.NumberFormat(name, { maximumFractionDigits: 20 })
  const count = new Intl.NumberFormat(name, { maximumFractionDigits: 0 })
  const percent = new Intl.NumberFormat(name, { style: 'percent', maximumFractionDigits: 0 })
  const date = new Intl.DateTimeFormat(name, day)
  const month = new Intl.DateTimeFormat(name, { year: 'numeric', month: 'long', timeZone: 'UTC' })
  const monthName = new Intl.DateTimeFormat(name, { month: 'short', timeZone: 'UTC' })
  const dateTime = new Intl.DateTimeFormat(name, { dateStyle: 'medium', timeStyle: 'short' })
  const byUnit = units.map(
    (unit) => new Intl.NumberFormat(name, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }),
  )
  const onDay = (iso: string, format: Intl.DateTimeFormat): string => {
    const parts = isDay.exec(iso) ?? isMonth.exec(iso)
    return parts ? format.format(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3] ?? 1))) : iso
  }
  return {
    locale: name,
    money: (text) => {
      if (!isDecimal.test(text)) return text
      const isNegative = text.startsWith('-')
      const size = written(money, isNegative ? text.slice(1) : text)
      return isNegative && /[1-9]/.test(text) ? `(${size})` : size
    },
    decimal: (text) => (isDecimal.test(text) ? written(decimal, text) : text),
    count: (value) => count.format(value),
    date: (iso) => onDay(iso, date),
    month: (iso) => onDay(iso, month),
    monthName: (iso) => onDay(iso, monthName),
    dateTime: (iso) => {
      const time = Date.parse(iso)
      return Number.isNaN(time) ? iso : dateTime.format(time)
    },
    bytes: (value) => {
      const step = value < 1 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), units.length - 1)
      return byUnit[step]?.format(value / 1000 ** step) ?? `${value}`
    },
    percent: (share) => percent.format(share),
  }
}

/** `Intl` formats decimal strings digit by digit; its type admits only texts that are known when compiling. */
function written(format: Intl.NumberFormat, text: string): string {
  return format.format(text as `${number}`)
}

function usableLocale(locale: string): string {
  const machine = typeof navigator === 'undefined' ? 'en-US' : navigator.language
  if (locale === 'system') return machine
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? machine
  } catch {
    return machine
  }
}
