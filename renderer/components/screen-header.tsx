import { Group, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import classes from './screen-header.module.css'

interface ScreenHeaderProps {
  readonly title: string
  /** One line of facts below the title. */
  readonly subtitle?: ReactNode
  /** A `HelpHint`, shown beside the title. */
  readonly help?: ReactNode
  /** Buttons and inputs at the right end. */
  readonly children?: ReactNode
}

const closingMilliseconds = 120

/** The head of a screen. Its title takes the focus when the screen is entered, so that reading starts there. */
export function ScreenHeader({ title, subtitle, help, children }: ScreenHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const focus = (): void => heading.current?.focus({ preventScroll: true })
    focus()
    // A palette that is closing gives the focus back to where it was opened, which is the screen that was left.
    if (!document.querySelector('[role="dialog"]')) return
    const later = setTimeout(focus, closingMilliseconds)
    return () => clearTimeout(later)
  }, [])
  return (
    <header className={classes.header}>
      <div className={classes.titles}>
        <Group gap={6} wrap="nowrap">
          <Title order={1} tabIndex={-1} ref={heading} className={classes.title}>
            {title}
          </Title>
          {help}
        </Group>
        {subtitle ? (
          <Text size="sm" c="dimmed" component="div">
            {subtitle}
          </Text>
        ) : null}
      </div>
      {children ? <div className={classes.actions}>{children}</div> : null}
    </header>
  )
}
