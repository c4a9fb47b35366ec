import { Button, Popover, Stack, Text, UnstyledButton } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { useState } from 'react'
import { useClient, useQueries } from '../connection/index.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { calendarWording } from '../wording/common.ts'
import { frameWording } from '../wording/frame.ts'
import { useAppState, useBookQuery } from '../session/app-state.tsx'
import { useJobs } from '../session/jobs.tsx'
import { notifyProblem } from '../session/notify.tsx'
import classes from './top-bar.module.css'

/** The day up to which lines count; another one reconciles the book anew. */
export function AsOfPicker() {
  const client = useClient()
  const queries = useQueries()
  const formats = useFormats()
  const { during } = useJobs()
  const { book } = useAppState()
  const [opened, setOpened] = useState(false)
  const { data } = useBookQuery(queries.queries.overview.queryOptions())
  const chosen = book?.asOf ?? null
  const day = chosen ?? data?.asOf ?? null

  const choose = async (asOf: string | null): Promise<void> => {
    setOpened(false)
    if (asOf === chosen) return
    try {
      await during(frameWording.reconciling, () => client.books.configure({ asOf }))
    } catch (error) {
      notifyProblem(error)
    }
  }
  const shown = day === null ? frameWording.asOfUnknown : formats.date(day)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.fact ?? ''}
          title={frameWording.asOfLabel(shown)}
          onClick={() => setOpened(!opened)}
        >
          <IconCalendar size={14} style={{ verticalAlign: -2, marginRight: 6 }} aria-hidden />
          <span className={classes.label}>{frameWording.asOf}</span> {shown}
          {chosen === null ? <span className={classes.label}> · {frameWording.asOfLatestShort}</span> : null}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" maw={280}>
          <Text size="xs" c="dimmed">
            {frameWording.asOfHelp}
          </Text>
          <DatePicker
            size="sm"
            fullWidth
            ariaLabels={calendarWording.labels}
            hideOutsideDates
            value={day}
            {...(day === null ? {} : { defaultDate: day })}
            onChange={(value) => void choose(value)}
          />
          <Button disabled={chosen === null} onClick={() => void choose(null)}>
            {frameWording.asOfLatest}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
