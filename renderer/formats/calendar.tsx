import 'dayjs/locale/de'
import 'dayjs/locale/es'
import 'dayjs/locale/fr'
import 'dayjs/locale/it'
import 'dayjs/locale/ja'
import 'dayjs/locale/nl'
import 'dayjs/locale/pl'
import 'dayjs/locale/pt-br'
import 'dayjs/locale/sv'
import { DateInput, type DateInputProps, DatesProvider, type DayOfWeek } from '@mantine/dates'
import type { ReactNode } from 'react'
import { isDate } from '../../shared/dates.ts'
import { calendarWording } from '../wording/common.ts'
import { useFormats } from './use-formats.tsx'

const known = new Set(['de', 'es', 'fr', 'it', 'ja', 'nl', 'pl', 'pt-br', 'sv'])

/** Month names and first day of the week of the chosen locale, for every calendar below. */
export function CalendarProvider({ children }: { readonly children: ReactNode }) {
  const { locale } = useFormats()
  const [language = 'en'] = locale.toLowerCase().split('-')
  const name = [locale.toLowerCase(), language].find((one) => known.has(one)) ?? 'en'
  return <DatesProvider settings={{ locale: name, firstDayOfWeek: firstDayOfWeek(locale) }}>{children}</DatesProvider>
}

/**
 * An input for a day, written as `YYYY-MM-DD` in every locale, so that typing it is never a guess. What is not yet, or not,
 * such a day changes nothing.
 */
export function DayInput(props: DateInputProps) {
  return (
    <DateInput
      size="xs"
      valueFormat="YYYY-MM-DD"
      dateParser={(text) => (isDate(text.trim()) ? text.trim() : null)}
      placeholder={calendarWording.placeholder}
      ariaLabels={calendarWording.labels}
      hideOutsideDates
      {...props}
    />
  )
}

interface WithWeekInfo {
  getWeekInfo?(): { readonly firstDay: number }
  readonly weekInfo?: { readonly firstDay: number }
}

/** 0 is Sunday. Browsers name it by a method or, before that was settled, by a property. */
function firstDayOfWeek(locale: string): DayOfWeek {
  const info = new Intl.Locale(locale) as WithWeekInfo
  const day = (info.getWeekInfo?.() ?? info.weekInfo)?.firstDay ?? 1
  return (day % 7) as DayOfWeek
}
