import { afterEach } from 'vitest'
import { cleanUp } from './after-test.ts'

// Runs for every file of tests: modules are shared among files, and what they registered would hold for the first alone.
afterEach(cleanUp)
