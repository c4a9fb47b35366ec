import { Group, Kbd } from '@mantine/core'
import type { ReactNode } from 'react'
import { isMac, keyCaps } from './keys.ts'
import { type Action, keysOf } from './shortcuts.ts'

/** A text with the keys of an action behind it, for tooltips and menus. */
export function KeyHint({ action, children }: { readonly action: Action; readonly children?: ReactNode }) {
  const keys = keysOf(action)
  return (
    <Group gap={8} wrap="nowrap" component="span">
      {children}
      {keys === null ? null : <KeyCaps keys={keys} />}
    </Group>
  )
}

/** The caps of one combination of keys. */
export function KeyCaps({ keys }: { readonly keys: string }) {
  return (
    <span style={{ whiteSpace: 'nowrap' }} aria-hidden>
      {keyCaps(keys, isMac()).map((cap) => (
        <Kbd key={cap} mx={1} style={{ verticalAlign: 'middle' }}>
          {cap}
        </Kbd>
      ))}
    </span>
  )
}
