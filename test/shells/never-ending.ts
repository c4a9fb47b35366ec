// A command whose work never ends and does not listen; it is asked to end by signals.
import { endOnSignals } from '../../main/shells/cli/signals.ts'

endOnSignals(new AbortController(), (text) => process.stderr.write(`${text}\n`), Number(process.argv[2]))
setInterval(() => undefined, 1000)
process.stdout.write('begun\n')
