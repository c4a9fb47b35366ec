import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'

/** What the core says to what was asked of it; the sentence tells what to do. */
export function Refusal({ children }: { readonly children: string }) {
  return (
    <Alert
      color="red"
      variant="default"
      icon={<IconAlertTriangle color="var(--bad)" />}
      title={children}
      role="alert"
      styles={{ title: { fontWeight: 400 }, label: { overflowWrap: 'anywhere' } }}
    />
  )
}
