/** Where the parts of the application lie, and how it was started; `app.ts` says it, tests make their own. */
export interface Surroundings {
  readonly platform: NodeJS.Platform
  /** Folder of settings, the sample, backups and logs. */
  readonly dataFolder: string
  /** Folder in which new books are suggested; null for `Tieout` among the person's documents. */
  readonly booksFolder: string | null
  /** Folder of the built page, with `index.html` in it. */
  readonly pageFolder: string
  /** File of the preload, one CommonJS script. */
  readonly preload: string
  /** Script of the engine's process. */
  readonly engineScript: string
  /** Folder of the sample reports. */
  readonly sampleFolder: string
  /** Arguments after the program (and after the application's folder in development). */
  readonly arguments: readonly string[]
  readonly workingDirectory: string
  /** Writes one line about something that went wrong. */
  readonly log: (line: string) => void
}
