import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react'
import { problemOf } from '../connection/index.ts'
import { advice } from '../wording/errors.ts'
import { common } from '../wording/common.ts'

interface Notice {
  readonly title: string
  readonly text?: string
  readonly tone?: 'good' | 'plain' | 'bad'
  /** Takes the place of the notice with the same id, and goes soon: for what changes step by step. */
  readonly passingId?: string
  /** Takes the place of the notice with the same id, for what is no longer true when this is. */
  readonly replaces?: string
  /** A button in the notice, for example Undo. */
  readonly action?: { readonly label: string; readonly run: () => void }
}

const icons = {
  good: <IconCheck size={16} color="var(--good)" />,
  plain: <IconInfoCircle size={16} color="var(--accent)" />,
  bad: <IconAlertTriangle size={16} color="var(--bad)" />,
}

/** Shows a notice in the corner; one with a button, and one that reports an error, stays longer. */
export function notify({ title, text, tone = 'plain', passingId, replaces, action }: Notice): void {
  const fixedId = passingId ?? replaces
  if (fixedId) notifications.hide(fixedId)
  const id = notifications.show({
    ...(fixedId ? { id: fixedId } : {}),
    title,
    icon: icons[tone],
    color: 'transparent',
    styles: { icon: { width: 18, height: 18, marginInlineEnd: 10, alignSelf: 'flex-start', marginTop: 2 } },
    withBorder: true,
    closeButtonProps: { 'aria-label': common.close },
    autoClose: passingId ? 1200 : action || tone === 'bad' ? 15_000 : 6000,
    role: tone === 'bad' ? 'alert' : 'status',
    message: (
      <>
        {text ? (
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {text}
          </Text>
        ) : null}
        {action ? (
          <Group mt={6}>
            <Button
              size="compact-xs"
              onClick={() => {
                notifications.hide(id)
                action.run()
              }}
            >
              {action.label}
            </Button>
          </Group>
        ) : null}
      </>
    ),
  })
}

/** Reports an error with what to do about it; work that was cancelled on purpose is only confirmed. */
export function notifyProblem(error: unknown): void {
  const problem = problemOf(error)
  if (problem.code === 'cancelled') notify({ title: problem.message, tone: 'plain' })
  else if (problem.code !== 'connection-lost')
    notify({ title: problem.message, text: `${advice[problem.code]} (${problem.code})`, tone: 'bad' })
}
