import { Input, PasswordInput, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import type { SignIn } from '../../../shared/contract/sources.ts'
import { sourcesWording as words } from '../../wording/sources.ts'
import { belowInput, type DraftFieldsProps } from './source-draft.ts'

const kinds = ['profile', 'default', 'keys'] as const satisfies readonly SignIn['kind'][]

/** How Tieout signs in: by a profile, by what the environment offers, or by keys that are typed in. */
export function SignInFields({ draft, errors, change, isKept }: DraftFieldsProps & { readonly isKept: boolean }) {
  return (
    <Stack gap="xs">
      <Input.Wrapper label={words.signIn} labelElement="div">
        <SegmentedControl
          display="flex"
          fullWidth
          aria-label={words.signIn}
          data={kinds.map((value) => ({ value, label: words.signInKinds[value] }))}
          value={draft.kind}
          onChange={(kind) => change({ kind })}
        />
      </Input.Wrapper>
      <Text size="xs" c="dimmed">
        {words.signInHelp[draft.kind]} {draft.kind === 'keys' && isKept ? words.keepKeys : null}
      </Text>
      {draft.kind === 'profile' ? (
        <TextInput
          label={words.profile}
          error={errors.profile}
          value={draft.profile}
          onChange={(event) => change({ profile: event.currentTarget.value })}
          spellCheck={false}
          w={260}
        />
      ) : null}
      {draft.kind === 'keys' ? <KeyFields draft={draft} errors={errors} change={change} /> : null}
    </Stack>
  )
}

function KeyFields({ draft, errors, change }: DraftFieldsProps) {
  const shared = {
    autoComplete: 'off',
    spellCheck: false,
    visibilityToggleButtonProps: { 'aria-label': words.showKey },
  }
  return (
    <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
      <TextInput
        label={words.accessKeyId}
        error={errors.accessKeyId}
        value={draft.accessKeyId}
        onChange={(event) => change({ accessKeyId: event.currentTarget.value })}
        autoComplete="off"
        spellCheck={false}
      />
      <PasswordInput
        {...shared}
        label={words.secretAccessKey}
        error={errors.secretAccessKey}
        value={draft.secretAccessKey}
        onChange={(event) => change({ secretAccessKey: event.currentTarget.value })}
      />
      <PasswordInput
        {...shared}
        label={words.sessionToken}
        description={words.sessionTokenHelp}
        inputWrapperOrder={belowInput}
        error={errors.sessionToken}
        value={draft.sessionToken}
        onChange={(event) => change({ sessionToken: event.currentTarget.value })}
      />
    </SimpleGrid>
  )
}
