import { z } from 'zod'
import { isDate } from '../../shared/dates.ts'
import { sections } from '../../shared/reports/catalogue.ts'

/** What stands beside a file about its delivery; all dates are UTC days, `YYYY-MM-DD`. */
export interface DeliveryEvidence {
  /** Publication date of the CAS side file. */
  readonly metaDate: string | null
  /** Date in a CAS or portal file name. */
  readonly nameDate: string | null
  readonly coverageStart: string | null
  readonly coverageEnd: string | null
  /** The first day of the month of a data feed that it is, as another copy of it or its former version showed. */
  readonly feedMonth?: string | null | undefined
  /** True when there is a side file that says nothing. */
  readonly brokenSideFile: boolean
}

const sideFile = z.object({
  dataSetCoverageRange: z
    .object({ startDateTime: z.string().optional(), endDateTime: z.string().optional() })
    .optional(),
  dataSetRequestParameters: z.object({ dataSetPublicationDate: z.string().optional() }).optional(),
})

const casNames = sections.flatMap((section) => (section.casDataSetType ? [section.casDataSetType] : [])).join('|')
// {data_set_type}_YYYY-MM-DD.csv of the Commerce Analytics Service (`casDataSetType` in `legacy.json`); from the portal
// {report}_report_YYYY-MM-DD.csv, which was seen of one report and is taken for the others' way too.
const datedName = new RegExp(`^(?:${casNames}|[a-z_]+_report)_(\\d{4}-\\d{2}-\\d{2})(?:[ ._(-].*)?$`, 'i')

/** Reads the delivery evidence from a file's name and from the text of the side file next to it, when there is one. */
export function deliveryEvidence(name: string, meta: string | null): DeliveryEvidence {
  const nameDate = day(datedName.exec(name)?.[1])
  const unknown = { metaDate: null, nameDate, coverageStart: null, coverageEnd: null }
  if (meta === null) return { ...unknown, brokenSideFile: false }
  const parsed = sideFile.safeParse(parseJson(meta))
  if (!parsed.success) return { ...unknown, brokenSideFile: true }
  const { dataSetCoverageRange: range, dataSetRequestParameters: request } = parsed.data
  return {
    metaDate: day(request?.dataSetPublicationDate),
    nameDate,
    coverageStart: instant(range?.startDateTime),
    coverageEnd: instant(range?.endDateTime),
    brokenSideFile: false,
  }
}

/** The month of a data feed that the folders of its path name (`…/year=2026/month=05/data.csv`), as its first day. */
export function feedMonthOf(path: string): string | null {
  const found = /(?:^|[\\/])year=(\d{4})[\\/]month=(\d{1,2})(?:[\\/]|$)/i.exec(path)
  return found ? day(`${found[1]}-${String(found[2]).padStart(2, '0')}-01`) : null
}

function day(text: string | undefined): string | null {
  const date = text?.slice(0, 10) ?? ''
  return isDate(date) ? date : null
}

function instant(text: string | undefined): string | null {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
