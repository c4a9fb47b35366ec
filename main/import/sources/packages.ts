import { formats } from '../formats/foreign.ts'

/** What a ZIP is: a workbook, an archive of files, or a document of another program with the sentence for it. */
export type Package = 'workbook' | 'archive' | { readonly sentence: string }

/** Names and small texts that say what a ZIP is. */
export interface PackageParts {
  readonly names: readonly string[]
  /** The text of a part, empty where it is missing or cannot be read. */
  read(name: string): Promise<string>
}

/** Recognises the documents that are ZIP archives by what lies in them: Office, OpenDocument, Apple's. */
export async function packageOf({ names, read }: PackageParts, fileName: string): Promise<Package> {
  const parts = new Set(names.map((name) => name.replace(/^\/+/, '').toLowerCase()))
  const has = (pattern: RegExp): boolean => [...parts].some((name) => pattern.test(name))
  if (parts.has('mimetype')) {
    const sentence = byMimeType(await read('mimetype'))
    if (sentence !== null) return { sentence }
  }
  if (parts.has('content.xml') && parts.has('meta-inf/manifest.xml')) return { sentence: formats.openDocument }
  if (has(/^index\/[^/]*\.iwa$/) || (parts.has('index.zip') && has(/^metadata\/.*\.plist$/)) || parts.has('index.apxl'))
    return { sentence: appleSentence(has, fileName) }
  if (parts.has('xl/workbook.bin')) return { sentence: formats.xlsb }
  if (parts.has('xl/workbook.xml')) return 'workbook'
  if (!parts.has('[content_types].xml')) return 'archive'
  return byContentTypes(await read('[Content_Types].xml'), has)
}

function byMimeType(text: string): string | null {
  const type = text.trim()
  if (/^application\/(?:vnd\.oasis\.opendocument\.spreadsheet|vnd\.sun\.xml\.calc)/.test(type)) return formats.ods
  if (/^application\/(?:vnd\.oasis\.opendocument|vnd\.sun\.xml)/.test(type)) return formats.openDocument
  return /^[\w.+-]+\/[\w.+-]+$/.test(type) ? formats.document : null
}

/** The kinds of documents of Apple's programs have nearly the same parts: slides and tables tell them, else the name. */
function appleSentence(has: (pattern: RegExp) => boolean, fileName: string): string {
  if (/\.(pages|key)$/i.test(fileName) || has(/^index\/(?:slide|masterslide|templateslide)/) || has(/^index\.apxl$/))
    return formats.pages
  return formats.numbers
}

// The main part says what an Office document is (ECMA-376 part 2); where its type is not told, its folders do.
const byMainPart: readonly (readonly [RegExp, RegExp, Package])[] = [
  [/ms-excel\.sheet\.binary/i, /^xl\/workbook[^/]*\.bin$/, { sentence: formats.xlsb }],
  [/spreadsheetml|ms-excel/i, /^xl\//, 'workbook'],
  [/wordprocessingml|ms-word/i, /^word\//, { sentence: formats.word }],
  [/presentationml|ms-powerpoint/i, /^ppt\//, { sentence: formats.powerPoint }],
]

function byContentTypes(types: string, has: (pattern: RegExp) => boolean): Package {
  const main = Array.from(
    types.matchAll(/ContentType\s*=\s*["']([^"']*\.main(?:\+xml)?)["']/gi),
    ([, type]) => type ?? '',
  )
  const found = byMainPart.find(([type, folder]) =>
    main.length > 0 ? main.some((one) => type.test(one)) : has(folder),
  )
  return found?.[2] ?? { sentence: formats.document }
}
