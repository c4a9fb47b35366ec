import { z } from 'zod'

/**
 * What the engine's process is told when it starts, as JSON in its last argument. Nothing of it is a secret: arguments
 * stand in the list of processes.
 */
export const engineStart = z.object({
  dataFolder: z.string(),
  /** Folder in which new books are suggested. */
  booksFolder: z.string(),
  sampleFolder: z.string(),
  version: z.string(),
  /** Whether to open the last book: at a normal start, and after a crash when one was open. */
  reopen: z.boolean(),
})
export type EngineStart = z.infer<typeof engineStart>

const right = z.enum(['read', 'write'])
const paths = z.array(z.string())

/** From the main process to the engine; with `connect` comes one port. */
export const toEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('connect') }),
  /** A person chose these paths; the answer carries the number. */
  z.object({ type: z.literal('grant'), id: z.int(), right, paths }),
  /** What the key store gave for a question of the engine, or why it gave nothing. */
  z.object({ type: z.literal('key'), id: z.int(), text: z.string().optional(), refusal: z.string().optional() }),
  /** Whether the person confirmed the address that the engine asked about. */
  z.object({ type: z.literal('confirmed'), id: z.int(), isAllowed: z.boolean() }),
  /** Take no more work, cancel what runs, write everything down, close the book, and end. */
  z.object({ type: z.literal('finish') }),
])
export type ToEngine = z.infer<typeof toEngine>

/** From the engine to the main process. */
export const fromEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** The book that is open now. */
  z.object({ type: z.literal('book'), path: z.string().nullable() }),
  /** The paths of the grant with this number may be used from now on. */
  z.object({ type: z.literal('granted'), id: z.int() }),
  /** What these paths were granted for is done. */
  z.object({ type: z.literal('done'), right, paths }),
  /** Asks the key store of the system, which only the main process reaches. */
  z.object({ type: z.literal('key'), id: z.int(), action: z.enum(['seal', 'open']), text: z.string() }),
  /** Asks the person whether requests may go to an address that a page named. */
  z.object({ type: z.literal('confirm'), id: z.int(), address: z.string() }),
  z.object({ type: z.literal('problem'), message: z.string() }),
])
export type FromEngine = z.infer<typeof fromEngine>
