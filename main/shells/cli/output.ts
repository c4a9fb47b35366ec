import { TieoutError } from '../../../shared/errors.ts'

/** Where a command writes. Results go to standard output, everything else to standard error. */
export interface Output {
  readonly json: boolean
  /** Writes a piece of the result; false when nobody reads any more (`| head`), and there is no use in going on. */
  write(text: string): Promise<boolean>
  /** Writes the one JSON document of a `--json` run, with the warning of the book as its `warning`, if there is one. */
  document(value: object): Promise<boolean>
  /** A sentence about the work, for a person. */
  note(text: string): void
  /** What is to be said of the book beside the result, until it is told; null for nothing. */
  warn(sentence: string | null): void
  /** What `warn` was given last. */
  warning(): string | null
  /** Says the warning to a person. */
  tellWarning(): void
  /** True once a part of the result is written. */
  hasStarted(): boolean
  /** True once nobody reads standard output any more. */
  readerGone(): boolean
  /** Settles when everything that was written has left the process. */
  flush(): Promise<void>
}

/** Output to this process's own streams. A reader that has gone away ends the run quietly and without an error. */
export function processOutput(json: boolean): Output {
  let gone = false
  let started = false
  let warning: string | null = null
  let broken: NodeJS.ErrnoException | null = null
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (stream !== process.stdout) return
      gone = true
      if (error.code !== 'EPIPE') broken = error
    })
  }
  const write = async (text: string): Promise<boolean> => {
    if (gone) return false
    started ||= text !== ''
    await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()))
    // The error event comes after the callback of the write.
    await new Promise<void>((resolve) => setImmediate(resolve))
    if (broken) throw new TieoutError('internal', `The result could not be written: ${broken.code ?? broken.message}.`)
    return !gone
  }
  return {
    json,
    write,
    document: (value) => write(`${JSON.stringify(warning === null ? value : { ...value, warning }, null, 2)}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    warn(sentence) {
      warning = sentence
    },
    warning: () => warning,
    tellWarning() {
      if (warning !== null) process.stderr.write(`${warning}\n`)
    },
    hasStarted: () => started,
    readerGone: () => gone,
    async flush() {
      await write('')
      await new Promise<void>((resolve) => process.stderr.write('', () => resolve()))
    },
  }
}
