import { ScrollArea, Table } from '@mantine/core'
import type { PlannedObject } from '../../../shared/contract/sources.ts'
import { ObjectKeyText } from '../../components/file-name-text.tsx'
import { SentenceText } from '../../components/figures.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useFormats } from '../../formats/use-formats.tsx'
import { changeOrder } from '../../session/sync-changes.ts'
import { changeWords, syncWording as words } from '../../wording/sources.ts'
import classes from './import.module.css'

/** More than these are told by their number. */
const mostRows = 500

/** Objects of a bucket by what becomes of them, then by their keys. */
export function PlannedObjects({ objects }: { readonly objects: readonly PlannedObject[] }) {
  const { count, bytes, dateTime } = useFormats()
  const sorted = changeOrder.flatMap((change) => objects.filter((object) => object.change === change))
  const left = sorted.length - mostRows
  return (
    <ScrollArea.Autosize
      w="100%"
      mah="calc(100vh / var(--zoom, 1) - 330px)"
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': words.changes }}
      offsetScrollbars
    >
      <Table stickyHeader aria-label={words.changes} className={classes.planned ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.change}</Table.Th>
            <Table.Th>{words.object}</Table.Th>
            <Table.Th ta="right">{words.bytes}</Table.Th>
            <Table.Th>{words.modified}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.slice(0, mostRows).map((object) => (
            <Table.Tr key={object.key}>
              <Table.Td>
                <StateMark tone={changeWords[object.change].tone} {...iconOf(object.change)}>
                  {changeWords[object.change].text}
                </StateMark>
              </Table.Td>
              <Table.Td w="100%">
                <ObjectKeyText>{object.key}</ObjectKeyText>
                {object.reason === null ? null : (
                  <div className={classes.folder}>
                    <SentenceText>{object.reason}</SentenceText>
                  </div>
                )}
              </Table.Td>
              <Table.Td ta="right" className="figure">
                {bytes(object.bytes)}
              </Table.Td>
              <Table.Td className="figure">{dateTime(object.lastModified)}</Table.Td>
            </Table.Tr>
          ))}
          {left > 0 ? (
            <Table.Tr>
              <Table.Td />
              <Table.Td colSpan={3}>{words.more(count(left))}</Table.Td>
            </Table.Tr>
          ) : null}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  )
}

function iconOf(change: PlannedObject['change']): { icon?: NonNullable<(typeof changeWords)['new']['icon']> } {
  const { icon } = changeWords[change]
  return icon ? { icon } : {}
}
