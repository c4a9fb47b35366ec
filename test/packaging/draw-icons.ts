// Draws assets/icon.svg in every size and format that installers need: `node --import ./main/shells/typescript.mjs test/packaging/draw-icons.ts`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { provideChromium } from '../e2e/chromium.ts'

const assets = join(import.meta.dirname, '../../assets')
const drawing = readFileSync(join(assets, 'icon.svg'), 'utf8')
const browser = await chromium.launch({ executablePath: provideChromium(), args: ['--no-sandbox', '--disable-gpu'] })
const pngs = new Map<number, Buffer>()
for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) pngs.set(size, await draw(size))
await browser.close()

mkdirSync(join(assets, 'icons'), { recursive: true })
for (const [size, png] of pngs) if (size < 1024) writeFileSync(join(assets, 'icons', `${size}x${size}.png`), png)
writeFileSync(join(assets, 'icon.ico'), windowsIcon([16, 24, 32, 48, 64, 128, 256]))
// Apple's names of the sizes; those with two are for screens with two dots to the point.
writeFileSync(
  join(assets, 'icon.icns'),
  appleIcon([
    ['ic11', 32],
    ['ic12', 64],
    ['ic07', 128],
    ['ic13', 256],
    ['ic08', 256],
    ['ic14', 512],
    ['ic09', 512],
    ['ic10', 1024],
  ]),
)

async function draw(size: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${drawing}`,
  )
  const png = await page.screenshot({ omitBackground: true })
  await page.close()
  return png
}

function drawn(size: number): Buffer {
  const png = pngs.get(size)
  if (!png) throw new Error(`The icon was not drawn at ${size}.`)
  return png
}

/** An .ico: a header, a directory of 16 bytes for each picture, the pictures as PNG. */
function windowsIcon(sizes: readonly number[]): Buffer {
  const header = Buffer.alloc(6 + 16 * sizes.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(sizes.length, 4)
  let offset = header.length
  for (const [index, size] of sizes.entries()) {
    const at = 6 + 16 * index
    // 0 stands for 256.
    header.writeUInt8(size % 256, at)
    header.writeUInt8(size % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(drawn(size).length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += drawn(size).length
  }
  return Buffer.concat([header, ...sizes.map(drawn)])
}

/** An .icns: a header, then each picture as PNG after its name and length. */
function appleIcon(parts: readonly (readonly [name: string, size: number])[]): Buffer {
  const blocks = parts.map(([name, size]) => block(name, drawn(size)))
  return block('icns', Buffer.concat(blocks))
}

function block(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32BE(content.length + 8, 4)
  return Buffer.concat([head, content])
}
