// s3rver in a process of its own: it needs a flag of Node, and must not share the event loop of what is tested.
import { readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const ending = '._S3rver_object'
// It lists in the order of its folders, not of keys ("a/1" before "a-1"), and loses keys where a page ends between.
require('s3rver/lib/utils').walk = (folder, mayMatter) =>
  objectsIn(folder, mayMatter)
    .map((path) => path.slice(0, -ending.length))
    .toSorted((one, other) => (one < other ? -1 : 1))
    .map((path) => path + ending)

const [, , folder, directory] = process.argv
const S3rver = require('s3rver')
// Without virtual hosts a bucket is always the first part of the path, whatever the Host header says.
const server = new S3rver({ directory, address: '127.0.0.1', port: 0, silent: true, vhostBuckets: false })
const { port } = await server.run()
process.send({ port })
// A test that was killed leaves nothing behind.
process.on('disconnect', () => {
  rmSync(folder, { recursive: true, force: true })
  process.exit()
})

function objectsIn(folder, mayMatter) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return mayMatter(path) ? objectsIn(path, mayMatter) : []
    return entry.name.endsWith(ending) ? [path] : []
  })
}
