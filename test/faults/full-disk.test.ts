import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { builtProgram } from '../packaging/programs.ts'
import { canMount, onOwnDisk } from './own-disk.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-faults-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sentence =
  /^(?:done|The disk is full\. What was in the book is still there: make room, then try again\.|There is too little space on the disk [\w ]+: about \d+ MB are needed, \d+ MB are free\.|\S+ cannot be written: the disk is full\. Nothing was left behind\.)$/

test.skipIf(!canMount)(
  'in a window everything says that the disk is full, and works again as soon as there is room',
  async () => {
    const [loader, script] = ['../../main/shells/typescript.mjs', 'full-disk-window.ts'].map((name) =>
      join(import.meta.dirname, name),
    )
    const said = await onOwnDisk(folder, 64, `'${process.execPath}' --import '${loader}' '${script}'`)
    const lines = said.trim().split('\n')
    for (const line of lines.filter((one) => !/^(?:whole|left):/.test(one)))
      expect(line.replace(/^[\w ]+: /, '')).toMatch(sentence)
    for (const what of ['reconcile', 'configure', 'undo', 'import', 'new book', 'rows'])
      expect(lines.find((line) => line.startsWith(`${what}: `))).not.toBe(`${what}: done`)
    const whole = lines.filter((line) => line.startsWith('whole: '))
    expect(new Set(whole.slice(0, -1))).toEqual(new Set(['whole: 1 imports, 2000 keys']))
    expect(whole.at(-1)).toBe('whole: 2 imports, 2010 keys')
    expect(lines.at(-1)).toBe('left: a.tieout a.tieout.files; log: false')
  },
)

test.skipIf(!canMount)(
  'the guard of a book gives way where there is no room for it and for what is written',
  async () => {
    const [loader, script] = ['../../main/shells/typescript.mjs', 'guard-room.ts'].map((name) =>
      join(import.meta.dirname, name),
    )
    const said = await onOwnDisk(folder, 24, `'${process.execPath}' --import '${loader}' '${script}'`)
    const withoutRoom = 'told: guard, write: done, read: done, guard: false, close: done'
    const filledLater = 'write: done, guard: true, told: guard, settle: done, guard: false, close: done'
    expect(said.trim().replaceAll('\n', ', ')).toBe(`${withoutRoom}, ${filledLater}, most: 2`)
  },
)

test.skipIf(!canMount)('the web shell does not begin on a full disk, and says that it is full', async () => {
  const web = `'${process.execPath}' '${await builtProgram('web')}' --no-open --page .`
  // Without an inode left no folder can be made.
  const said = await onOwnDisk(
    folder,
    8,
    `mount -t tmpfs -o nr_inodes=1 tmpfs disk
     ${web} --data "$PWD/disk/data" 2>&1; echo "code $?"
     ${web} --data "$PWD/disk" 2>&1; echo "code $?"`,
  )
  const full = (data: string): string =>
    `Tieout cannot write into its data folder ${data}, where settings and backups lie: the disk is full. Mend that, or name another folder by TIEOUT_DATA.\ncode 1\n`
  expect(said).toBe(full(join(folder, 'disk', 'data')) + full(join(folder, 'disk')))
})
