import type { Place } from '../../navigation.ts'
import { oneOf } from '../../../shared/queries/filters.ts'

/** A filter holds no more values. */
const mostValues = 1000

interface ImportedFile {
  readonly sha256: string | null
  readonly refused_rows: number
}

/** The refused rows of the files of one import; those of all imports where they are too many to be named. */
export function refusedPlace(files: readonly ImportedFile[]): Place {
  const values = files.flatMap(({ sha256, refused_rows }) => (refused_rows > 0 && sha256 !== null ? [sha256] : []))
  return {
    screen: 'data',
    query: 'refused_rows',
    filters: values.length > mostValues ? [] : [oneOf('sha256', values)],
  }
}
