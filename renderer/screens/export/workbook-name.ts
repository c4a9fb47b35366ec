/** The name that is proposed for a workbook, for example `Acme 2026-08-13.xlsx`. */
export function workbookName(book: string, asOf: string | null): string {
  return asOf === null ? `${book}.xlsx` : `${book} ${asOf}.xlsx`
}

/** The same name with the next number: `Acme.xlsx`, `Acme (2).xlsx`, `Acme (3).xlsx`. */
export function nextName(name: string): string {
  const [, stem = name, number, ending = ''] = /^(.*?)(?: \((\d+)\))?(\.[^.]+)?$/.exec(name) ?? []
  return `${stem} (${number === undefined ? 2 : Number(number) + 1})${ending}`
}
