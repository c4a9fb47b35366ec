import { ActionIcon } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useFormats } from '../formats/use-formats.tsx'
import { visibleLines } from '../grid/visible-text.ts'
import { common } from '../wording/common.ts'
import { keyDrawerWording } from '../wording/key-drawer.ts'
import { copyText } from './copy-text.ts'
import classes from './key-drawer.module.css'

/** The text of a record as it stands in its file; what cannot be seen is written out. The copy is the text itself. */
export function RawText({ text }: { readonly text: string | null }) {
  const { privacy } = useFormats()
  if (text === null) return <p className={classes.quiet}>{keyDrawerWording.textNotKept}</p>
  if (privacy) return <p className={classes.quiet}>{keyDrawerWording.hiddenText}</p>
  return (
    <div className={classes.raw}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long text is scrolled by the keys */}
      <pre className={classes.rawText} tabIndex={0}>
        {visibleLines(text)}
      </pre>
      <ActionIcon size={22} aria-label={keyDrawerWording.copyLine} onClick={() => void copyText(text, common.copied)}>
        <IconCopy size={14} />
      </ActionIcon>
    </div>
  )
}
