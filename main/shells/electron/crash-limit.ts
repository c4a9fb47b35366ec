/** Says whether something that ended by accident may be started again: at most `times` within `milliseconds`. */
export function crashLimit(
  times: number,
  milliseconds: number,
  now: () => number = Date.now,
): { allows(): boolean; forget(): void } {
  let crashes: number[] = []
  return {
    allows: () => {
      const moment = now()
      crashes = [...crashes.filter((crash) => moment - crash < milliseconds), moment]
      return crashes.length <= times
    },
    forget: () => {
      crashes = []
    },
  }
}
