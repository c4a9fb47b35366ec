import { Button } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { EmptyState } from '../components/states.tsx'
import { useActions } from '../session/actions.tsx'
import { gridWording } from '../wording/grid.ts'

/** What a screen of rows shows while nothing has been imported. */
export function EmptyBook() {
  const { run } = useActions()
  return (
    <EmptyState
      icon={<IconFileImport size={36} stroke={1.4} />}
      title={gridWording.emptyBookTitle}
      text={gridWording.emptyBookText}
    >
      <Button variant="filled" onClick={() => run('go-import')}>
        {gridWording.goToImport}
      </Button>
      <Button onClick={() => run('open-sample')}>{gridWording.openSample}</Button>
    </EmptyState>
  )
}
