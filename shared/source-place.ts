import type { Source } from './contract/sources.ts'

/** The bucket as an address, for example `s3://acme-feeds`, or `https://minio.example/acme-feeds` of another store. */
export function locationOf({ bucket, endpoint }: Pick<Source, 'bucket' | 'endpoint'>): string {
  return endpoint === null ? `s3://${bucket}` : `${endpoint.replace(/\/+$/, '')}/${bucket}`
}

/** How a person and the book know an object: its path in the history, in coverage and in the workbook. */
export function objectPath(location: string, key: string): string {
  return `${location}/${key}`
}

/** Where a source lies, with its prefix. */
export function sourcePlace(source: Pick<Source, 'bucket' | 'prefix' | 'endpoint'>): string {
  return source.prefix === '' ? locationOf(source) : objectPath(locationOf(source), source.prefix)
}

/**
 * The bucket and the prefix of an address such as `s3://bucket/prefix`; null when the text is none. The ARN of an access
 * point, which stands for a bucket, has a slash of its own.
 */
export function parsePlace(text: string): { readonly bucket: string; readonly prefix: string } | null {
  const [, bucket, prefix] =
    /^\s*s3:\/\/(arn:[^/\s]+[/:]accesspoint[/:][^/\s]+|[^/\s]+)(?:\/(.*?))?\s*$/is.exec(text) ?? []
  return bucket === undefined ? null : { bucket, prefix: prefix ?? '' }
}
