const undone: (() => unknown)[] = []

/** Has this done when the test is over, or the first test after it was asked for outside of one; the latest first. */
export function afterTest(undo: () => unknown): void {
  undone.push(undo)
}

/** Does what was asked for. */
export async function cleanUp(): Promise<void> {
  for (const undo of undone.splice(0).toReversed()) await undo()
}
