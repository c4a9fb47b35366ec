import { join } from 'node:path'

/** The folder of package.json. What is built lies as deep in it as this file. */
export const projectFolder = join(import.meta.dirname, '../../..')
