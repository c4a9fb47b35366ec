const longestPart = 120
const mostParts = 20

/**
 * The names under which files of an archive are shown, in their order: each leads nowhere but into the archive, can be
 * seen and stands once, whatever the archive calls it. Nothing is ever written under these names.
 */
export function shownNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name, index) => {
    const shown = shownName(name) || `file ${index + 1}`
    let free = shown
    for (let number = 2; taken.has(free); number++) free = shown.replace(/(?=\.[^./]*$|$)/, ` (${number})`)
    taken.add(free)
    return free
  })
}

function shownName(name: string): string {
  const parts = name
    // Also characters that turn the direction of what follows, or that nobody sees.
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD')
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..')
  if (/^[a-z]:$/i.test(parts[0] ?? '')) parts[0] = (parts[0] ?? '').slice(0, 1)
  const short = parts.map((part) =>
    part.length > longestPart ? `${part.slice(0, longestPart - 30)}…${part.slice(-29)}` : part,
  )
  return short.length > mostParts ? ['…', ...short.slice(-mostParts)].join('/') : short.join('/')
}
