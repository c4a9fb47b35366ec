import { z } from 'zod'

/** What the engine's process is told when it starts, as JSON in its last argument. */
export const engineStart = z.object({
  dataFolder: z.string(),
  sampleFolder: z.string(),
  version: z.string(),
  /** Whether to open the last book: at a normal start, and after a crash when one was open. */
  reopen: z.boolean(),
  /** Paths that dialogs gave before, to which it may write. */
  granted: z.array(z.string()),
})
export type EngineStart = z.infer<typeof engineStart>

/** From the main process to the engine; with `connect` comes one port. */
export const toEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('connect') }),
  z.object({ type: z.literal('grant'), path: z.string() }),
  /** What the key store gave for a question of the engine, or why it gave nothing. */
  z.object({ type: z.literal('key'), id: z.int(), text: z.string().optional(), refusal: z.string().optional() }),
  /** Take no more work, cancel what runs, write everything down, close the book, and end. */
  z.object({ type: z.literal('finish') }),
])
export type ToEngine = z.infer<typeof toEngine>

/** From the engine to the main process. */
export const fromEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** The book that is open now. */
  z.object({ type: z.literal('book'), path: z.string().nullable() }),
  /** The path that was granted may be written to from now on. */
  z.object({ type: z.literal('granted'), path: z.string() }),
  /** Asks the key store of the system, which only the main process reaches. */
  z.object({ type: z.literal('key'), id: z.int(), action: z.enum(['seal', 'open']), text: z.string() }),
  z.object({ type: z.literal('problem'), message: z.string() }),
])
export type FromEngine = z.infer<typeof fromEngine>
