/** How far work has come. */
export const jobWording = {
  /** What the core calls its steps, in the words of its users. */
  steps: {
    Reading: 'Reading',
    Typing: 'Checking every cell',
  } as Readonly<Record<string, string>>,
  reconciling: 'Reconciling',
  soFar: {
    bytes: (done: string) => done,
    rows: (done: string) => `line ${done}`,
    steps: (done: string) => `step ${done}`,
    objects: (done: string) => `${done} objects`,
  },
  of: {
    bytes: (done: string, total: string) => `${done} of ${total}`,
    rows: (done: string, total: string) => `line ${done} of ${total}`,
    steps: (done: string, total: string) => `step ${done} of ${total}`,
    objects: (done: string, total: string) => `${done} of ${total} objects`,
  },
  rate: {
    bytes: (perSecond: string) => `${perSecond}/s`,
    rows: (perSecond: string) => `${perSecond} lines/s`,
    steps: () => '',
    objects: (perSecond: string) => `${perSecond} objects/s`,
  },
  files: (done: string, total: string) => `${done} of ${total} files`,
} as const

/** A step of the core in the words of its users; the small steps of the reconciliation have one name. */
export function stepName(step: string): string {
  return step.startsWith('Reconciling') ? jobWording.reconciling : (jobWording.steps[step] ?? step)
}
