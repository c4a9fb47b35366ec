import { provideChromium } from './chromium.ts'

try {
  provideChromium()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
