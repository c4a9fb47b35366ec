import { crc32, deflateRawSync } from 'node:zlib'

/** One entry of an archive as no good program would write it; what is left out is as it should be. */
export interface OddEntry {
  readonly name: string | Buffer
  readonly content?: Buffer | string
  readonly flags?: number
  readonly method?: number
  /** Said in place of the right one. */
  readonly crc?: number
  readonly size?: number
  /** Mode of a Unix file. */
  readonly mode?: number
  /** Bytes of the packed content that are changed. */
  readonly damage?: boolean
  readonly extra?: Buffer
}

/** A ZIP archive of these entries, deflated; `count` is said at its end in place of the right number. */
export function oddZip(entries: readonly OddEntry[], count = entries.length): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const {
    name,
    content = '',
    flags = 0,
    method = 8,
    crc,
    size,
    mode,
    damage,
    extra = Buffer.alloc(0),
  } of entries) {
    const bytes = Buffer.from(content as string)
    const raw = Buffer.from(name as string)
    const packed = method === 8 ? deflateRawSync(bytes) : bytes
    if (damage) packed.fill(0xff, 2)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(method, 4)
    fields.writeUInt32LE(crc ?? crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(size ?? bytes.length, 18)
    fields.writeUInt16LE(raw.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, raw, packed])
    fields.writeUInt16LE(extra.length, 24)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(((mode ?? 0) << 16) >>> 0, 6)
    place.writeUInt32LE(offset, 10)
    const madeBy = Buffer.from([20, mode === undefined ? 0 : 3])
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, fields, place, raw, extra]))
    parts.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(count, 4)
  end.writeUInt16LE(count, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06'), end])
}
