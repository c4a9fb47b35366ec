import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { NamedRow } from '../../../shared/contract/rows.ts'
import { MoneyText } from '../../components/figures.tsx'
import figureTable from '../../components/figure-table.module.css'
import { Panel } from '../../components/panel.tsx'
import { lengthOf, numberOf, textOf } from '../../formats/row-cells.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { goTo } from '../../navigation.ts'
import { overviewWording as words } from '../../wording/overview.ts'
import classes from './ageing-panel.module.css'
import { bucketPlace } from './targets.ts'

interface AgeingPanelProps {
  readonly ageing: readonly NamedRow[]
  readonly currency: string
  readonly aside: ReactNode
}

const buckets = ['not due', '1-30', '31-60', '61-90', '91-120', '121+', 'unknown'] as const

/** Open items by days late: a table whose rows are the bars of a chart, so that the figures can be read from it. */
export function AgeingPanel({ ageing, currency, aside }: AgeingPanelProps) {
  const { privacy } = useFormats()
  const rows = ageing.filter((row) => row['basis'] === 'due date' && row['currency'] === currency)
  const longest = Math.max(...rows.map((row) => Math.abs(lengthOf(textOf(row, 'net')))), 0)
  const shareOf = (row: NamedRow): number => (longest === 0 ? 0 : Math.abs(lengthOf(textOf(row, 'net'))) / longest)
  return (
    <Panel title={words.ageing} help={words.ageingHelp} aside={aside} flush>
      {rows.length === 0 ? <p className={classes.empty}>{words.ageingEmpty(currency)}</p> : null}
      {rows.length > 0 ? (
        <table className={figureTable.table}>
          <thead>
            <tr>
              <th scope="col">{words.bucket}</th>
              <th scope="col" className={classes.bars} aria-hidden />
              <th scope="col" className={figureTable.number}>
                {words.amount} {currency}
              </th>
              <th scope="col" className={figureTable.number}>
                {words.items}
              </th>
            </tr>
          </thead>
          <tbody>
            {buckets.map((bucket, index) => {
              const row = rows.find((one) => one['bucket'] === bucket)
              // A bucket without items still has its place, so that the shape of the ages can be seen.
              return row || bucket !== 'unknown' ? (
                <Bucket
                  key={bucket}
                  bucket={bucket}
                  currency={currency}
                  row={row ?? null}
                  share={row && !privacy ? shareOf(row) : 0}
                  colour={bucket === 'unknown' ? 'var(--age-unknown)' : `var(--age-${index})`}
                />
              ) : null
            })}
          </tbody>
        </table>
      ) : null}
    </Panel>
  )
}

interface BucketProps {
  readonly bucket: string
  readonly currency: string
  readonly row: NamedRow | null
  readonly share: number
  readonly colour: string
}

function Bucket({ bucket, currency, row, share, colour }: BucketProps) {
  const { count } = useFormats()
  const name = words.buckets[bucket] ?? bucket
  const open = (): void => goTo(bucketPlace(bucket, currency))
  return (
    <tr className={row ? figureTable.row : undefined} onClick={row ? open : undefined}>
      <th scope="row" className={classes.name}>
        {row ? (
          <UnstyledButton className={figureTable.link ?? ''} title={words.showRows(name, currency)} onClick={open}>
            {name}
          </UnstyledButton>
        ) : (
          <span className={classes.none}>{name}</span>
        )}
      </th>
      <td className={classes.cell} aria-hidden>
        {share > 0 ? <div className={classes.bar} style={{ width: `${share * 100}%`, background: colour }} /> : null}
      </td>
      <td className={figureTable.number}>
        {row ? <MoneyText value={textOf(row, 'net')} /> : <span className={classes.none}>–</span>}
      </td>
      <td className={figureTable.number}>
        {row ? count(numberOf(row, 'keys')) : <span className={classes.none}>–</span>}
      </td>
    </tr>
  )
}
