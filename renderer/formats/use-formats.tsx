import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type Formats, formatsOf } from './formats.ts'

/** Formats of the chosen locale, and whether names and amounts are hidden. */
export interface ShownFormats extends Formats {
  readonly privacy: boolean
}

/** What stands where a name or an amount is hidden. */
export const hidden = '•••'

const FormatsContext = createContext<ShownFormats>({ ...formatsOf('system'), privacy: false })

/** Gives everything below it one way to write figures. */
export function FormatsProvider(props: { locale: string; privacy: boolean; children: ReactNode }) {
  const { locale, privacy, children } = props
  const formats = useMemo(() => ({ ...formatsOf(locale), privacy }), [locale, privacy])
  return <FormatsContext value={formats}>{children}</FormatsContext>
}

/** How figures are written now. `money` does not hide anything: show amounts by `MoneyText`, or ask `privacy`. */
export function useFormats(): ShownFormats {
  return useContext(FormatsContext)
}
