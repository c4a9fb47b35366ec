import type { Source } from '../../shared/contract/sources.ts'

/** Where a source lies, as a person writes it: `s3://bucket/prefix`, or the address of another store with both. */
export function sourcePlace({ bucket, prefix, endpoint }: Pick<Source, 'bucket' | 'prefix' | 'endpoint'>): string {
  const store = endpoint === null ? 's3:/' : endpoint.replace(/\/+$/, '')
  return prefix === '' ? `${store}/${bucket}` : `${store}/${bucket}/${prefix}`
}

/** The bucket and the prefix of an address such as `s3://bucket/prefix`; null when the text is none. */
export function parsePlace(text: string): { readonly bucket: string; readonly prefix: string } | null {
  const [, bucket, prefix] = /^\s*s3:\/\/([^/\s]+)(?:\/(.*?))?\s*$/i.exec(text) ?? []
  return bucket === undefined ? null : { bucket, prefix: prefix ?? '' }
}
