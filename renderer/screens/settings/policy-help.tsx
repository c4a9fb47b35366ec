import { Button, Code, Group, ScrollArea, Stack, Text } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { copyText } from '../../key-drawer/copy-text.ts'
import { sourcesWording as words } from '../../wording/sources.ts'
import { policyText } from './policy.ts'
import classes from './settings.module.css'

interface PolicyHelpProps {
  readonly bucket: string
  readonly prefix: string
  readonly region: string
}

/** Folded: the rights that a sync takes, as a policy to copy. */
export function PolicyHelp(place: PolicyHelpProps) {
  const policy = policyText(place)
  return (
    <details>
      <summary>{words.policy}</summary>
      <Stack gap="xs" className={classes.unfolded ?? ''}>
        <Text size="xs" c="dimmed">
          {words.policyText}
        </Text>
        <ScrollArea.Autosize
          mah={240}
          type="auto"
          viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': words.policyLabel }}
        >
          <Code block>{policy}</Code>
        </ScrollArea.Autosize>
        <Group>
          <Button
            size="compact-xs"
            leftSection={<IconCopy size={14} />}
            onClick={() => void copyText(policy, words.policyCopied)}
          >
            {words.copyPolicy}
          </Button>
        </Group>
      </Stack>
    </details>
  )
}
