/** Days are `YYYY-MM-DD`, months `YYYY-MM`; all of it is UTC. */
export const asOf = '2026-08-13'

/** The months of the fourteen deliveries, oldest first. */
export const deliveryMonths: readonly string[] = Array.from({ length: 14 }, (_, index) => addMonths('2025-07', index))

/** The day `days` later (earlier when negative). */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whole days from `from` to `to`. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000
}

/** The month `count` later. */
export function addMonths(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}

/** The last day of a month. */
export function lastDay(month: string): string {
  return addDays(`${addMonths(month, 1)}-01`, -1)
}

/** Deposits are made on the 10th for what AWS had collected by the 7th. */
export function depositFor(collected: string): string {
  const month = collected.slice(0, 7)
  return collected <= `${month}-07` ? `${month}-10` : `${addMonths(month, 1)}-10`
}

/** A disbursement report comes three days after its deposit. */
export function disbursementDelivery(month: string): string {
  return `${month}-13`
}

/** Billed revenue of the month before comes on the 15th. */
export function billedDelivery(month: string): string {
  return `${month}-15`
}

/** `08-31-2026`, as the dashboards print agreement dates. */
export function monthFirst(day: string): string {
  return `${day.slice(5)}-${day.slice(0, 4)}`
}
