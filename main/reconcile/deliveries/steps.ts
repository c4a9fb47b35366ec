import type { Step } from '../step.ts'
import fileNames from './010-file-names.sql?raw'
import deliveries from './020-deliveries.sql?raw'
import duplicates from './030-duplicates.sql?raw'
import exportDuplicates from './040-export-duplicates.sql?raw'
import deliveryFacts from './050-delivery-facts.sql?raw'

/** Which delivery each file belongs to, and which of its lines another file delivered before; `reach` is how far all go. */
export const deliverySteps: readonly Step[] = [
  { name: 'names of files', sql: fileNames },
  { name: 'deliveries', sql: deliveries },
  { name: 'duplicates', sql: duplicates },
  { name: 'overlapping exports', sql: exportDuplicates },
  { name: 'delivery dates and settlements', sql: deliveryFacts },
]
