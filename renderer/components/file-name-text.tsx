import { fileName, nameParts } from '../formats/file-name.ts'
import { shownPath } from '../formats/privacy.ts'
import { useFormats } from '../formats/use-formats.tsx'

/** A part of a name that is longer than this may break anywhere, so that no name is wider than its column. */
const longestPart = 28

/**
 * The name of the file at a path, whole, because names of deliveries differ at their end. Where the column is narrow it
 * breaks after `_`, `/` and spaces, never within a date or before the ending. Privacy mode leaves it, see `shownPath`.
 */
export function FileNameText({ path }: { readonly path: string }) {
  return <BreakingText>{fileName(path)}</BreakingText>
}

/** The key of an object in S3, whole, as it is looked up there; privacy mode cuts its folders. */
export function ObjectKeyText({ children }: { readonly children: string }) {
  const { privacy } = useFormats()
  return <BreakingText>{shownPath(children, privacy)}</BreakingText>
}

function BreakingText({ children }: { readonly children: string }) {
  return (
    <span className="id">
      {nameParts(children).map(({ at, text }) => (
        <span key={at} style={text.length > longestPart ? undefined : { whiteSpace: 'nowrap' }}>
          {text}
          <wbr />
        </span>
      ))}
    </span>
  )
}
