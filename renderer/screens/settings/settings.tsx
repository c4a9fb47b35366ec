import { ScreenHeader } from '../../components/screen-header.tsx'
import { useAppState } from '../../session/app-state.tsx'
import { settingsWording as words } from '../../wording/settings.ts'
import { AppearancePanel } from './appearance-panel.tsx'
import { BackupsPanel } from './backups-panel.tsx'
import { BookPanel } from './book-panel.tsx'
import { DiagnosticsPanel } from './diagnostics-panel.tsx'
import classes from './settings.module.css'
import { SourcesPanel } from './sources-panel.tsx'

/** The book and how the application looks on this machine. */
export function SettingsScreen() {
  const { book } = useAppState()
  return (
    <div className={classes.screen}>
      <ScreenHeader title={words.title} />
      <div className={classes.panels}>
        <div className={classes.column}>
          {book ? <BookPanel key={book.path} book={book} /> : null}
          <SourcesPanel />
          {book ? <BackupsPanel path={book.path} /> : null}
        </div>
        <div className={classes.column}>
          <AppearancePanel />
          <DiagnosticsPanel />
        </div>
      </div>
    </div>
  )
}
