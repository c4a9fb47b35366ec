/** Amounts are whole cents, signed from the seller's side: revenue and tax plus, fees and refunds minus. */
export type Cents = bigint

export interface Parts {
  readonly gross: Cents
  readonly fee: Cents
  readonly refund: Cents
  readonly feeRefund: Cents
  readonly tax: Cents
  readonly taxRefund: Cents
}

export const nothing: Parts = { gross: 0n, fee: 0n, refund: 0n, feeRefund: 0n, tax: 0n, taxRefund: 0n }

const names = ['gross', 'fee', 'refund', 'feeRefund', 'tax', 'taxRefund'] as const

/** What the seller gets: all parts added, tax included. */
export function net(parts: Parts): Cents {
  return names.reduce((sum, name) => sum + parts[name], 0n)
}

/** `amount * numerator / denominator`, rounded half away from zero as AWS rounds cents. */
export function share(amount: Cents, numerator: number, denominator: number): Cents {
  const sign = amount < 0n ? -1n : 1n
  const scaled = amount * sign * BigInt(numerator)
  return sign * ((scaled * 2n + BigInt(denominator)) / (BigInt(denominator) * 2n))
}

/** The parts of a sale: a listing fee of 3 % and the seller's sales tax in basis points. */
export function sale(gross: Cents, taxRate: number): Parts {
  return { ...nothing, gross, fee: -share(gross, 3, 100), tax: share(gross, taxRate, 10_000) }
}

/** The parts of a credit memo over `gross`: revenue taken back, its fee given back. */
export function credit(gross: Cents): Parts {
  return { ...nothing, refund: -gross, feeRefund: share(gross, 3, 100) }
}

/** Adds part by part. */
export function plus(left: Parts, right: Parts): Parts {
  return each((name) => left[name] + right[name])
}

/** The same parts with the other sign. */
export function negated(parts: Parts): Parts {
  return each((name) => -parts[name])
}

/** A share of every part, each rounded to cents. */
export function portion(parts: Parts, numerator: number, denominator: number): Parts {
  return each((name) => share(parts[name], numerator, denominator))
}

function each(value: (name: (typeof names)[number]) => Cents): Parts {
  return {
    gross: value('gross'),
    fee: value('fee'),
    refund: value('refund'),
    feeRefund: value('feeRefund'),
    tax: value('tax'),
    taxRefund: value('taxRefund'),
  }
}

/** Adds amounts. */
export function total(amounts: Iterable<Cents>): Cents {
  let sum = 0n
  for (const amount of amounts) sum += amount
  return sum
}

/** The amount without its sign. */
export function size(amount: Cents): Cents {
  return amount < 0n ? -amount : amount
}

/** `-1234.50` */
export function plain(amount: Cents): string {
  const digits = size(amount).toString().padStart(3, '0')
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** `-1,234.50`, as a dashboard prints it. */
export function grouped(amount: Cents): string {
  return plain(amount).replace(/\B(?=(\d{3})+\.)/g, ',')
}

/** `($1,234.50)`, as a spreadsheet prints it. */
export function bracketed(amount: Cents): string {
  const figure = `$${grouped(size(amount))}`
  return amount < 0n ? `(${figure})` : figure
}
