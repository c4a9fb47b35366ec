import { VisuallyHidden } from '@mantine/core'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ListedFile, Recognition } from '../../../shared/contract/imports.ts'
import figureTable from '../../components/figure-table.module.css'
import { useLatest } from '../../components/use-latest.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import type { ImportSession } from '../../session/import-session.tsx'
import { useJobs } from '../../session/jobs.tsx'
import { importWording as words } from '../../wording/import.ts'
import { FileRows } from './file-rows.tsx'
import classes from './import.module.css'

/** More rows than this no one reads, and they would take long to draw. */
const mostFiles = 500
/** The list of files, those that cannot be imported first; each opens to what was found in it. */
export function FilesTable({ session }: { readonly session: ImportSession }) {
  const { count } = useFormats()
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback(
    (path: string): void =>
      setOpen((known) => {
        const next = new Set(known)
        if (!next.delete(path)) next.add(path)
        return next
      }),
    [],
  )
  const latest = useLatest(session)
  const remove = useCallback((path: string): void => latest.current.remove(path), [latest])
  const choose = useCallback(
    (path: string, section: string | null): void => latest.current.choose(path, section),
    [latest],
  )
  const isImporting = session.phase === 'importing'
  // What needs a look comes first; while they are read, the files stand in the order of the reading.
  const isIdle = session.phase === 'idle'
  const files = useMemo(
    () => (isIdle ? session.files.toSorted((a, b) => urgency(b) - urgency(a)) : session.files),
    [isIdle, session.files],
  )
  const totals = useMemo(() => Map.groupBy(session.totals, ({ path }) => path), [session.totals])
  const left = files.length - mostFiles
  const body = useRef<HTMLTableSectionElement>(null)
  const current = useJobs().jobs.at(-1)?.progress?.file
  useEffect(() => {
    if (!isImporting || current === undefined) return
    const row = [...(body.current?.rows ?? [])].find(({ dataset }) => dataset['path'] === current)
    row?.scrollIntoView({ block: 'nearest' })
  }, [isImporting, current])
  return (
    <>
      {/* A part that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={classes.scroll} tabIndex={0} aria-label={words.listLabel}>
        <table className={`${figureTable.table} ${classes.table}`} aria-label={words.listLabel}>
          <thead>
            <tr>
              <th className={classes.narrow} scope="col">
                <VisuallyHidden>{words.warnings}</VisuallyHidden>
              </th>
              <th scope="col">{words.file}</th>
              <th scope="col">{words.recognisedAs}</th>
              <th scope="col">{words.delivered}</th>
              <th scope="col" className={figureTable.number}>
                {words.rows}
              </th>
              <th scope="col" className={figureTable.number}>
                {words.refused}
              </th>
              <th scope="col" className={figureTable.number}>
                {words.totals}
              </th>
              <th scope="col">{words.status}</th>
              <th className={classes.narrow} aria-hidden />
            </tr>
          </thead>
          <tbody ref={body}>
            {files.slice(0, mostFiles).map((file) => (
              <FileRows
                key={file.path}
                file={file}
                totals={totals.get(file.path) ?? noTotals}
                choice={session.choices.get(file.path)}
                files={isImporting ? session.files : null}
                isOpen={open.has(file.path)}
                onToggle={toggle}
                onRemove={remove}
                onChoose={choose}
              />
            ))}
          </tbody>
        </table>
      </section>
      {left > 0 ? <p className={classes.empty}>{words.moreFiles(count(left))}</p> : null}
    </>
  )
}

const noTotals: Recognition['totals'] = []

function urgency(file: ListedFile): number {
  // Where the reading was broken off, they stay at the end.
  if (file.status === 'reading') return -1
  if (file.status === 'failed' || file.status === 'unrecognised') return 3
  if (file.status === 'already-imported' || file.status === 'listed-twice') return 0
  return file.refused_rows > 0 || file.warnings.length > 0 ? 2 : 1
}
