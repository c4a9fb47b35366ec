import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

/** Whether LibreOffice is installed here; Debian has it as `libreoffice-calc-nogui`. */
export const hasLibreOffice = ((): boolean => {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore', timeout: 60_000 })
    return true
  } catch {
    return false
  }
})()

const recalculateAlways = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

/**
 * Opens a workbook in LibreOffice, which calculates every formula anew, and saves it again; returns the path of the new
 * workbook. `folder` is a work folder of the test.
 */
export async function recalculate(workbook: string, folder: string): Promise<string> {
  const profile = join(folder, 'profile')
  const out = join(folder, 'recalculated')
  mkdirSync(join(profile, 'user'), { recursive: true })
  writeFileSync(join(profile, 'user', 'registrymodifications.xcu'), recalculateAlways)
  await promisify(execFile)(
    'soffice',
    [`-env:UserInstallation=file://${profile}`, '--headless', '--convert-to', 'xlsx', '--outdir', out, workbook],
    { timeout: 180_000 },
  )
  return join(out, basename(workbook))
}
