import { useElementSize } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './overview.module.css'

interface ColumnsProps {
  readonly one: readonly ReactNode[]
  readonly two: readonly (readonly ReactNode[])[]
  readonly three: readonly (readonly ReactNode[])[]
}

/** Widths in pixels from which there is room for two columns of tables, and for three. */
const roomForTwo = 860
const roomForThree = 1800

/** Panels in as many columns as there is room for, each as high as it needs to be. */
export function Columns({ one, two, three }: ColumnsProps) {
  const { ref, width } = useElementSize()
  const columns = columnsFor(width, { one: [one], two, three })
  return (
    <div ref={ref} className={classes.columns} data-count={columns.length}>
      {columns.map((panels, index) => (
        <div key={`${columns.length}-${panels.length}-${index === 0}`} className={classes.column}>
          {panels}
        </div>
      ))}
    </div>
  )
}

type Choice = Readonly<Record<'one' | 'two' | 'three', readonly (readonly ReactNode[])[]>>

function columnsFor(width: number, { one, two, three }: Choice): readonly (readonly ReactNode[])[] {
  if (width === 0) return []
  if (width >= roomForThree) return three
  return width >= roomForTwo ? two : one
}
