import { execFileSync } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

it('the engine and every thread that it starts later go behind the window', () => {
  const program = `
    import { getPriority } from 'node:os'
    import { readdirSync } from 'node:fs'
    import { DuckDBInstance } from '@duckdb/node-api'
    import { yieldToWindow } from './main/shells/priority.ts'
    yieldToWindow()
    const before = process.platform === 'linux' ? readdirSync('/proc/self/task').length : 1
    const connection = await (await DuckDBInstance.create(':memory:', { threads: '3' })).connect()
    await connection.run('SELECT 1')
    const ids = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [process.pid]
    console.log(JSON.stringify({ started: ids.length - before, priorities: [...new Set(ids.map((id) => getPriority(id)))] }))
    process.exit(0)`
  const loader = join(root, 'main/shells/typescript.mjs')
  const output = execFileSync(process.execPath, ['--import', loader, '--input-type=module', '--eval', program], {
    cwd: root,
    encoding: 'utf8',
  })
  const { started, priorities } = JSON.parse(output)
  expect(priorities).toEqual([constants.priority.PRIORITY_BELOW_NORMAL])
  if (process.platform === 'linux') expect(started).toBeGreaterThan(0)
})
