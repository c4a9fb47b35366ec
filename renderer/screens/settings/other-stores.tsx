import { Checkbox, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { sourcesWording as words } from '../../wording/sources.ts'
import classes from './settings.module.css'
import { belowInput, type DraftFieldsProps } from './source-draft.ts'

/** What only stores other than AWS ask for, and buckets whose readers pay; folded unless one of it is used. */
export function OtherStores({ draft, errors, change }: DraftFieldsProps) {
  const [isOpen, setIsOpen] = useState(draft.endpoint !== '' || draft.pathStyle || draft.requesterPays)
  return (
    <details open={isOpen || errors.endpoint !== undefined} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{words.others}</summary>
      <Stack gap="sm" className={classes.unfolded ?? ''}>
        <TextInput
          label={words.endpoint}
          description={words.endpointHelp}
          inputWrapperOrder={belowInput}
          error={errors.endpoint}
          placeholder={words.endpointPlaceholder}
          value={draft.endpoint}
          onChange={(event) => change({ endpoint: event.currentTarget.value })}
          spellCheck={false}
        />
        <Checkbox
          label={words.pathStyle}
          description={words.pathStyleHelp}
          checked={draft.pathStyle}
          onChange={(event) => change({ pathStyle: event.currentTarget.checked })}
        />
        <Checkbox
          label={words.requesterPays}
          description={words.requesterPaysHelp}
          checked={draft.requesterPays}
          onChange={(event) => change({ requesterPays: event.currentTarget.checked })}
        />
      </Stack>
    </details>
  )
}
