import { type FileHandle, open } from 'node:fs/promises'
import { formats } from './foreign.ts'

const signature = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const directoryBytes = 1 << 16

/** True for the beginning of a compound file: what Office wrote before 2007, and what it locks with a password. */
export function isCompoundFile(head: Buffer): boolean {
  return head.subarray(0, signature.length).equals(signature)
}

// By the name of a stream in it ([MS-CFB] 2.6.1); the first that is there decides.
const byStream: readonly (readonly [RegExp, string])[] = [
  [/^EncryptedPackage$/, formats.lockedWorkbook],
  [/^(?:Workbook|Book)$/i, formats.xls],
  [/^WordDocument$/, formats.word],
  [/^PowerPoint Document$/, formats.powerPoint],
  [/^__(?:substg1\.0_|properties_version1\.0)/, formats.email],
]

/** The sentence for a compound file, by the streams that its directory names. */
export async function compoundSentence(path: string, head: Buffer): Promise<string> {
  const file = await open(path)
  try {
    const directory = await directoryOf(file, head)
    const names = namesIn(directory)
    // A directory that does not lie where the header says begins behind the header.
    const all = names.length > 0 ? names : looseNames(head)
    const found = byStream.find(([name]) => all.some((one) => name.test(one)))
    if (found) return found[1]
    return directory.includes(installer) ? formats.installer : formats.office
  } finally {
    await file.close()
  }
}

/** The first part of the directory; sectors are counted from behind the header, which has the size of one. */
async function directoryOf(file: FileHandle, head: Buffer): Promise<Buffer> {
  if (head.length < headerBytes) return Buffer.alloc(0)
  const sectorBytes = 2 ** Math.min(head.readUInt16LE(30), 12)
  const start = (head.readUInt32LE(48) + 1) * sectorBytes
  const { buffer, bytesRead } = await file.read(Buffer.alloc(directoryBytes), 0, directoryBytes, start)
  return buffer.subarray(0, bytesRead)
}

/** Names of the entries from the root on, as long as they follow each other. */
function namesIn(directory: Buffer): string[] {
  const names: string[] = []
  for (let at = 0; at + entryBytes <= directory.length; at += entryBytes) {
    const length = directory.readUInt16LE(at + 64)
    const type = directory[at + 66] ?? 255
    if (length > 64 || length % 2 === 1 || type > 5 || (at === 0 && type !== rootType)) break
    if (length > 2) names.push(directory.toString('utf16le', at, at + length - 2))
  }
  return names
}

function looseNames(head: Buffer): string[] {
  const text = head.subarray(headerBytes).toString('utf16le')
  return text.split('\0').filter((name) => name.length > 3)
}

const headerBytes = 512
const entryBytes = 128
const rootType = 5

/** The class of an installer's database, {000C1084-0000-0000-C000-000000000046}, as it stands in the root entry. */
const installer = Buffer.from('84100c0000000000c000000000000046', 'hex')
