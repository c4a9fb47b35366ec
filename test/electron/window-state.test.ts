import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readWindowState, windowBounds, writeWindowState } from '../../main/shells/electron/window-state.ts'
import { temporaryFolder } from './starting.ts'

const laptop = { x: 0, y: 25, width: 1440, height: 875 }
const external = { x: 1440, y: 0, width: 2560, height: 1440 }
const at = (x: number, y: number, width = 1200, height = 800) => ({ x, y, width, height, maximized: false })

test.each([
  ['where it was', at(100, 50), [laptop, external], { x: 100, y: 50, width: 1200, height: 800 }],
  ['on the second screen', at(2000, 100), [laptop, external], { x: 2000, y: 100, width: 1200, height: 800 }],
  ['centred when that screen is gone', at(2000, 100), [laptop], { width: 1440, height: 875 }],
  [
    'wholly on the screen it overlaps most',
    at(1300, -40),
    [laptop, external],
    { x: 1440, y: 0, width: 1200, height: 800 },
  ],
  ['no larger than the screen', at(0, 0, 5000, 3000), [laptop], { x: 0, y: 25, width: 1440, height: 875 }],
  ['no smaller than it can be used', at(100, 100, 10, 10), [laptop], { x: 100, y: 100, width: 800, height: 480 }],
  ['centred the first time', null, [external, laptop], { width: 1440, height: 900 }],
  ['smaller on a small screen', null, [{ x: 0, y: 0, width: 1280, height: 720 }], { width: 1280, height: 720 }],
])('a window opens %s', (_name, remembered, screens, bounds) =>
  expect(windowBounds(remembered, screens)).toEqual(bounds),
)

test('a further window opens beside the one before it, still on the screen', () => {
  expect(windowBounds(at(100, 50), [laptop], 24)).toMatchObject({ x: 124, y: 74 })
  expect(windowBounds(at(240, 100), [laptop], 48)).toMatchObject({ x: 240, y: 100 })
})

test('the state survives, and a damaged file is as none', () => {
  const file = join(temporaryFolder(), 'deep/window.json')
  expect(readWindowState(file)).toBeNull()
  writeWindowState(file, { ...at(1, 2), maximized: true })
  expect(readWindowState(file)).toEqual({ ...at(1, 2), maximized: true })
  writeFileSync(file, '{"x":1')
  expect(readWindowState(file)).toBeNull()
  writeFileSync(file, '{"x":"1","y":0,"width":0,"height":5,"maximized":1}')
  expect(readWindowState(file)).toBeNull()
})
