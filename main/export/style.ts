import type { Alignment, Border, Borders, Fill, Font, Style } from 'exceljs'
import type { CellKind } from './cells.ts'

/** Calm and printable: dark text, one accent, hairlines instead of gridlines. Colours are ARGB. */
export const accent = 'FF1F5673'
const ink = 'FF1F2933'
const muted = 'FF66727F'
const hairline = 'FFDFE4E9'
const shade = 'FFF2F6F8'

/** Negatives in parentheses; the blank behind a positive number keeps the decimal points of both in one line. */
export const moneyFormat = '#,##0.00_);(#,##0.00)'
const formats: Readonly<Record<CellKind, string>> = {
  id: '@',
  text: '@',
  sentence: '@',
  money: moneyFormat,
  decimal: '#,##0.######_);(#,##0.######)',
  percent: '0.00%',
  integer: '#,##0_);(#,##0)',
  date: 'yyyy-mm-dd',
  datetime: 'yyyy-mm-dd hh:mm',
}

const line = (argb: string, style: Border['style'] = 'thin'): Border => ({ style, color: { argb } }) as Border
/** Arial is on every machine, or is replaced there by a font of the same widths. */
export const defaultFont: Partial<Font> = { name: 'Arial', family: 2, size: 9, color: { argb: ink } }
const font = (changes: Partial<Font>): Partial<Font> => ({ ...defaultFont, ...changes })
const shaded: Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: shade } }

function alignment(kind: CellKind): Partial<Alignment> {
  const horizontal = isFigure(kind) ? 'right' : 'left'
  return { horizontal, vertical: 'top', wrapText: kind === 'sentence', ...(horizontal === 'left' ? { indent: 1 } : {}) }
}

/** True for the kinds that stand right-aligned in a column. */
export function isFigure(kind: CellKind): boolean {
  return kind === 'money' || kind === 'decimal' || kind === 'percent' || kind === 'integer'
}

const under: Partial<Borders> = { bottom: line(hairline) }

/** Styles are made once and shared by all cells: the writer recognises a style by its identity. */
const bodyStyles = new Map<CellKind, Partial<Style>>()
const totalStyles = new Map<CellKind, Partial<Style>>()
const factStyles = new Map<CellKind, Partial<Style>>()
const headerStyles = new Map<boolean, Partial<Style>>()

/** A cell of a table. */
export function bodyStyle(kind: CellKind): Partial<Style> {
  return remember(bodyStyles, kind, () => ({
    numFmt: formats[kind],
    font: defaultFont,
    alignment: alignment(kind),
    border: under,
  }))
}

/** A single figure beside its label. */
export function factStyle(kind: CellKind): Partial<Style> {
  return remember(factStyles, kind, () => ({
    numFmt: kind === 'money' ? '#,##0.00##;(#,##0.00##)' : kind === 'integer' ? '#,##0' : formats[kind],
    font: font({ bold: true }),
    alignment: { horizontal: 'left', vertical: 'top', indent: 1 },
  }))
}

/** A total, above the header of its table or under a block of the summary. */
export function totalStyle(kind: CellKind): Partial<Style> {
  return remember(totalStyles, kind, () => ({
    numFmt: formats[kind],
    font: font({ bold: true }),
    alignment: { ...alignment(kind), wrapText: false },
    border: under,
    fill: shaded,
  }))
}

/** The header of a column; figures have theirs at the right, over the figures. */
export function headerStyle(kind: CellKind): Partial<Style> {
  const right = isFigure(kind)
  return remember(headerStyles, right, () => ({
    numFmt: '@',
    font: font({ bold: true, color: { argb: 'FFFFFFFF' } }),
    fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: accent } },
    alignment: {
      horizontal: right ? 'right' : 'left',
      vertical: 'middle',
      wrapText: true, // At the right, room for the button of the filter.
      indent: right ? 2 : 1,
    },
  }))
}

const left: Partial<Alignment> = { horizontal: 'left', vertical: 'top', indent: 1 }
export const titleStyle: Partial<Style> = {
  font: font({ size: 15, bold: true, color: { argb: accent } }),
  alignment: { ...left, vertical: 'middle' },
}
export const aboutStyle: Partial<Style> = { font: font({ color: { argb: muted } }), alignment: left }
export const headingStyle: Partial<Style> = {
  font: font({ size: 11, bold: true, color: { argb: accent } }),
  alignment: { ...left, vertical: 'middle' },
}
export const labelStyle: Partial<Style> = { font: font({ color: { argb: muted } }), alignment: left }
/** A part within a part of the summary. */
export const sectionStyle: Partial<Style> = { font: font({ bold: true }), alignment: left, border: under, fill: shaded }
/** In the place of a figure that no loaded file tells. */
export const unknownStyle: Partial<Style> = {
  font: font({ italic: true, color: { argb: muted } }),
  alignment: alignment('money'),
  border: under,
}
/** The same in the place of a total. */
export const unknownTotalStyle: Partial<Style> = { ...unknownStyle, fill: shaded }
/** A label that stands on the line of such a rule. */
export const signatureLabelStyle: Partial<Style> = { ...labelStyle, alignment: { ...left, vertical: 'bottom' } }
/** A rule to sign on. */
export const signatureStyle: Partial<Style> = { font: defaultFont, border: { bottom: line(ink) } }

function remember<Key>(known: Map<Key, Partial<Style>>, key: Key, make: () => Partial<Style>): Partial<Style> {
  const style = known.get(key) ?? make()
  known.set(key, style)
  return style
}
