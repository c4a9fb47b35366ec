import { Select, type SelectProps } from '@mantine/core'
import { MoneyText } from '../components/figures.tsx'
import { hidden, useFormats } from '../formats/use-formats.tsx'
import { visibleText } from '../grid/visible-text.ts'
import { cashApplicationWording as wording } from '../wording/cash-application.ts'
import classes from './settlement-picker.module.css'
import type { Settlement } from './use-settlements.ts'

interface SettlementPickerProps extends Pick<SelectProps, 'label' | 'description' | 'className'> {
  readonly settlements: readonly Settlement[]
  readonly value: string | null
  readonly onChange: (settlement: string | null) => void
}

const all = ' all'
/** More are not drawn at once; a word finds the others. */
const mostListed = 200

/** A searchable list of the settlements, the newest first; null is all of them. */
export function SettlementPicker({ settlements, value, onChange, ...shown }: SettlementPickerProps) {
  const { date, money, count, privacy } = useFormats()
  const bySettlement = new Map<string, Settlement[]>()
  for (const one of settlements) bySettlement.set(one.settlement, [...(bySettlement.get(one.settlement) ?? []), one])
  const day = (one: Settlement | undefined): string => (one?.depositDate ? date(one.depositDate) : wording.noDate)
  const options = [...bySettlement].map(([settlement, rows]) => {
    const sums = rows.map((row) => {
      const amount = row.disbursedAmount ?? row.linesNet
      return amount === null ? row.currency : `${privacy ? hidden : money(amount)} ${row.currency}`
    })
    return { value: settlement, label: `${day(rows[0])} · ${sums.join(' · ')}` }
  })

  return (
    <Select
      {...shown}
      {...(shown.label ? {} : { 'aria-label': wording.settlement })}
      data={[{ value: all, label: wording.all }, ...options]}
      value={value ?? all}
      onChange={(next) => onChange(next === all || next === null ? null : next)}
      allowDeselect={false}
      searchable
      maxDropdownHeight={420}
      comboboxProps={{ width: 460, position: 'bottom-end', transitionProps: { duration: 0 } }}
      nothingFoundMessage={wording.noneFound}
      placeholder={wording.search}
      filter={({ options: listed, search }) => {
        const words = search.toLowerCase().split(/\s+/).filter(Boolean)
        const found = listed.filter((option) => {
          if (!('value' in option)) return false
          const rows = bySettlement.get(option.value) ?? []
          // The number of a delivery is nothing that a person knows.
          const own = rows.flatMap(({ delivery: _inner, ...row }) => Object.values(row).map((cell) => cell ?? ''))
          const text = [option.label, ...own].join(' ').toLowerCase()
          return words.every((word) => text.includes(word))
        })
        return found.slice(0, mostListed)
      }}
      renderOption={({ option }) => {
        const rows = bySettlement.get(option.value)
        if (!rows) return <span>{option.label}</span>
        return (
          <span className={classes.option}>
            <span className={classes.optionDay}>{day(rows[0])}</span>
            <span className={classes.optionId}>{visibleText(rows[0]?.bankTraceId ?? option.value)}</span>
            <span className={classes.optionSums}>
              {rows.map((row) => (
                <span key={row.currency} className={classes.optionSum}>
                  <MoneyText value={row.disbursedAmount ?? row.linesNet} currency={row.currency} />
                  <span className={classes.quiet}>
                    {row.lines === null
                      ? wording.linesNotKnown
                      : row.lines === 1
                        ? wording.oneLine
                        : wording.lines(count(row.lines))}
                  </span>
                </span>
              ))}
            </span>
          </span>
        )
      }}
    />
  )
}
