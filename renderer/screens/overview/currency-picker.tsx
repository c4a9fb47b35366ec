import { SegmentedControl, Select } from '@mantine/core'
import { overviewWording } from '../../wording/overview.ts'

interface CurrencyPickerProps {
  readonly currencies: readonly string[]
  readonly value: string
  readonly onChange: (currency: string) => void
}

const mostAsButtons = 4

/** Chooses the one currency that charts show, for amounts of several are never added. */
export function CurrencyPicker({ currencies, value, onChange }: CurrencyPickerProps) {
  if (currencies.length < 2) return null
  if (currencies.length > mostAsButtons)
    return (
      <Select
        w={90}
        data={[...currencies]}
        value={value}
        allowDeselect={false}
        aria-label={overviewWording.currencyOfCharts}
        onChange={(currency) => currency !== null && onChange(currency)}
      />
    )
  return (
    <SegmentedControl
      data={[...currencies]}
      value={value}
      onChange={onChange}
      aria-label={overviewWording.currencyOfCharts}
    />
  )
}
