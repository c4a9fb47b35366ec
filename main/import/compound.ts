import { type FileHandle, open } from 'node:fs/promises'
import { formats } from './foreign.ts'

const signature = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const directoryBytes = 1 << 16

/** True for the beginning of a compound file: what Office wrote before 2007, and what it locks with a password. */
export function isCompoundFile(head: Buffer): boolean {
  return head.subarray(0, signature.length).equals(signature)
}

// By the name of a stream in it ([MS-CFB] 2.6.1); the first that is there decides.
const byStream: readonly (readonly [string, string])[] = [
  ['EncryptedPackage', formats.lockedWorkbook],
  ['Workbook', formats.xls],
  ['Book', formats.xls],
  ['WordDocument', formats.word],
  ['PowerPoint Document', formats.powerPoint],
  ['__substg1.0_', formats.email],
  ['__properties_version1.0', formats.email],
  ['VisioDocument', formats.office],
]

/** The sentence for a compound file, by the streams that its directory names. */
export async function compoundSentence(path: string, head: Buffer): Promise<string> {
  const file = await open(path)
  try {
    // Where the directory does not lie where the header says, it mostly lies in the first bytes all the same.
    const names = Buffer.concat([await directoryOf(file, head), head]).toString('latin1')
    const isNamed = (name: string): boolean => names.includes(Buffer.from(name, 'utf16le').toString('latin1'))
    return byStream.find(([name]) => isNamed(name))?.[1] ?? installerOr(names)
  } finally {
    await file.close()
  }
}

/** The first part of the directory; sectors are counted from behind the header, which has the size of one. */
async function directoryOf(file: FileHandle, head: Buffer): Promise<Buffer> {
  if (head.length < 76) return Buffer.alloc(0)
  const sectorBytes = 2 ** Math.min(head.readUInt16LE(30), 12)
  const start = (head.readUInt32LE(48) + 1) * sectorBytes
  const { buffer, bytesRead } = await file.read(Buffer.alloc(directoryBytes), 0, directoryBytes, start)
  return buffer.subarray(0, bytesRead)
}

/** The class of an installer's database, {000C1084-0000-0000-C000-000000000046}, as it stands in the root entry. */
const installer = Buffer.from('84100c0000000000c000000000000046', 'hex').toString('latin1')

function installerOr(names: string): string {
  return names.includes(installer) ? formats.installer : formats.office
}
