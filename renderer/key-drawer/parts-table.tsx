import { Table } from '@mantine/core'
import type { Row } from '../../shared/contract/rows.ts'
import { MoneyText } from '../components/figures.tsx'
import { keyDrawerWording as wording } from '../wording/key-drawer.ts'
import { partsOf } from './key-text.ts'
import classes from './key-drawer.module.css'

/** Both sides of a key part by part, with what is between them. */
export function PartsTable({ reconciliation }: { readonly reconciliation: Row }) {
  const amount = (value: string | null) => (value === null ? '' : <MoneyText value={value} />)
  return (
    <Table aria-label={wording.parts} className={classes.parts} withTableBorder>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{wording.part}</Table.Th>
          <Table.Th scope="col" ta="right">
            {wording.billed}
          </Table.Th>
          <Table.Th scope="col" ta="right">
            {wording.disbursed}
          </Table.Th>
          <Table.Th scope="col" ta="right">
            {wording.difference}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {partsOf(reconciliation).map((part) => (
          <Table.Tr key={part.name} data-net={part.name === 'net' || undefined}>
            <Table.Th scope="row">{wording.partNames[part.name]}</Table.Th>
            <Table.Td ta="right">{amount(part.billed)}</Table.Td>
            <Table.Td ta="right">{amount(part.disbursed)}</Table.Td>
            <Table.Td ta="right" data-differs={/[1-9]/.test(part.difference ?? '') || undefined}>
              {amount(part.difference)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
