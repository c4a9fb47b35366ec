import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'
import { makeFolder } from '../database/make-folder.ts'

type Fields = Readonly<Record<string, string | number | boolean | null>>

/**
 * The log of the program. It never holds data of a customer: no cell, no name or path of a file or book. Events have
 * fixed names and counts; of our own errors only the code is written, of others what comes before a quote, path or number.
 */
export interface Log {
  readonly folder: string
  note(event: string, fields?: Fields): void
  problem(event: string, error: unknown, fields?: Fields): void
  /** The last lines, for the report to support. */
  tail(lines: number): string[]
}

const mostBytes = 1_000_000
const oldFiles = 3

/** Opens the log in this folder; a file that is full makes way for a new one, and the three before it are kept. */
export function openLog(folder: string): Log {
  const path = join(folder, 'tieout.log')
  const write = (level: string, event: string, fields: Fields): void => {
    const parts = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    try {
      makeFolder(folder)
      if (existsSync(path) && statSync(path).size > mostBytes) rotate(path)
      appendFileSync(path, `${[new Date().toISOString(), level, event, ...parts].join(' ')}\n`)
    } catch {
      // A full disk must not stop the work that the log tells of.
    }
  }
  return {
    folder,
    note: (event, fields = {}) => write('info', event, fields),
    problem: (event, error, fields = {}) => write('problem', event, { ...fields, ...described(error) }),
    tail(lines) {
      if (!existsSync(path)) return []
      return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines)
    },
  }
}

function rotate(path: string): void {
  const numbered = (number: number): string => path.replace(/\.log$/, `.${number}.log`)
  rmSync(numbered(oldFiles), { force: true })
  for (let number = oldFiles - 1; number >= 1; number--)
    if (existsSync(numbered(number))) renameSync(numbered(number), numbered(number + 1))
  renameSync(path, numbered(1))
}

/** A sentence of ours may name a file or a cell in it; its code says enough. */
function described(error: unknown): Fields {
  if (error instanceof TieoutError) return { ...(error.cause ? described(error.cause) : {}), code: error.code }
  if (!(error instanceof Error)) return { message: redacted(String(error)) }
  return {
    error: error.name,
    ...('code' in error && typeof error.code === 'string' ? { code: redacted(error.code) } : {}),
    message: redacted(error.message),
    at: placesOf(error.stack),
  }
}

/** The message up to where something may begin that comes from a file or names one. */
export function redacted(message: string): string {
  return (/^[^\n\r"'`´‘’“”«»/\\\d]*/.exec(message)?.[0] ?? '')
    .replaceAll(/\S+\.(?:csv|tsv|txt|xlsx|parquet|zip|json|tieout|gz)\b/gi, '…')
    .trim()
    .slice(0, 300)
}

/** Where in the program it happened: file and line of its own modules. The message, which comes first, is left out. */
function placesOf(stack: string | undefined): string {
  const places = (stack ?? '').matchAll(/^ {4}at .*?([\w-]+\.(?:ts|mjs|js)):(\d+):\d+\)?$/gm)
  return Array.from(places, ([, file, line]) => `${file}:${line}`)
    .slice(0, 6)
    .join(' < ')
}
