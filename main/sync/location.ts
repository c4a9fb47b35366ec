import type { Source } from '../../shared/contract/sources.ts'

/** The bucket as an address, for example `s3://acme-feeds`, or `https://minio.example/acme-feeds` of another store. */
export function locationOf({ bucket, endpoint }: Pick<Source, 'bucket' | 'endpoint'>): string {
  return endpoint === null ? `s3://${bucket}` : `${endpoint.replace(/\/+$/, '')}/${bucket}`
}

/** How the person and the book know an object: its path in the history, in coverage and in the workbook. */
export function pathOf(location: string, key: string): string {
  return `${location}/${key}`
}
