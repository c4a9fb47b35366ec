/** The difference of two decimal strings, exact to the last digit; null where either is missing or no number. */
export function subtract(one: unknown, other: unknown): string | null {
  const a = scaled(one)
  const b = scaled(other)
  if (!a || !b) return null
  const places = Math.max(a.places, b.places, 2)
  const difference = a.digits * 10n ** BigInt(places - a.places) - b.digits * 10n ** BigInt(places - b.places)
  const text = (difference < 0n ? -difference : difference).toString().padStart(places + 1, '0')
  const whole = text.slice(0, -places)
  const fraction = text.slice(-places).replace(/^(\d\d\d*?)0*$/, '$1')
  return `${difference < 0n ? '-' : ''}${whole}.${fraction}`
}

function scaled(value: unknown): { digits: bigint; places: number } | null {
  const parts = typeof value === 'string' ? /^(-?\d+)(?:\.(\d+))?$/.exec(value) : null
  if (!parts) return null
  const fraction = parts[2] ?? ''
  return { digits: BigInt(`${parts[1]}${fraction}`), places: fraction.length }
}
