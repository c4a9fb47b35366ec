import { parseArgs } from 'node:util'
import { TieoutError } from '../../../shared/errors.ts'

export interface WebArguments {
  /** 0 for a free one. */
  readonly port: number
  /** Null for the usual place. */
  readonly dataFolder: string | null
  /** Folder of a page that is built; null for that of the project, which is built when it has to be. */
  readonly pageFolder: string | null
  readonly isDevelopment: boolean
  readonly opensBrowser: boolean
}

/** Reads `--port`, `--data`, `--page`, `--dev` and `--no-open`. Error `wrong-usage` for anything else. */
export function webArguments(args: readonly string[]): WebArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        data: { type: 'string' },
        page: { type: 'string' },
        dev: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
      },
    })
    const port = Number(values.port)
    if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error(`${values.port} is not a port.`)
    return {
      port,
      dataFolder: values.data ?? null,
      pageFolder: values.page ?? null,
      isDevelopment: values.dev,
      opensBrowser: !values['no-open'],
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TieoutError(
      'wrong-usage',
      `${reason.replace(/\.?$/, '.')} Known are --port NUMBER, --data FOLDER, --page FOLDER, --dev and --no-open.`,
    )
  }
}
