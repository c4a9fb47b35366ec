import { UnstyledButton } from '@mantine/core'
import type { NamedRow } from '../../../shared/contract/rows.ts'
import figureTable from '../../components/figure-table.module.css'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { numberOf, textOf } from '../../formats/row-cells.ts'
import { type ShownFormats, useFormats } from '../../formats/use-formats.tsx'
import { goTo } from '../../navigation.ts'
import { overviewWording as words } from '../../wording/overview.ts'
import classes from './feeds-panel.module.css'
import { feedPlace } from './targets.ts'

/** Which data feeds are in the book, and what cannot be told without the others; nothing while there is none. */
export function FeedsPanel({ feeds }: { readonly feeds: readonly NamedRow[] }) {
  const formats = useFormats()
  const loaded = feeds.filter(isLoaded)
  if (loaded.length === 0) return null
  // What is missing says more than what is there.
  const rows = [...feeds.filter((feed) => !isLoaded(feed)), ...loaded]
  return (
    <Panel
      title={words.feeds}
      help={words.feedsHelp}
      flush
      aside={<span className={classes.count}>{words.feedsLoaded(loaded.length, feeds.length)}</span>}
    >
      <div className={classes.scroll}>
        <table className={`${figureTable.table} ${classes.feeds}`} aria-label={words.feeds}>
          <thead>
            <tr>
              <th scope="col">{words.feed}</th>
              <th scope="col">{words.feedMonths}</th>
              <th scope="col" className={figureTable.number}>
                {words.feedRows}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((feed) => (
              <FeedRow key={textOf(feed, 'feed')} feed={feed} formats={formats} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

function FeedRow({ feed, formats }: { readonly feed: NamedRow; readonly formats: ShownFormats }) {
  const title = textOf(feed, 'title') ?? ''
  const name = (
    <div className={classes.name}>
      <StateMark state={textOf(feed, 'status') ?? ''} iconOnly />
      {title}
    </div>
  )
  if (!isLoaded(feed))
    return (
      <tr>
        <th scope="row">{name}</th>
        <td colSpan={2} className={classes.note}>
          {textOf(feed, 'note')}
        </td>
      </tr>
    )
  const open = (): void => goTo(feedPlace(textOf(feed, 'feed') ?? ''))
  return (
    <tr className={figureTable.row} onClick={open}>
      <th scope="row">
        <UnstyledButton className={figureTable.link ?? ''} title={words.showFeed(title)} onClick={open}>
          {name}
        </UnstyledButton>
      </th>
      <td className={classes.months}>{monthsText(feed, formats)}</td>
      <td className={figureTable.number}>{formats.count(numberOf(feed, 'rows'))}</td>
    </tr>
  )
}

function isLoaded(feed: NamedRow): boolean {
  return feed['status'] === 'loaded'
}

/** From the first month to the last, a month alone where it is the only one. */
function monthsText(feed: NamedRow, { monthName }: ShownFormats): string {
  const name = (month: string): string =>
    month === backFill ? words.backFill : `${monthName(month)} ${month.slice(0, 4)}`
  const ends = [textOf(feed, 'first_month'), textOf(feed, 'last_month')].flatMap((month) => month ?? [])
  return [...new Set(ends)].map(name).join(' – ')
}

/** The month under which AWS put what was there before the feeds. */
const backFill = '2010-01'
