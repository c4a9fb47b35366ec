import { useClient, useHost } from '../connection/index.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { useJobs } from '../session/jobs.tsx'
import { notify, notifyProblem } from '../session/notify.tsx'
import { gridWording } from '../wording/grid.ts'
import { clipboardText } from './copy/clipboard-text.ts'
import { copyLimit, readRows } from './copy/read-rows.ts'
import { writeClipboard } from './copy/write-clipboard.ts'
import { type RowRanges, rowsIn } from './row-ranges.ts'
import type { GridControl } from './use-grid-control.ts'

export interface RowActions {
  /** Copies rows, given by their places in the answer, with headings. */
  readonly copy: (ranges: RowRanges) => void
  /** Writes all rows of the view to a file that the person chooses. */
  readonly exportAs: (format: ExportFormat) => void
}

export type ExportFormat = 'csv' | 'xlsx' | 'json'

/** What can be done with the rows of a grid as they are shown: its columns, filters and order. */
export function useRowActions(control: GridControl): RowActions {
  const client = useClient()
  const host = useHost()
  const jobs = useJobs()
  const formats = useFormats()
  const shownColumns = () => {
    const byName = new Map(control.columns?.map((column) => [column.name, column]))
    // A pinned column stands before the others whatever its place in the list.
    return control.view.columns
      .filter(({ hidden }) => !hidden)
      .toSorted((a, b) => Number(b.pinned ?? false) - Number(a.pinned ?? false))
      .flatMap(({ name }) => byName.get(name) ?? [])
  }
  const question = () => ({ ...control.selection, orderBy: control.view.orderBy })

  const copy = async (ranges: RowRanges): Promise<void> => {
    const wanted = rowsIn(ranges)
    if (wanted === 0) return
    if (wanted > copyLimit) {
      notify({ title: gridWording.copyTooMany(formats.count(wanted), formats.count(copyLimit)) })
      return
    }
    const rows = await readRows(client, question(), ranges)
    const isDone = await writeClipboard(clipboardText(rows, shownColumns()))
    if (!isDone) notify({ title: gridWording.copyFailed, tone: 'bad' })
    else
      notify({
        title: rows.length === 1 ? gridWording.copiedOne : gridWording.copied(formats.count(rows.length)),
        tone: 'good',
      })
  }

  const exportAs = async (format: ExportFormat): Promise<void> => {
    const path = await host.pickTarget(`${control.query.replaceAll('_', '-')}.${format}`)
    if (path === null) return
    const columns = shownColumns().map(({ name }) => name)
    const written = await jobs.run(gridWording.exporting, (signal) =>
      client.exports.rows({ ...question(), path, format, columns }, { signal }),
    )
    await host.targetWritten(path)
    notify({
      title: gridWording.exported(formats.count(written.rows)),
      tone: 'good',
      ...(host.shell === 'desktop'
        ? { text: written.path, action: { label: gridWording.showInFolder, run: () => void host.showInFolder(path) } }
        : {}),
    })
  }
  return {
    copy: (ranges) => void copy(ranges).catch(notifyProblem),
    exportAs: (format) => void exportAs(format).catch(notifyProblem),
  }
}
