import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

/** A package that the application carries, with the licence under which it may; in the form in which Vite notes them. */
export interface Carried {
  readonly name: string
  readonly version: string
  /** As its package.json states it. */
  readonly identifier?: string
  /** The licence that comes with it. */
  readonly text?: string
}

const permission = {
  MIT: `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
  ISC: `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`,
}

const opening = `Third-party notices

Tieout carries the packages below, under the licences that stand with each. It runs in Electron and Chromium, whose notices
are LICENSE.electron.txt and LICENSES.chromium.html, beside the program (on macOS, beside this file).
`
const rule = '-'.repeat(80)

/**
 * The notices of packages, each once, by name. Error when a package states no licence, or one whose text neither comes with
 * it nor with another: it could not be passed on.
 */
export function noticesOf(packages: readonly Carried[]): string {
  const each = new Map(packages.map((one) => [`${one.name} ${one.version}`, one]))
  const sorted = [...each].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const parts = sorted.map(([title, one]) => `${rule}\n${title} (${licenceOf(one)})\n\n${textOf(one, packages)}\n`)
  return [opening, ...parts].join('\n')
}

function licenceOf({ name, version, identifier, text }: Carried): string {
  if (identifier !== undefined) return identifier
  if (text !== undefined) return 'as below'
  throw new Error(`${name} ${version} states no licence: it cannot be part of an installer.`)
}

function textOf({ name, version, identifier = '', text }: Carried, packages: readonly Carried[]): string {
  if (text !== undefined) return text
  if (identifier === 'MIT' || identifier === 'ISC')
    return `Copyright (c) the authors of ${name}\n\n${permission[identifier]}`
  const same = packages.find((other) => other.identifier === identifier && other.text?.includes('TERMS AND CONDITIONS'))
  if (same?.text !== undefined) return same.text
  throw new Error(`The text of the licence of ${name} ${version} (${identifier}) is not known.`)
}

/** The packages that are shipped whole: the dependencies of a project, and theirs, as far as they are installed. */
export function shippedPackages(projectFolder: string): Carried[] {
  const found = new Map<string, Carried>()
  const add = (names: Readonly<Record<string, string>> = {}): void => {
    for (const name of Object.keys(names)) {
      const folder = join(projectFolder, 'node_modules', name)
      if (found.has(name) || !existsSync(folder)) continue
      const { version, license, dependencies, optionalDependencies } = manifestIn(folder)
      const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry))
      found.set(name, {
        name,
        version,
        ...(license === undefined ? {} : { identifier: license }),
        ...(file === undefined ? {} : { text: readFileSync(join(folder, file), 'utf8').trim() }),
      })
      add(dependencies)
      add(optionalDependencies)
    }
  }
  add(manifestIn(projectFolder).dependencies)
  return [...found.values()]
}

interface Manifest {
  readonly version: string
  readonly license?: string
  readonly dependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

/** Name of the folder beside the built parts, and of the file in it. */
const folderName = 'notices'
const fileName = 'THIRD-PARTY-NOTICES.txt'

/**
 * Vite's part of it: after everything is built, what Vite noted of each part (`build.license`) and what is shipped whole
 * become one file, `dist/notices/THIRD-PARTY-NOTICES.txt`.
 */
export function writeNotices(projectFolder: string): Plugin {
  return {
    name: 'tieout-notices',
    buildApp: {
      order: 'post',
      handler: async (builder) => {
        const bundled: Carried[] = []
        let target = ''
        for (const environment of Object.values(builder.environments)) {
          if (!environment.isBuilt) await builder.build(environment)
          const { root, build } = environment.config
          const { license, outDir } = build
          const folder = resolve(root, outDir)
          if (typeof license !== 'object') continue
          // Each part notes what it bundles.
          bundled.push(...(JSON.parse(readFileSync(join(folder, license.fileName), 'utf8')) as Carried[]))
          target = join(folder, '..', folderName)
        }
        mkdirSync(target, { recursive: true })
        writeFileSync(join(target, fileName), noticesOf([...bundled, ...shippedPackages(projectFolder)]))
      },
    },
  }
}
