import { Button } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import type { GridControl } from '../../grid/use-grid-control.ts'
import toolbar from '../../grid/toolbar.module.css'
import { cashApplicationWording as wording } from '../../wording/cash-application.ts'

const part = /^(billed|disbursed)_(gross|fee|refund|fee_refund|tax|withheld_tax|wholesale_cost)$/

/** Shows or hides the columns with the parts of both nets. */
export function PartsButton({ control }: { readonly control: GridControl }) {
  const { columns } = control.view
  const isShown = columns.some(({ name, hidden }) => part.test(name) && !hidden)
  const toggle = (): void =>
    control.adopt({
      ...control.view,
      columns: columns.map((column) => (part.test(column.name) ? { ...column, hidden: isShown } : column)),
    })
  return (
    <Button
      className={toolbar.button}
      aria-label={wording.parts}
      title={wording.parts}
      aria-pressed={isShown}
      variant={isShown ? 'light' : 'default'}
      leftSection={<IconListDetails size={15} />}
      onClick={toggle}
    >
      {wording.parts}
    </Button>
  )
}
