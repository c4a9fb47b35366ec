import { Alert, Button, Code, Group, Loader, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { problemOf } from '../connection/index.ts'
import { common } from '../wording/common.ts'
import { advice, errorWording } from '../wording/errors.ts'
import classes from './states.module.css'

/** Says that something is being read; `label` says what, in a few words. */
export function LoadingState({ label = common.loading }: { readonly label?: string }) {
  return (
    <output className={classes.state}>
      <Loader size="sm" />
      <Text size="sm" c="dimmed" component="span">
        {label}
      </Text>
    </output>
  )
}

interface EmptyStateProps {
  readonly icon?: ReactNode
  readonly title: string
  /** What to do next, in a sentence. */
  readonly text: ReactNode
  /** Buttons that do it. */
  readonly children?: ReactNode
}

/** Stands where there is nothing to show yet. */
export function EmptyState({ icon, title, text, children }: EmptyStateProps) {
  return (
    <div className={classes.state}>
      {icon ? <div className={classes.icon}>{icon}</div> : null}
      <Title order={2} ta="center">
        {title}
      </Title>
      <Text size="sm" c="dimmed" ta="center" maw={520} component="div">
        {text}
      </Text>
      {children ? <Group justify="center">{children}</Group> : null}
    </div>
  )
}

interface ErrorStateProps {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
  /** More buttons beside the retry. */
  readonly children?: ReactNode
}

/** Says what went wrong: the sentence, what to do, the code, and a retry. */
export function ErrorState({ error, onRetry, children }: ErrorStateProps) {
  const problem = problemOf(error)
  return (
    <Alert
      color="red"
      variant="default"
      icon={<IconAlertTriangle color="var(--bad)" />}
      title={problem.message || errorWording.unknown}
      role="alert"
    >
      <Stack gap="xs">
        <Text size="sm">{advice[problem.code]}</Text>
        <Group gap="sm">
          {onRetry ? <Button onClick={onRetry}>{common.retry}</Button> : null}
          {children}
          <Code>{common.errorCode(problem.code)}</Code>
        </Group>
      </Stack>
    </Alert>
  )
}

/** What an error boundary shows in the place of the part that broke. */
export function BrokenState({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <div className={classes.state} role="alert">
      <IconAlertTriangle className={classes.icon} color="var(--bad)" />
      <Title order={2}>{errorWording.screenTitle}</Title>
      <Text size="sm" c="dimmed">
        {errorWording.unknown}
      </Text>
      <Group>
        <Button variant="filled" onClick={onRetry}>
          {common.retry}
        </Button>
        <Button onClick={() => location.reload()}>{errorWording.reload}</Button>
      </Group>
    </div>
  )
}
