import type { AddWorksheetOptions, Font, Style, Worksheet } from 'exceljs'
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { throwIfAborted } from '../../shared/errors.ts'
import { defaultFont } from './style.ts'
import { prepareTarget, writeError } from './target.ts'

/** A workbook on its way to the disk; rows leave memory as they are committed. */
export interface WorkbookStream {
  /** Absolute path at which it will appear. */
  readonly path: string
  addSheet(name: string, options: Partial<AddWorksheetOptions>): Worksheet
  /**
   * Says what stands behind the rows in the file; call it at most once, before the rows. Pages end with the columns at
   * `pageEnds`, counted from 0; ids in `numbersAsText` that look like numbers are spared the green corner with which
   * Excel doubts them.
   */
  finishWith(sheet: Worksheet, ending: { pageEnds: readonly number[]; numbersAsText: string }): void
  /** The number under which a style stands in the file. */
  styleNumber(style: Partial<Style>): number
  /**
   * Writes rows that are XML already, behind the row that was committed last; as soon as the rows before them are packed.
   * Raises what `pause` raises.
   */
  writeRows(sheet: Worksheet, xml: string): Promise<void>
  /** Lets the event loop turn, waits for the disk, and raises `cancelled` or the disk's error; call it every so many rows. */
  pause(sheet: Worksheet): Promise<void>
  /** Completes the file and puts it in the place of the target. */
  finish(): Promise<void>
  /** Removes what was written. */
  abandon(): Promise<void>
}

/** What the writer keeps inside and its types do not show. */
interface InsideWorkbook {
  styles: { _addFont(font: Partial<Font>): void; addStyleModel(style: Partial<Style>): number }
  zip: { abort(): void }
}
interface InsideSheet {
  _write(xml: string): void
  _writeLegacyData(): void
  /** Kept for shared formulas, of which there are none here; left alone it would hold every formula cell of a sheet. */
  _formulae: Record<string, unknown>
  /** Its state says `needDrain`; the public property of that name is younger than the streams that the writer uses. */
  stream: { _flush(): void; pipes: (Writable & { _writableState: { needDrain: boolean } })[] }
}

/** Opens a workbook that will appear at `path` once it is whole. Errors: `target-busy`, `cancelled`. */
export async function openWorkbookStream(path: string, signal: AbortSignal | undefined): Promise<WorkbookStream> {
  // Only who writes a workbook waits until the library is read.
  const { default: ExcelJS } = await import('exceljs')
  const target = prepareTarget(path)
  const output = createWriteStream(target.temporary)
  let failure: unknown
  // Without a listener an error of the disk would end the process.
  output.on('error', (error) => (failure ??= error))
  const closed = new Promise<void>((resolve) => output.once('close', resolve))
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: output,
    useStyles: true,
    useSharedStrings: false,
    zip: { zlib: { level: 1, chunkSize: 1 << 18 } },
  })
  // The first font is the default of the workbook, in whose digits the widths of columns are counted.
  ;(workbook as unknown as InsideWorkbook).styles._addFont(defaultFont)
  workbook.creator = 'Tieout'
  workbook.lastModifiedBy = 'Tieout'
  const check = (): void => {
    if (failure) throw writeError(failure, target.path)
    throwIfAborted(signal)
  }

  /** The writer ignores that its reader lags behind; waiting for it is what keeps the sheet out of memory. */
  const drained = async (sheet: Worksheet): Promise<void> => {
    for (const pipe of (sheet as unknown as InsideSheet).stream.pipes)
      if (pipe._writableState.needDrain) await Promise.race([once(pipe, 'drain'), closed])
  }

  return {
    path: target.path,
    addSheet: (name, options) => workbook.addWorksheet(name, options),
    finishWith(sheet, { pageEnds, numbersAsText }) {
      // The writer has no words for these; this is the place in the file where they belong.
      const inside = sheet as unknown as InsideSheet
      const breaks = pageEnds.map((end) => `<brk id="${end + 1}" max="1048575" man="1"/>`).join('')
      const count = pageEnds.length
      inside._writeLegacyData = () => {
        if (count > 0) inside._write(`<colBreaks count="${count}" manualBreakCount="${count}">${breaks}</colBreaks>`)
        inside._write(`<ignoredErrors><ignoredError sqref="${numbersAsText}" numberStoredAsText="1"/></ignoredErrors>`)
      }
    },
    styleNumber: (style) => (workbook as unknown as InsideWorkbook).styles.addStyleModel(style),
    async writeRows(sheet, xml) {
      const { stream } = sheet as unknown as InsideSheet
      await drained(sheet)
      check()
      // Past the writer's own buffer, in which everything would be copied twice.
      stream._flush()
      for (const pipe of stream.pipes) pipe.write(xml)
    },
    async pause(sheet) {
      await new Promise((resolve) => setImmediate(resolve))
      check()
      ;(sheet as unknown as InsideSheet)._formulae = {}
      await drained(sheet)
      check()
    },
    async finish() {
      await Promise.race([workbook.commit(), closed])
      await closed
      check()
      await target.finish()
    },
    async abandon() {
      if (!output.closed) {
        ;(workbook as unknown as InsideWorkbook).zip.abort()
        output.destroy()
        await closed
      }
      target.abandon()
    },
  }
}
