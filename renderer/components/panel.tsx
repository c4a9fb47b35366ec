import { Group, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { HelpHint } from './help-hint.tsx'
import classes from './panel.module.css'

interface PanelProps {
  readonly title: string
  readonly help?: ReactNode
  /** What stands at the right end of the head. */
  readonly aside?: ReactNode
  readonly children: ReactNode
  readonly className?: string | undefined
  /** Without inner space, for tables that reach the edge. */
  readonly flush?: boolean
}

/** A part of a screen with a heading. */
export function Panel({ title, help, aside, children, className, flush = false }: PanelProps) {
  const id = useId()
  return (
    <section className={`${classes.panel} ${className ?? ''}`} aria-labelledby={id}>
      <div className={classes.head}>
        <Group gap={4} wrap="nowrap">
          <Title order={2} id={id}>
            {title}
          </Title>
          {help ? <HelpHint subject={title}>{help}</HelpHint> : null}
        </Group>
        {aside}
      </div>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  )
}
