import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ListedFile } from '../../../shared/contract/imports.ts'
import figureTable from '../../components/figure-table.module.css'
import { NameText, SentenceText } from '../../components/figures.tsx'
import { withoutFolders } from '../../formats/privacy.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { importWording as words, noteText } from '../../wording/import.ts'
import classes from './import.module.css'

/** Everything that was found in one file: notes, sections, refused rows, the lines that are no rows; and what can be said of it. */
export function FileDetails({ file, children }: { readonly file: ListedFile; readonly children?: ReactNode }) {
  const { count, bytes } = useFormats()
  return (
    <div className={classes.facts}>
      {children}
      {file.reason === null ? null : (
        <Text size="sm">
          <SentenceText>{file.reason}</SentenceText>
        </Text>
      )}
      {file.replaces === null || file.warnings.includes(file.replaces) ? null : (
        <Text size="sm">
          <SentenceText>{withoutFolders(file.replaces)}</SentenceText>
        </Text>
      )}
      {file.warnings.length > 0 ? (
        <section>
          <Title order={3}>{words.warnings}</Title>
          <ul>
            {file.warnings.map((warning) => (
              <li key={warning}>
                <SentenceText>{noteText(warning)}</SentenceText>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {file.refusals.length > 0 ? <Refusals file={file} /> : null}
      {file.sections.length > 0 && file.status !== 'reading' ? <Sections file={file} /> : null}
      {file.other_lines.length > 0 ? (
        <details>
          <summary>
            {words.otherLines} ({count(file.other_lines.length)})
          </summary>
          <table className={figureTable.table}>
            <tbody>
              {file.other_lines.map(({ line, kind, text }) => (
                <tr key={line}>
                  <td className={figureTable.number}>{count(line)}</td>
                  <td>{kind}</td>
                  <td className={classes.raw}>
                    <NameText>{text}</NameText>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      ) : null}
      <Text size="xs" c="dimmed">
        {file.lines_read > 0
          ? words.balance(
              count(file.lines_read),
              count(file.rows_kept),
              count(file.header_lines),
              count(file.title_lines),
              count(file.blank_lines),
              count(file.refused_rows),
            )
          : null}
        {file.lines_read > 0 ? ' · ' : null}
        {bytes(file.bytes)}
        {file.sha256 === null ? null : (
          <>
            {' · '}
            {words.hash} <span className="id">{file.sha256}</span>
          </>
        )}
      </Text>
    </div>
  )
}

function Sections({ file }: { readonly file: ListedFile }) {
  const { count } = useFormats()
  return (
    <section>
      <Title order={3}>{words.sections}</Title>
      <table className={figureTable.table}>
        <thead>
          <tr>
            <th scope="col">{words.section}</th>
            <th scope="col" className={figureTable.number}>
              {words.rows}
            </th>
            <th scope="col" className={figureTable.number}>
              {words.refused}
            </th>
            <th scope="col" className={figureTable.number}>
              {words.headerLine}
            </th>
            <th scope="col">{words.because}</th>
          </tr>
        </thead>
        <tbody>
          {file.sections.map((section) => (
            <tr key={`${section.section} ${section.header_line}`}>
              <td>{section.title}</td>
              <td className={figureTable.number}>{count(section.rows)}</td>
              <td className={figureTable.number}>{count(section.refused_rows)}</td>
              <td className={figureTable.number}>{count(section.header_line)}</td>
              <td className={classes.quiet}>{section.because}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Refusals({ file }: { readonly file: ListedFile }) {
  const { count } = useFormats()
  const more = file.refused_rows - new Set(file.refusals.map(({ line }) => line)).size
  return (
    <section>
      <Title order={3}>{words.refusals}</Title>
      <table className={figureTable.table}>
        <thead>
          <tr>
            <th scope="col" className={figureTable.number}>
              {words.line}
            </th>
            <th scope="col">{words.column}</th>
            <th scope="col">{words.reason}</th>
          </tr>
        </thead>
        <tbody>
          {file.refusals.map(({ line, column, reason }) => (
            <tr key={`${line} ${column}`}>
              <td className={figureTable.number}>{count(line)}</td>
              <td>{column ?? <span className={classes.quiet}>{words.wholeRow}</span>}</td>
              <td>
                <SentenceText>{reason}</SentenceText>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 ? (
        <Text size="xs" c="dimmed">
          {words.moreRefusals(count(more))}
        </Text>
      ) : null}
    </section>
  )
}
