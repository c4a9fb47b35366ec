import { execFile, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { builtProgram } from '../packaging/programs.ts'
import { billedReport, newFolder } from './services.ts'

/** A disk of its own can be made by Linux, where it lets a person have a space of names. */
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0

test.skipIf(!canMount)('a full disk is said in words by whatever writes, and the book stays whole', async () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'one_2026-07-15.csv'), billedReport([['T1', '97.00']]))
  const steps = `
    mkdir disk
    mount -t tmpfs -o size=64m tmpfs disk
    tieout() { '${process.execPath}' '${await builtProgram('cli')}' "$@" --book disk/a.tieout; }
    tieout import one_2026-07-15.csv > /dev/null
    tieout reconcile > /dev/null
    cat /dev/zero > disk/fill 2> /dev/null
    tieout reconcile --as-of 2026-06-30 2>&1 > /dev/null; echo "code $?"
    tieout undo 1 --yes 2>&1 > /dev/null; echo "code $?"
    tieout query br1 --out disk/br1.csv 2>&1 > /dev/null; echo "code $?"
    ls -A disk | grep part
    rm disk/fill
    tieout query br1`
  const { stdout } = await promisify(execFile)('unshare', ['-rm', 'sh', '-c', steps], {
    cwd: folder,
    env: { ...process.env, TIEOUT_DATA: join(folder, 'data') },
  })
  const said = 'The disk is full. What was in the book is still there: make room, then try again.\ncode 1\n'
  const ofTarget = `${join(folder, 'disk/br1.csv')} cannot be written: the disk is full. Nothing was left behind.\ncode 1\n`
  const all = said + said + ofTarget
  expect(stdout.slice(0, all.length)).toBe(all)
  expect(stdout.slice(all.length)).toMatch(/^customer_reference_id,.*\n.*T1/)
})
