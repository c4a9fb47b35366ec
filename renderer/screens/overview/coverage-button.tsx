import { Button, Group, Popover, Stack, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { SentenceText } from '../../components/figures.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useFormats } from '../../formats/use-formats.tsx'
import { useActions } from '../../session/actions.tsx'
import { goTo } from '../../navigation.ts'
import { overviewWording as words } from '../../wording/overview.ts'
import { plainWord } from '../../../shared/words/states.ts'
import type { CoverageCell } from './coverage-grid.ts'
import classes from './coverage-panel.module.css'
import { deliveriesPlace } from './targets.ts'

interface CoverageButtonProps {
  readonly cell: CoverageCell
  /** Row and column, by which the arrow keys find it. */
  readonly name: string
  readonly isReachable: boolean
  readonly onReach: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** One report in one month; choosing it tells what to get, or what is there. */
export function CoverageButton({ cell, name, isReachable, onReach, onKeyDown }: CoverageButtonProps) {
  const { month } = useFormats()
  const [opened, setOpened] = useState(false)
  const report = words.reports[cell.report] ?? cell.report
  const label = words.cell(report, month(cell.month), plainWord(cell.status))
  return (
    <Popover opened={opened} onChange={setOpened} width={300} withArrow trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={label} disabled={opened} openDelay={150}>
          <UnstyledButton
            className={classes.cell ?? ''}
            data-status={cell.status}
            data-cell={name}
            tabIndex={isReachable ? 0 : -1}
            aria-label={label}
            onFocus={onReach}
            onKeyDown={onKeyDown}
            onClick={() => setOpened(!opened)}
          >
            <StateMark state={cell.status} iconOnly />
          </UnstyledButton>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        {opened ? <CellDetails cell={cell} report={report} /> : null}
      </Popover.Dropdown>
    </Popover>
  )
}

function CellDetails({ cell, report }: { readonly cell: CoverageCell; readonly report: string }) {
  const formats = useFormats()
  const actions = useActions()
  const { files, rows } = cell
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {report}, {formats.month(cell.month)}
      </Text>
      <StateMark state={cell.status} />
      <Text size="sm" c="dimmed">
        {cell.nextStep === null ? words.statusTexts[cell.status] : <SentenceText>{cell.nextStep}</SentenceText>}{' '}
        {cell.delivered.length > 0 ? words.delivered(cell.delivered.map((day) => formats.date(day)).join(', ')) : null}{' '}
        {cell.expected !== null && cell.status !== 'loaded' ? words.expected(formats.date(cell.expected)) : null}
      </Text>
      {files > 0 ? (
        <Text size="sm" c="dimmed">
          {words.filesAndRows(
            words.file(files, formats.count(files)),
            rows === null ? null : words.row(rows, formats.count(rows)),
          )}
        </Text>
      ) : null}
      <Group mt={4}>
        {cell.status === 'loaded' ? (
          <Button onClick={() => goTo(deliveriesPlace(cell))}>{words.showFiles}</Button>
        ) : (
          <Button onClick={() => actions.run('go-import')}>{words.importFiles}</Button>
        )}
      </Group>
    </Stack>
  )
}
