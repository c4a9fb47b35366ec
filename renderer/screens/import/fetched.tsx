import { Text } from '@mantine/core'
import type { SyncResult } from '../../../shared/contract/sources.ts'
import { SentenceText } from '../../components/figures.tsx'
import { ObjectKeyText } from '../../components/file-name-text.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useFormats } from '../../formats/use-formats.tsx'
import { syncWording as words } from '../../wording/sources.ts'
import classes from './import.module.css'

/** More than these are told by their number. */
const mostFailed = 8

/** What a sync fetched before it imported, and what it could not fetch. */
export function Fetched({ sync: { fetched, failed, plan } }: { readonly sync: SyncResult }) {
  const { count, bytes } = useFormats()
  const left = failed.length - mostFailed
  return (
    <>
      <Text size="sm" c="dimmed">
        {words.fetched(words.objects(fetched.objects, count(fetched.objects)), bytes(fetched.bytes), plan.source)}
      </Text>
      {failed.length > 0 ? (
        <div className={classes.replaced}>
          <StateMark tone="bad">{words.failed(failed.length, count(failed.length))}</StateMark>{' '}
          <span className={classes.quiet}>{words.failedText}</span>
          <ul>
            {failed.slice(0, mostFailed).map(({ key, reason }) => (
              <li key={key}>
                <ObjectKeyText>{key}</ObjectKeyText>
                <div className={classes.quiet}>
                  <SentenceText>{reason}</SentenceText>
                </div>
              </li>
            ))}
            {left > 0 ? <li>{words.more(count(left))}</li> : null}
          </ul>
        </div>
      ) : null}
    </>
  )
}
