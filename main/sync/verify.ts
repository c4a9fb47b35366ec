import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Crc32, Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc'

/** What a store said of the bytes of an object, besides their number. */
export interface Expected {
  readonly bytes: number
  /** MD5 in hexadecimal, where the ETag is one and the store tells nothing better. */
  readonly md5: string | null
  /** Checksums of the whole object in Base64, by algorithm. */
  readonly checksums: Readonly<Partial<Record<Algorithm, string>>>
}

interface Running {
  update(bytes: Uint8Array): void
  /** In Base64. */
  digest(): Promise<string>
}

const algorithms = {
  CRC32: () => ofChecksum(new Crc32()),
  CRC32C: () => ofChecksum(new Crc32c()),
  CRC64NVME: () => ofChecksum(new Crc64Nvme()),
  SHA1: () => ofHash('sha1'),
  SHA256: () => ofHash('sha256'),
} as const satisfies Record<string, () => Running>
type Algorithm = keyof typeof algorithms

/** The headers of an answer to GetObject or HeadObject that say something of the bytes. */
interface Answer {
  readonly ETag?: string | undefined
  readonly ServerSideEncryption?: string | undefined
  readonly SSECustomerAlgorithm?: string | undefined
  readonly ChecksumType?: string | undefined
  readonly ChecksumCRC32?: string | undefined
  readonly ChecksumCRC32C?: string | undefined
  readonly ChecksumCRC64NVME?: string | undefined
  readonly ChecksumSHA1?: string | undefined
  readonly ChecksumSHA256?: string | undefined
}

/**
 * What can be checked of an object. The ETag is the MD5 of the bytes unless they were sent in parts or are encrypted with a
 * key of KMS or of the customer; a checksum of checksums (`COMPOSITE`, or with the number of parts behind a dash) says
 * nothing of the whole (Amazon S3 User Guide, Checking object integrity).
 */
export function expectedBy(bytes: number, answer: Answer): Expected {
  const etag = (answer.ETag ?? '').replaceAll('"', '').toLowerCase()
  const isEncrypted = /kms/i.test(answer.ServerSideEncryption ?? '') || answer.SSECustomerAlgorithm !== undefined
  const given = Object.keys(algorithms).flatMap((name) => {
    const value = answer[`Checksum${name as Algorithm}`]
    return value === undefined || value.includes('-') || answer.ChecksumType === 'COMPOSITE' ? [] : [[name, value]]
  })
  return {
    bytes,
    // Some stores have ETags that look like one and are none.
    md5: given.length === 0 && /^[0-9a-f]{32}$/.test(etag) && !isEncrypted ? etag : null,
    checksums: Object.fromEntries(given) as Expected['checksums'],
  }
}

/** Compares bytes with what the store said of them, as they come by. */
export interface Check {
  update(bytes: Uint8Array): void
  /** Why they are not what the store has; null when everything agrees that can be compared. */
  mistake(): Promise<string | null>
}

/** Begins with the first byte. */
export function checkAgainst(expected: Expected): Check {
  const md5 = expected.md5 === null ? null : createHash('md5')
  const running = Object.entries(expected.checksums).map(
    ([name, value]) => [name, value, algorithms[name as Algorithm]()] as const,
  )
  let count = 0
  return {
    update(bytes) {
      count += bytes.length
      md5?.update(bytes)
      for (const [, , checksum] of running) checksum.update(bytes)
    },
    async mistake() {
      if (count !== expected.bytes) return `${count} bytes came where the bucket has ${expected.bytes}.`
      if (md5 && md5.digest('hex') !== expected.md5) return 'Its bytes are not those of the bucket: the MD5 differs.'
      for (const [name, value, checksum] of running)
        if ((await checksum.digest()) !== value) return `Its bytes are not those of the bucket: the ${name} differs.`
      return null
    },
  }
}

/** The same of a file on the disk. */
export async function fileMistake(
  path: string,
  expected: Expected,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const check = checkAgainst(expected)
  for await (const chunk of createReadStream(path, {
    highWaterMark: 1 << 20,
    ...(signal ? { signal } : {}),
  }) as AsyncIterable<Buffer>)
    check.update(chunk)
  return check.mistake()
}

function ofHash(name: string): Running {
  const hash = createHash(name)
  return { update: (bytes) => void hash.update(bytes), digest: async () => hash.digest('base64') }
}

function ofChecksum(checksum: { update(bytes: Uint8Array): void; digest(): Promise<Uint8Array> }): Running {
  return {
    update: (bytes) => checksum.update(bytes),
    digest: async () => Buffer.from(await checksum.digest()).toString('base64'),
  }
}
