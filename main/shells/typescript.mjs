// Lets plain Node run the sources as they stand: TypeScript through tsx, and as in Vite `import text from './x.sql?raw'` and
// `import.meta.glob('./*.sql', …)`, the texts of a whole folder.
import { readFileSync, readdirSync } from 'node:fs'
import { register } from 'node:module'
import { fileURLToPath } from 'node:url'
import { register as registerTypeScript } from 'tsx/esm/api'

registerTypeScript()
register(
  `data:text/javascript,${encodeURIComponent(`
    ${resolve.toString()}
    ${load.toString()}
    ${withTexts.toString()}
    import { readFileSync, readdirSync } from 'node:fs'
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
  if (url.endsWith('.sql?raw')) {
    const text = readFileSync(fileURLToPath(url), 'utf8')
    return { format: 'module', source: `export default ${JSON.stringify(text)}`, shortCircuit: true }
  }
  const loaded = await next(url, context)
  const source = url.includes('/main/') && loaded.source ? String(loaded.source) : ''
  return source.includes('import.meta.glob(') ? { ...loaded, source: withTexts(source, new URL('.', url)) } : loaded
}

function withTexts(source, folder) {
  return source.replace(/import\.meta\.glob\(\s*["']\.\/\*\.sql["'][^)]*\)/g, () => {
    const names = readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith('.sql'))
    const texts = names.map((name) => [`./${name}`, readFileSync(fileURLToPath(new URL(name, folder)), 'utf8')])
    return JSON.stringify(Object.fromEntries(texts))
  })
}
