import { runWeb } from './run.ts'

await runWeb(process.argv.slice(2))
