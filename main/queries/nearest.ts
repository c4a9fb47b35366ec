/** The up to three `candidates` most like `wanted`, best first: those that contain it, then those few letters away. */
export function nearest(wanted: string, candidates: readonly string[]): string[] {
  const low = wanted.toLowerCase()
  return candidates
    .map((candidate) => {
      const contains = candidate.includes(low) || low.includes(candidate)
      return { candidate, distance: editDistance(low, candidate) - (contains ? 100 : 0) }
    })
    .toSorted((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/** How many letters must be put in, taken out or changed to turn one word into the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const changed = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
