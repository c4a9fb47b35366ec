import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Rectangle } from './parts.ts'

const windowState = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
})
/** Where the last window was, in the system's points, and whether it filled the screen. */
export type WindowState = z.infer<typeof windowState>

/** The page can be used down to this size; a scaled screen of a small laptop has not much more (1366x768 at 125 %). */
const smallestWindow = { width: 800, height: 480 } as const
const firstWindow = { width: 1440, height: 900 } as const

/** The state that was written last; null when there is none, or none that can be read. */
export function readWindowState(file: string): WindowState | null {
  try {
    return windowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** Writes the state; a folder that cannot be written costs only the memory of it. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(state))
  } catch {
    // The next window opens in the middle of the screen.
  }
}

/**
 * Bounds for a new window: the remembered ones, moved and shrunk so that all of it lies on the screen it overlaps most;
 * when that screen is gone, or nothing is remembered, a size that fits the first screen, without a place (which centres it).
 * `shift` moves a further window off the one before it.
 */
export function windowBounds(
  remembered: WindowState | null,
  workAreas: readonly Rectangle[],
  shift = 0,
): Partial<Rectangle> & { width: number; height: number } {
  const first = workAreas[0]
  const area = remembered && mostOverlapped(remembered, workAreas)
  if (!area)
    return {
      width: Math.min(firstWindow.width, first?.width ?? firstWindow.width),
      height: Math.min(firstWindow.height, first?.height ?? firstWindow.height),
    }
  const width = Math.min(Math.max(remembered.width, smallestWindow.width), area.width)
  const height = Math.min(Math.max(remembered.height, smallestWindow.height), area.height)
  return {
    x: within(remembered.x + shift, area.x, area.x + area.width - width),
    y: within(remembered.y + shift, area.y, area.y + area.height - height),
    width,
    height,
  }
}

/** The least size of a window with these bounds: that of the page, or of the screen it is on where that is smaller. */
export function smallestBounds(
  bounds: Partial<Rectangle> & { width: number; height: number },
  workAreas: readonly Rectangle[],
): { minWidth: number; minHeight: number } {
  const { x, y, width, height } = bounds
  const place = x === undefined || y === undefined ? null : { x, y, width, height }
  const area = (place && mostOverlapped(place, workAreas)) ?? workAreas[0]
  return {
    minWidth: Math.min(smallestWindow.width, area?.width ?? smallestWindow.width),
    minHeight: Math.min(smallestWindow.height, area?.height ?? smallestWindow.height),
  }
}

function mostOverlapped(bounds: Rectangle, workAreas: readonly Rectangle[]): Rectangle | null {
  let best: { area: Rectangle; overlap: number } | null = null
  for (const area of workAreas) {
    const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
    const height = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y)
    const overlap = width > 0 && height > 0 ? width * height : 0
    if (overlap > (best?.overlap ?? 0)) best = { area, overlap }
  }
  return best?.area ?? null
}

function within(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest)
}
