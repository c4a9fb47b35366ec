import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { fewestMonths, makeSample } from './sample.ts'

// node --import ./main/shells/typescript.mjs test/sample/generate.ts OUTDIR [--months N] [--manifest FILE] [--replace]
// What is committed: generate.ts assets/sample --months 3 --manifest test/sample/manifest.json --replace
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    months: { type: 'string', default: '14' },
    manifest: { type: 'string' },
    replace: { type: 'boolean', default: false },
  },
})
const folder = positionals[0]
const months = Number(values.months)
if (!folder || !Number.isInteger(months) || months < fewestMonths || months > 14)
  refuse(`Usage: generate.ts OUTDIR [--months ${fewestMonths}..14] [--manifest FILE] [--replace]`)

const present = existsSync(folder) ? readdirSync(folder) : []
if (present.length > 0 && !values.replace) refuse(`${folder} is not empty; --replace deletes the report files in it`)

const { files, manifest } = await makeSample(months)
mkdirSync(folder, { recursive: true })
for (const name of present) if (/\.(csv|tsv|xlsx|zip|meta\.json)$/.test(name)) rmSync(join(folder, name))
for (const { path, bytes } of files) writeFileSync(join(folder, path), bytes)
if (values.manifest) {
  const style = (await resolveConfig(values.manifest)) ?? {}
  writeFileSync(values.manifest, await format(JSON.stringify(manifest), { ...style, parser: 'json' }))
}

const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0)
const exceptions = manifest.exceptions.reduce((sum, { count }) => sum + count, 0)
console.log(`${files.length} files, ${bytes} bytes, ${exceptions} exceptions expected as of ${manifest.as_of}`)

function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}
