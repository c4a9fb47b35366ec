import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { builtProgram } from '../packaging/programs.ts'
import { canMount, onOwnDisk } from './own-disk.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-faults-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const input = join(import.meta.dirname, '12')

/** What each command says, by its number: standard output, standard error, exit code. */
async function onReadOnlyDisk(before: string, commands: readonly string[], env = {}): Promise<string[][]> {
  const said = await onOwnDisk(
    folder,
    128,
    `tieout() { '${process.execPath}' '${await builtProgram('cli')}' "$@"; }
     ${before}
     mount -o remount,ro disk
     ${commands.map((command) => `${command} 2> err; echo "\n-code $?-"; cat err; echo "=end="`).join('\n')}`,
    env,
  )
  return said
    .split('=end=\n')
    .slice(0, -1)
    .map((part) => {
      const [, out = '', code = '', err = ''] = /^([\s\S]*)\n-code (\d+)-\n([\s\S]*)$/.exec(part) ?? []
      return [code, out, err]
    })
}

const readOnly =
  'This book is read-only: its file or folder cannot be written, so nothing of it can be changed. To work on it, copy the book and the folder of its files to a folder that can be written.\n'

test.skipIf(!canMount)(
  'a book on a read-only disk is read and exported elsewhere, and nothing of it is changed',
  async () => {
    const temporary = join(folder, 'temporary')
    mkdirSync(temporary)
    const two = `${input}/A2_2022-09-15.csv`
    const commands = [
      `tieout query billed_lines --book disk/a.tieout --format json`,
      `tieout status --book disk/a.tieout --json`,
      `tieout query billed_lines --book disk/a.tieout --as-of 2022-09-01`,
      `tieout export --book disk/a.tieout --out a.xlsx`,
      `tieout export --book disk/a.tieout --out disk/a.xlsx`,
      `tieout import ${two} --book disk/a.tieout`,
      `tieout undo 1 --yes --book disk/a.tieout`,
      `tieout run ${two} --book disk/a.tieout --out r.xlsx`,
      `tieout import ${two} --book disk/new.tieout`,
      `tieout import ${two} --book disk/below/new.tieout`,
      `tieout status --book disk/cut.tieout`,
      `tieout status --book disk/spoilt.tieout`,
      `tieout query source_files --book disk/other.tieout`,
    ]
    const said = await onReadOnlyDisk(
      `tieout import ${input}/A_2022-08-15.csv --book disk/a.tieout > /dev/null
     tieout import ${input}/B_2022-08-15.csv --book disk/spoilt.tieout > /dev/null
     tieout import ${input}/B2_2022-09-15.csv --book disk/spoilt.tieout > /dev/null
     head -c 100000 disk/a.tieout > disk/cut.tieout
     cp disk/a.tieout disk/other.tieout
     printf 'tieout-log-0123456789abcdef0123456789abcdef and more that is no log' > disk/other.tieout.wal
     dd if=/dev/zero of=disk/spoilt.tieout bs=1000 seek=12 count=3000 conv=notrunc 2> /dev/null`,
      commands,
      { TMPDIR: temporary },
    )
    expect(said).toHaveLength(commands.length)
    const [query, status, day, out, onto, imported, undone, run, made, madeBelow, cut, spoilt, other] = said
    expect([query?.[0], query?.[2]]).toEqual(['0', readOnly])
    const references = JSON.parse(query?.[1] ?? '') as { transaction_reference: string }[]
    expect(references.map((row) => row.transaction_reference)).toEqual(['A1', 'A2', 'A3'])
    expect(JSON.parse(status?.[1] ?? '')).toMatchObject({
      imports: [{ import_id: 1, rows: 3 }],
      warning: readOnly.trim(),
    })
    expect([day?.[0], day?.[1]?.trim().split('\n').length, day?.[2]]).toEqual(['0', 4, readOnly])
    expect([out?.[0], out?.[2]]).toEqual(['0', readOnly])
    expect(existsSync(join(folder, 'a.xlsx'))).toBe(true)
    expect(onto).toEqual(['1', '', expect.stringMatching(/a\.xlsx cannot be written: the disk or folder is read-only/)])
    for (const refused of [imported, run]) expect(refused).toEqual(['1', '', readOnly])
    expect([undone?.[0], undone?.[2]]).toEqual(['1', readOnly])
    for (const refused of [made, madeBelow])
      expect(refused).toEqual([
        '1',
        '',
        expect.stringMatching(/^\S+ cannot be written: the disk or folder is read-only\./),
      ])
    expect(cut).toEqual(['1', '', expect.stringMatching(/^\S+cut\.tieout is cut off: .* no backup of it here/)])
    // Its last backup is named, by the name of the book on its disk.
    const [code, , sentence = ''] = spoilt ?? []
    expect([code, sentence]).toEqual([
      '1',
      expect.stringMatching(
        /^\S+disk\/spoilt\.tieout is damaged, or no Tieout book: .*Its last backup is of \d{4}-\d\d-\d\d/,
      ),
    ])
    expect(existsSync(sentence.trim().split(': ').at(-1) ?? '')).toBe(true)
    expect([other?.[0], other?.[2]]).toEqual(['0', expect.stringMatching(/read-only.*belongs to another book/)])
    for (const [, , text = ''] of said) expect(text).not.toMatch(/IO Error|EROFS|DuckDB|checksum|Serialization/)
    // The copies that answered are gone.
    expect(readdirSync(temporary)).toEqual([])
  },
)

test.skipIf(!canMount)('a data folder that cannot be written is named in a sentence by whatever needs it', async () => {
  const data = join(folder, 'disk', 'data')
  const web = join(import.meta.dirname, '../../main/shells/web/main.ts')
  const loader = join(import.meta.dirname, '../../main/shells/typescript.mjs')
  const commands = [
    `tieout import ${input}/B_2022-08-15.csv --book b.tieout`,
    `tieout import ${input}/B2_2022-09-15.csv --book b.tieout`,
    `tieout status --book b.tieout`,
    `tieout sources add acme s3://acme-reports`,
    `'${process.execPath}' --import '${loader}' '${web}' --no-open --page .`,
    `'${process.execPath}' --import '${loader}' '${web}' --no-open --page . --data '${input}/A_2022-08-15.csv'`,
  ]
  const said = await onReadOnlyDisk('', commands, { TIEOUT_DATA: data })
  const sentence = `Tieout cannot write into its data folder ${data}, where settings and backups lie: it is read-only. Mend that, or name another folder by TIEOUT_DATA.\n`
  expect(said.map(([code, , err]) => [code, err])).toEqual([
    ['0', ''],
    ['1', sentence],
    ['0', ''],
    ['1', sentence],
    ['1', sentence],
    ['1', expect.stringMatching(/data folder \S+A_2022-08-15\.csv.*: a file stands where a folder is needed\./)],
  ])
})
