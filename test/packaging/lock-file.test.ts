import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Entry {
  readonly version?: string
  readonly link?: boolean
  readonly integrity?: string
  readonly resolved?: string
  readonly os?: readonly string[]
}

const text = readFileSync('package-lock.json', 'utf8')
const packages = Object.entries((JSON.parse(text) as { packages: Record<string, Entry> }).packages).filter(
  ([path, { link }]) => path !== '' && link !== true,
)

test('every package is taken by its hash, those of other systems too, from whatever registry', () => {
  expect(packages.length).toBeGreaterThan(100)
  const unchecked = packages.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''))
  expect(unchecked.map(([path]) => path)).toEqual([])
  expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
  expect(text).not.toMatch(/https?:\/\/[^"]*registry|_authToken/)
  // The native library that the installers carry, for each system.
  const systems = packages.filter(([path]) => path.startsWith('node_modules/@duckdb/node-bindings-'))
  expect(new Set(systems.flatMap(([, { os }]) => os ?? []))).toEqual(new Set(['darwin', 'linux', 'win32']))
})
