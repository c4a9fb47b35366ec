/** A number as xsd:double writes it (ECMA-376, 18.3.1.96), without INF and NaN, which no cell can show. */
const numberForm = /^[ \t\r\n]*([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d{1,5}))?[ \t\r\n]*$/

/** The form in which nearly every number stands: nothing about it is to be changed. */
const plainForm = /^(?:0|-?[1-9]\d{0,14}|-?(?:0|[1-9]\d{0,12})\.\d*[1-9])$/

/** Longer than any number that is written out without an exponent for a reason. */
const mostZeros = 30

/** The significant digits of a number, and how many of them stand before the point (less than none: zeros behind it). */
interface Figure {
  readonly digits: string
  readonly point: number
}

/** True for a text that is a number to a spreadsheet; `0x1F`, `1_000`, `Infinity` and the empty text are none. */
export function isNumber(text: string): boolean {
  const match = numberForm.exec(text)
  return match !== null && `${match[2]}${match[3] ?? ''}` !== ''
}

/**
 * The number in a cell as a plain decimal. The digits are those of the file: no binary fraction comes between, but for
 * one case. Programs keep numbers as doubles and write them with up to 17 digits, so that 0.1 + 0.2 stands in the file
 * as 0.30000000000000004 and 1234.56 as 1234.5600000000001; a spreadsheet shows 15 digits of it, and so does this (see
 * `withoutDust`). A whole number of more than 15 digits whose end is zeros keeps an exponent: spreadsheets put zeros in
 * place of the digits that they lose, and an id with lost digits must not look whole. What is no number is handed on as
 * it stands, for a column of numbers to refuse.
 */
export function numberText(text: string): string {
  if (text.length <= 15 && plainForm.test(text)) return text
  const match = numberForm.exec(text)
  const whole = match?.[2] ?? ''
  const fraction = match?.[3] ?? ''
  if (!match || (whole === '' && fraction === '')) return text
  const exponent = match[4]
  // Zeros in front belong to an id: a program wrote it as a number without taking it for one.
  if (match[1] === '' && match[3] === undefined && exponent === undefined && /^0\d/.test(whole)) return whole
  const all = `${whole}${fraction}`
  const digits = all.replace(/^0+/, '')
  if (digits === '') return '0'
  const written: Figure = {
    digits: withoutZeros(digits),
    point: whole.length + Number(exponent ?? 0) - (all.length - digits.length),
  }
  const figure = withoutDust(written)
  const sign = match[1] === '-' ? '-' : ''
  const isRounded = figure.point > 15 && figure.digits.length < figure.point
  if (isRounded && (figure.digits.length <= 15 || exponent !== undefined)) return sign + scientific(figure)
  // So small that only zeros would be seen.
  return figure.point < -mostZeros ? text.trim() : sign + plain(figure)
}

/**
 * Takes off what a double adds to a decimal. Only 16 or 17 digits can be such dust: with fewer the text is the number,
 * and with more no double wrote it. An amount of up to six decimals loses nothing, unless its digits are those that the
 * double is written with and the number with 15 digits is the same double (Excel writes 987654321012.34 as
 * 987654321012.33997); 1234567890.123456 is an amount that another program than Excel wrote exactly. With more decimals
 * it is dust when the number with 15 digits is the same double or the next (1234.5600000000001), or has at most twelve
 * digits, three less than it could (what differences leave: 37.039999999999964).
 */
function withoutDust(written: Figure): Figure {
  const { digits, point } = written
  if (digits.length < 16 || digits.length > 17) return written
  const value = Number(`${digits}e${point - digits.length}`)
  const isOfDouble = [16, 17].some((count) => isSame(rounded(value, count), written))
  const short = rounded(value, 15)
  const shown = Number(`${short.digits}e${short.point - short.digits.length}`)
  if (digits.length - point <= 6) return isOfDouble && shown === value ? short : written
  const isNext = Math.abs(shown - value) <= value * Number.EPSILON
  return isNext || (isOfDouble && short.digits.length <= 12) ? short : written
}

function rounded(value: number, count: number): Figure {
  const [digits = '', exponent] = value.toExponential(count - 1).split('e')
  return { digits: withoutZeros(digits.replace('.', '')), point: Number(exponent) + 1 }
}

function isSame(one: Figure, other: Figure): boolean {
  return one.digits === other.digits && one.point === other.point
}

function withoutZeros(digits: string): string {
  return digits.replace(/0+$/, '')
}

function plain({ digits, point }: Figure): string {
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return digits.padEnd(point, '0')
  return `${digits.slice(0, point)}.${digits.slice(point)}`
}

function scientific({ digits, point }: Figure): string {
  return `${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}E+${point - 1}`
}
