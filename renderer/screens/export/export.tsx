import { Button } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { HelpHint } from '../../components/help-hint.tsx'
import { ScreenHeader } from '../../components/screen-header.tsx'
import { EmptyState } from '../../components/states.tsx'
import { useActions } from '../../session/actions.tsx'
import { useAppState } from '../../session/app-state.tsx'
import { exportWording as words } from '../../wording/export.ts'
import { overviewWording } from '../../wording/overview.ts'
import classes from './export.module.css'
import { ExportForm } from './export-form.tsx'
import { ExportedFiles } from './exported-files.tsx'

/** The reconciled workbook: what it holds, its options, where it goes. */
export function ExportScreen() {
  const { book } = useAppState()
  const actions = useActions()
  return (
    <div className={classes.screen}>
      <ScreenHeader title={words.title} help={<HelpHint subject={words.title}>{words.help}</HelpHint>} />
      {book === null || book.empty ? (
        <EmptyState
          icon={<IconFileSpreadsheet size={40} stroke={1.3} />}
          title={words.emptyTitle}
          text={words.emptyText}
        >
          <Button variant="filled" size="sm" onClick={() => actions.run('go-import')}>
            {overviewWording.emptyImport}
          </Button>
          <Button size="sm" onClick={() => actions.run('open-sample')}>
            {overviewWording.emptySample}
          </Button>
        </EmptyState>
      ) : (
        <>
          <ExportForm book={book} />
          <ExportedFiles />
        </>
      )}
    </div>
  )
}
