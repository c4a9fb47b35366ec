import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { problemOf, useClient, useHost } from '../connection/index.ts'
import { fileName as nameOf } from '../formats/file-name.ts'
import { exportWording as words } from '../wording/export.ts'
import { useJobs } from './jobs.tsx'
import { notify, notifyProblem } from './notify.tsx'

/** A file that this window wrote. */
export interface ExportedFile {
  readonly path: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly sheets: readonly { readonly name: string; readonly rows: number }[]
}

export interface WorkbookRequest {
  readonly fileName: string
  readonly asOf: string | null
  readonly settlement: string | null
}

interface Exports {
  /** The latest first. */
  readonly files: readonly ExportedFile[]
  readonly isRunning: boolean
  /** What kept the last export from being written; null when nothing did. */
  readonly error: unknown
  /** Asks where the workbook goes and writes it. */
  start(request: WorkbookRequest): Promise<void>
}

const ExportsContext = createContext<Exports | null>(null)

/** Keeps the exports of this window, which go on when the screen is left. */
export function ExportsProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient()
  const host = useHost()
  const { run } = useJobs()
  const [files, setFiles] = useState<readonly ExportedFile[]>([])
  const [isRunning, setIsRunning] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const value = useMemo<Exports>(
    () => ({
      files,
      isRunning,
      error,
      start: async ({ fileName, asOf, settlement }) => {
        setError(null)
        try {
          const path = await host.pickTarget(fileName)
          if (path === null) return
          setIsRunning(true)
          const input = { path, ...(asOf === null ? {} : { asOf }), ...(settlement === null ? {} : { settlement }) }
          const written = await run(words.job, (signal) => client.exports.workbook(input, { signal }))
          await host.targetWritten(written.path)
          setFiles((known) => [{ ...written, at: Date.now() }, ...known])
          const isDownload = host.shell === 'web'
          notify({
            title: isDownload ? words.downloaded : words.done,
            // Where the server keeps it until then is of no use to anyone.
            text: isDownload ? nameOf(written.path) : written.path,
            tone: 'good',
          })
        } catch (problem) {
          if (problemOf(problem).code === 'cancelled') notifyProblem(problem)
          else setError(problem)
        } finally {
          setIsRunning(false)
        }
      },
    }),
    [files, isRunning, error, client, host, run],
  )
  return <ExportsContext value={value}>{children}</ExportsContext>
}

/** The exports of this window. Only below the frame. */
export function useExports(): Exports {
  const value = useContext(ExportsContext)
  if (!value) throw new Error('An export is started outside the frame.')
  return value
}
