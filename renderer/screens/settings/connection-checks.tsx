import { Code } from '@mantine/core'
import type { SourceCheck } from '../../../shared/contract/sources.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { sourcesWording as words } from '../../wording/sources.ts'
import classes from './settings.module.css'

/** What trying out a source came to, step by step, with the right that each takes. */
export function ConnectionChecks({ name, checks }: { readonly name: string; readonly checks: readonly SourceCheck[] }) {
  return (
    <ul className={classes.checks} aria-label={words.testResult(name)}>
      {checks.map(({ check, outcome, permission, sentence }) => (
        <li key={check}>
          <span className={classes.outcome}>
            <StateMark state={outcome} />
          </span>
          <span>
            {words.checks[check]} {permission === null ? null : <Code>{permission}</Code>}
            <span className={classes.sentence}>{sentence}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
