import { Button, Group, Select, Text } from '@mantine/core'
import { useId, useState } from 'react'
import type { ListedFile } from '../../../shared/contract/imports.ts'
import { type Section, sections } from '../../../shared/reports/catalogue.ts'
import { fileName } from '../../formats/file-name.ts'
import { importWording as words } from '../../wording/import.ts'
import classes from './import.module.css'

const headingsAlone = 'headings'

/** The report of which it is a section, or the family in which people look for an export or a feed. */
function familyOf({ cadence, report, reportTitle }: Section): string {
  if (cadence === 'feed') return words.families.feeds
  if (cadence !== 'export') return reportTitle
  return report.includes('adjustment') || report.includes('cancellation')
    ? words.families.adjustments
    : words.families.exports
}

function nameOf({ cadence, number, title, reportTitle }: Section): string {
  if (cadence === 'feed' || cadence === 'export' || number === null) return reportTitle
  return words.sectionName(number, title)
}

const families = [...Map.groupBy(sections, familyOf)].map(([group, own]) => ({
  group,
  items: own.map((section) => ({ value: section.id, label: nameOf(section) })),
}))

/** Whether saying what it is could change anything: a file of one section at most, some of whose headings are known. */
export function canChoose(file: ListedFile): boolean {
  if (file.status === 'unrecognised') return file.nearest !== null || file.told === 'chosen'
  if (file.status !== 'imported') return false
  return new Set(file.sections.map(({ section }) => section)).size === 1
}

/** Where a press on a button brought the field, the person goes on in it. */
function focus(field: HTMLInputElement | null): void {
  field?.focus()
}

interface ReportChoiceProps {
  readonly file: ListedFile
  readonly choice: string | null | undefined
  readonly onChoose: (path: string, section: string | null) => void
}

/** Lets a person say which report a file is; of one that is none, the nearest stands first. */
export function ReportChoice({ file, choice, onChoose }: ReportChoiceProps) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const name = fileName(file.path)
  if (file.status === 'unrecognised' && !isOpen && choice === undefined)
    return (
      <Button size="compact-xs" mt={4} aria-label={words.chooseReportOf(name)} onClick={() => setOpen(true)}>
        {words.chooseReport}
      </Button>
    )
  const nearest = sections.find(({ id: own }) => own === file.nearest)
  const own = { value: headingsAlone, label: words.byHeadings }
  const groups = [
    ...(nearest
      ? [{ group: words.nearest, items: [{ value: `nearest ${nearest.id}`, label: fullName(nearest) }] }]
      : []),
    { group: words.noChoice, items: [own] },
    ...families,
  ]
  const value = choice === undefined ? (file.sections[0]?.section ?? headingsAlone) : (choice ?? headingsAlone)
  return (
    <Group gap={8} wrap="nowrap" mt={4}>
      {file.status === 'unrecognised' ? null : (
        <Text size="sm" component="label" htmlFor={id}>
          {words.takenFor}
        </Text>
      )}
      <Select
        id={id}
        className={classes.choice}
        aria-label={words.chooseReportOf(name)}
        searchable
        allowDeselect={false}
        ref={isOpen ? focus : null}
        defaultDropdownOpened={isOpen}
        nothingFoundMessage={words.noReport}
        maxDropdownHeight={360}
        data={groups}
        value={value}
        onChange={(chosen) => {
          if (chosen === null) return
          const section = chosen.replace(/^nearest /, '')
          onChoose(file.path, section === headingsAlone ? null : section)
        }}
        comboboxProps={{ transitionProps: { duration: 0 }, width: 340, position: 'bottom-start' }}
      />
    </Group>
  )
}

function fullName(section: Section): string {
  const name = nameOf(section)
  return name === section.reportTitle ? name : `${section.reportTitle}, ${name}`
}
