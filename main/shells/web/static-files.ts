import { realpath, stat } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'
import { Refusal } from './answer.ts'

/** What the built page consists of; a file of another kind is not served. */
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export interface StaticFile {
  readonly path: string
  readonly type: string
}

/**
 * The file for the path of an address, as it was sent (not yet decoded). Nothing outside the root is ever found: not by
 * `..`, not by an escape, not through a link. Refused when malformed; null when there is no such file. No folder is listed.
 */
export async function findStaticFile(root: string, addressPath: string): Promise<StaticFile | null> {
  const path = decode(addressPath === '/' ? '/index.html' : addressPath)
  if (/[\0\\]/.test(path)) throw new Refusal(400, 'wrong-usage', 'The address is malformed.')
  const parts = path.split('/').slice(1)
  if (parts.some((part) => part === '' || part.startsWith('.'))) return null
  const full = resolve(root, ...parts)
  const type = types[extname(full).toLowerCase()]
  if (type === undefined || !isInside(full, root)) return null
  try {
    const [trueFile, trueRoot] = await Promise.all([realpath(full), realpath(root)])
    if (!isInside(trueFile, trueRoot) || !(await stat(trueFile)).isFile()) return null
    return { path: trueFile, type }
  } catch {
    return null
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new Refusal(400, 'wrong-usage', 'The address is malformed.')
  }
}

function isInside(path: string, root: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)
}
