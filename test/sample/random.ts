/** A source of repeatable chance: the same seed gives the same numbers on every machine. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number
  /** One of the items. */
  pick<Item>(items: readonly Item[]): Item
  /** True in `percent` of a hundred draws. */
  chance(percent: number): boolean
  /** `length` characters of the alphabet, beginning with a letter when the alphabet has one. */
  code(length: number, alphabet?: string): string
}

// No `e`: digits with one `e` among them would look like a number in scientific notation.
const letters = 'abcdfghjkmnpqrstvwxyz'
const lowerCase = `${letters}0123456789`

/** Mulberry32 over integers only, so that no floating point rounding can differ between machines. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = state
    value = Math.imul(value ^ (value >>> 15), value | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return (value ^ (value >>> 14)) >>> 0
  }
  const int = (low: number, high: number): number => low + (next() % (high - low + 1))
  const pick = <Item>(items: readonly Item[]): Item => items[int(0, items.length - 1)] as Item
  return {
    int,
    pick,
    chance: (percent) => int(1, 100) <= percent,
    code: (length, alphabet = lowerCase) => {
      const first = alphabet === lowerCase ? letters : alphabet
      return pick([...first]) + Array.from({ length: length - 1 }, () => pick([...alphabet])).join('')
    },
  }
}
