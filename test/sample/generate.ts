import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import type { SampleFile } from './document.ts'
import { feeds } from './feed-columns.ts'
import { makeFeeds } from './feeds.ts'
import { fewestMonths, makeSample } from './sample.ts'

// node --import ./main/shells/typescript.mjs test/sample/generate.ts OUTDIR [--months N] [--manifest FILE] [--replace]
// What is committed: generate.ts assets/sample --months 3 --manifest test/sample/manifest.json --replace
// The data feeds are written beside OUTDIR, to OUTDIR-feeds.
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

const feedFolder = `${resolve(folder)}-feeds`
for (const target of [folder, feedFolder])
  if (namesIn(target).length > 0 && !values.replace)
    refuse(`${target} is not empty; --replace deletes the report files in it`)

const { files, manifest } = await makeSample(months)
const isReport = (name: string): boolean => /\.(csv|tsv|xlsx|zip|meta\.json)$/.test(name)
write(folder, files, isReport)
const feedTables = new Set<string>(Object.values(feeds).map((feed) => feed.folder))
const feedFiles = makeFeeds(months)
write(feedFolder, feedFiles, (name) => feedTables.has(name))
if (values.manifest) {
  const style = (await resolveConfig(values.manifest)) ?? {}
  writeFileSync(values.manifest, await format(JSON.stringify(manifest), { ...style, parser: 'json' }))
}

const exceptions = manifest.exceptions.reduce((sum, { count }) => sum + count, 0)
console.log(`${sizeOf(files)}, ${exceptions} exceptions expected as of ${manifest.as_of}; feeds: ${sizeOf(feedFiles)}`)

/** Writes the files of one folder after what an earlier run wrote there is gone. */
function write(target: string, made: readonly SampleFile[], isEarlier: (name: string) => boolean): void {
  for (const name of namesIn(target)) if (isEarlier(name)) rmSync(join(target, name), { recursive: true })
  for (const { path, bytes } of made) {
    mkdirSync(dirname(join(target, path)), { recursive: true })
    writeFileSync(join(target, path), bytes)
  }
}

function namesIn(target: string): string[] {
  return existsSync(target) ? readdirSync(target) : []
}

function sizeOf(made: readonly SampleFile[]): string {
  return `${made.length} files, ${made.reduce((sum, { bytes }) => sum + bytes.length, 0)} bytes`
}

function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}
