import { Button, Text } from '@mantine/core'
import { IconFolderSearch } from '@tabler/icons-react'
import figureTable from '../../components/figure-table.module.css'
import { Panel } from '../../components/panel.tsx'
import { useHost } from '../../connection/index.ts'
import { fileName, folderOf } from '../../formats/file-name.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useExports } from '../../session/exports.tsx'
import { notify, notifyProblem } from '../../session/notify.tsx'
import { exportWording as words } from '../../wording/export.ts'
import classes from './export.module.css'

/** What this window has written, the latest first. */
export function ExportedFiles() {
  const { files } = useExports()
  const host = useHost()
  const { count, dateTime } = useFormats()
  const show = async (path: string): Promise<void> => {
    if (!(await host.showInFolder(path))) notify({ title: words.cannotShow, text: path })
  }
  return (
    <Panel title={words.history} flush>
      {files.length === 0 ? (
        <Text size="sm" c="dimmed" px={14} pb={8}>
          {words.historyEmpty}
        </Text>
      ) : (
        <table className={figureTable.table}>
          <thead>
            <tr>
              <th scope="col">{words.file}</th>
              <th scope="col">{words.when}</th>
              <th scope="col">{words.contents}</th>
              <th aria-hidden />
            </tr>
          </thead>
          <tbody>
            {files.map((file) => (
              <tr key={file.at}>
                <td>
                  <div className="id">{fileName(file.path)}</div>
                  {host.shell === 'desktop' ? <div className={classes.small}>{folderOf(file.path)}</div> : null}
                </td>
                <td className="figure">{dateTime(new Date(file.at).toISOString())}</td>
                <td>
                  {words.doneSheets(
                    count(file.sheets.length),
                    count(file.sheets.reduce((sum, sheet) => sum + sheet.rows, 0)),
                  )}
                </td>
                <td className={figureTable.number}>
                  {host.shell === 'desktop' ? (
                    <Button
                      size="compact-xs"
                      leftSection={<IconFolderSearch size={14} />}
                      onClick={() => void show(file.path).catch(notifyProblem)}
                    >
                      {words.showInFolder}
                    </Button>
                  ) : (
                    <Text size="sm" c="dimmed">
                      {words.downloadedShort}
                    </Text>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
