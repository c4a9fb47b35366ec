import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { prepareTarget, writeError } from '../../main/export/target.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-target-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a target', () => {
  it('appears when it is finished, in a folder that is made for it', async () => {
    const target = prepareTarget(join(folder, 'a', 'b', 'out.xlsx'))
    writeFileSync(target.temporary, 'whole')
    expect(existsSync(target.path)).toBe(false)
    await target.finish()
    expect(readFileSync(target.path, 'utf8')).toBe('whole')
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['out.xlsx'])
  })

  it('keeps what was there when it is abandoned', () => {
    const path = join(folder, 'kept.xlsx')
    writeFileSync(path, 'before')
    const target = prepareTarget(path)
    writeFileSync(target.temporary, 'half')
    target.abandon()
    expect(readFileSync(path, 'utf8')).toBe('before')
    expect(existsSync(target.temporary)).toBe(false)
  })

  it('is free of what a killed run left there, and leaves alone what a running one writes', () => {
    const path = join(folder, 'killed.xlsx')
    const running = prepareTarget(path)
    const stem = basename(running.temporary).split('-').slice(0, 2).join('-')
    const dead = spawnSync(process.execPath, ['-e', '']).pid
    const left = join(folder, `${stem}-${dead}-00000000.part`)
    const old = join(folder, `${stem}-1-00000000.part`)
    const young = join(folder, `${stem}-1-11111111.part`)
    for (const file of [left, old, young]) writeFileSync(file, 'half')
    utimesSync(old, new Date(0), new Date(0))
    const next = prepareTarget(path)
    expect(existsSync(left)).toBe(false)
    expect(existsSync(old)).toBe(false)
    expect(existsSync(young)).toBe(true)
    expect(existsSync(running.temporary)).toBe(true)
    next.abandon()
    running.abandon()
  })

  it('that is a folder is refused', () => {
    mkdirSync(join(folder, 'x.xlsx'))
    expect(() => prepareTarget(join(folder, 'x.xlsx'))).toThrow(expect.objectContaining({ code: 'wrong-usage' }))
  })

  it.skipIf(process.getuid?.() === 0)('that may not be written is refused before the work', () => {
    const path = join(folder, 'protected.xlsx')
    writeFileSync(path, 'before')
    chmodSync(path, 0o444)
    expect(() => prepareTarget(path)).toThrow(expect.objectContaining({ code: 'target-busy' }))
  })

  it('that another program holds is named in the sentence', () => {
    for (const code of ['EBUSY', 'EPERM', 'EACCES']) {
      const error = writeError(Object.assign(new Error(code), { code }), '/reports/march.xlsx')
      expect(error).toMatchObject({ code: 'target-busy' })
      expect(error.message).toMatch(/march\.xlsx.*[Cc]lose it.*another name/)
    }
  })
})
