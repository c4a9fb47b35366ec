import { ActionIcon, Popover, Text } from '@mantine/core'
import { IconHelpCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { common } from '../wording/common.ts'

interface HelpHintProps {
  /** What the help is about, for the name of the button. */
  readonly subject: string
  readonly children: ReactNode
}

/** A question mark that opens a short explanation; works by mouse, keyboard and screen reader. */
export function HelpHint({ subject, children }: HelpHintProps) {
  return (
    <Popover width={340} position="bottom-start" withArrow trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon size={22} aria-label={common.helpAbout(subject)}>
          <IconHelpCircle size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={common.helpAbout(subject)}>
        <Text size="sm" component="div" tabIndex={-1} data-autofocus>
          {children}
        </Text>
      </Popover.Dropdown>
    </Popover>
  )
}
