import { type Section, sections } from '../reports/catalogue.ts'
import { bridgeSections, bridgeWords } from './bridge.ts'
import { type ControlId, controlNames } from './controls.ts'
import { plainWord } from './states.ts'

const byId = new Map(sections.map((section) => [section.id, section]))
const reportTitles = new Map(sections.map(({ report, reportTitle }) => [report, reportTitle]))

/** A control by what it claims; another text as it is. */
export function controlName(id: string): string {
  return Object.hasOwn(controlNames, id) ? controlNames[id as ControlId] : id
}

/** A line of the bridge in the words of the trade; another text as it is. */
export function bridgeLineName(line: string): string {
  return Object.hasOwn(bridgeWords, line) ? (bridgeWords[line]?.text ?? line) : line
}

/** What AWS's latest list of uncollected funds says of a key. */
const listWords: Readonly<Record<string, string>> = {
  'no-list': 'no list for this currency',
  'not-listed': 'not on the list',
  agrees: 'agrees',
  differs: 'differs',
}

/** The answers of that list, from none to a differing one. */
export const listAnswers: readonly string[] = Object.keys(listWords)

/** What AWS's list says of a key, in plain words. */
export function listWord(code: string): string {
  return listWords[code] ?? code
}

/** How a line stands to the difference of a control. */
const roleWords: Readonly<Record<string, string>> = {
  cause: 'the cause',
  part: 'a part of the difference',
  line: 'stands in the total',
}

/** The parts that a line may play, the weightiest first. */
export const lineRoles: readonly string[] = Object.keys(roleWords)

/** How a line stands to the difference of a control, in plain words. */
export function roleWord(code: string): string {
  return roleWords[code] ?? code
}

/** A sentence of the core in which the control that fails goes by what it claims. */
export function withControlName(sentence: string): string {
  return sentence.replace(/^Control ([a-z-]+) fails/, (_, id: string) => `The control “${controlName(id)}” fails`)
}

/** A report by its title; another text as it is. */
export function reportName(report: string): string {
  return reportTitles.get(report) ?? report
}

/** A part of the bridge by what it shows; another text as it is. */
export function bridgeSectionName(section: string): string {
  return bridgeSections[section] ?? section
}

/** A section by its report, number and title, such as `Disbursement report, section 7: Uncollected funds breakdown`. */
export function sectionName(id: string): string {
  const section = byId.get(id)
  // The bridge has sections too.
  if (!section) return bridgeSectionName(id)
  return section.number === null
    ? section.reportTitle
    : `${section.reportTitle}, section ${section.number}: ${section.title}`
}

/** The sections of a file or a delivery, `dis1, dis7`, by report: `Disbursement report, sections 1, 7`. */
export function sectionNames(ids: string): string {
  const found = ids.split(/,\s*/).map((id) => byId.get(id) ?? id)
  const titles = new Set(found.map((one) => (typeof one === 'string' ? one : one.reportTitle)))
  return [...titles].map((title) => withNumbers(title, found)).join('; ')
}

function withNumbers(title: string, found: readonly (Section | string)[]): string {
  const numbers = found.flatMap((one) =>
    typeof one !== 'string' && one.reportTitle === title ? (one.number ?? []) : [],
  )
  if (numbers.length === 0) return title
  return `${title}, ${numbers.length === 1 ? 'section' : 'sections'} ${numbers.join(', ')}`
}

/** What an exception or a control is about: a control or a section by its name, with whatever is said of it. */
export function subjectText(subject: string): string {
  const control = /^([a-z]+(?:-[a-z]+)+): /.exec(subject)
  if (control) return `${controlName(control[1] ?? '')}: ${subject.slice(control[0].length)}`
  return sectionName(subject)
}

/** Several closed words, `source-difference, currency-assumed`, in plain words. */
export function plainWords(list: string): string {
  return list
    .split(/,\s*/)
    .map((word) => plainWord(word))
    .join(', ')
}

/** Notes on a file, which come as a list in JSON, one behind the other. */
export function warningsText(text: string): string {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.join(' ') : text
  } catch {
    return text
  }
}
