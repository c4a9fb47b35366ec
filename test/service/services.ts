import { createRouterClient } from '@orpc/server'
import type { ContractRouterClient } from '@orpc/contract'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { router } from '../../main/service/router.ts'
import { type Service, type ServiceOptions, createService } from '../../main/service/service.ts'
import type { contract } from '../../shared/contract.ts'
import type { Progress } from '../../shared/contract/imports.ts'
import { afterTest } from '../after-test.ts'
import { sampleBooks } from '../packaging/programs.ts'

export type Client = ContractRouterClient<typeof contract>

export interface Started {
  readonly service: Service
  readonly client: Client
  readonly dataFolder: string
  /** Path of a file in a folder of its own that goes after the test. */
  at(name: string): string
  /** Writes a file and gives its path. */
  file(name: string, text: string): string
}

const sampleFolder = join(import.meta.dirname, '../../assets/sample')
/** A folder that goes after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-service-'))
  afterTest(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The core over a new data folder, or over one that another service has left; its files lie in `folder`. */
export async function start(options: Partial<ServiceOptions> = {}, folder = newFolder()): Promise<Started> {
  const dataFolder = options.dataFolder ?? join(folder, 'data')
  const service = await createService({ sampleFolder, shell: 'web', version: '1.2.3', dataFolder, ...options })
  afterTest(() => service.close())
  const at = (name: string): string => join(folder, name)
  return {
    service,
    client: createRouterClient(router, { context: { service } }),
    dataFolder,
    at,
    file(name, text) {
      mkdirSync(join(at(name), '..'), { recursive: true })
      writeFileSync(at(name), text)
      return at(name)
    },
  }
}

/** The result of a job, with its progress. */
export async function finished<Result>(
  job: Promise<{ next(): Promise<IteratorResult<Progress, Result>> }>,
): Promise<{ result: Result; progress: Progress[] }> {
  const iterator = await job
  const progress: Progress[] = []
  while (true) {
    const next = await iterator.next()
    if (next.done) return { result: next.value, progress }
    progress.push(next.value)
  }
}

/** Billed lines of a monthly report: reference, net and currency. */
export function billedReport(lines: readonly (readonly [string, string, string?])[]): string {
  const header =
    'Customer Billed Amount,AWS Listing Fee,Partner Revenue Amount,Currency,Transaction Reference ID,Product Title,Product Code'
  return [
    header,
    ...lines.map(([reference, net, currency = 'USD']) => `${net},0.00,${net},${currency},${reference},Anchor,p1`),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

/** The core over a new data folder in which the sample book lies already: `books.openSample` opens it. */
export async function startWithSample(): Promise<Started> {
  const dataFolder = join(newFolder(), 'data')
  cpSync(await sampleBooks(), join(dataFolder, 'books'), { recursive: true })
  return start({ dataFolder })
}

/** As many billed lines. */
export function manyLines(prefix: string, count: number): string {
  return billedReport(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, '97.00'] as const))
}
