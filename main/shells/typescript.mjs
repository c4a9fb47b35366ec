// Lets plain Node run the sources as they stand: TypeScript through tsx, and `import text from './x.sql?raw'` as in Vite.
import { readFileSync } from 'node:fs'
import { register } from 'node:module'
import { fileURLToPath } from 'node:url'
import { register as registerTypeScript } from 'tsx/esm/api'

registerTypeScript()
register(
  `data:text/javascript,${encodeURIComponent(`
    ${resolve.toString()}
    ${load.toString()}
    import { readFileSync } from 'node:fs'
    import { fileURLToPath } from 'node:url'
    export { resolve, load }
  `)}`,
  import.meta.url,
)

async function resolve(specifier, context, next) {
  if (!specifier.endsWith('.sql?raw')) return next(specifier, context)
  return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true }
}

async function load(url, context, next) {
  if (!url.endsWith('.sql?raw')) return next(url, context)
  const text = readFileSync(fileURLToPath(url), 'utf8')
  return { format: 'module', source: `export default ${JSON.stringify(text)}`, shortCircuit: true }
}
