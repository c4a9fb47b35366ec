import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { Source, SourceCheck } from '../../../shared/contract/sources.ts'
import { SourcePlaceText } from '../../components/source-place-text.tsx'
import { problemOf, useClient } from '../../connection/index.ts'
import { useSignInCode } from '../../session/sign-in-code.tsx'
import { sourcesWording as words } from '../../wording/sources.ts'
import { ConnectionChecks } from './connection-checks.tsx'
import { PolicyHelp } from './policy-help.tsx'
import { Refusal } from './refusal.tsx'
import classes from './settings.module.css'

interface SourceRowProps {
  readonly source: Source
  readonly onEdit: () => void
  readonly onRemove: () => void
}

/** One source with what can be done with it, and below that what trying it out came to. */
export function SourceRow({ source, onEdit, onRemove }: SourceRowProps) {
  const client = useClient()
  const withCode = useSignInCode()
  const [isTesting, setIsTesting] = useState(false)
  const [checks, setChecks] = useState<readonly SourceCheck[] | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const { name, bucket, prefix, region, signIn } = source

  const test = async (): Promise<void> => {
    setIsTesting(true)
    setChecks(null)
    setRefusal(null)
    try {
      setChecks(await withCode((code) => client.sources.test({ name, code })))
    } catch (error) {
      const problem = problemOf(error)
      if (problem.code !== 'cancelled') setRefusal(problem.message)
    } finally {
      setIsTesting(false)
    }
  }
  const profile = signIn.kind === 'profile' ? signIn.profile : ''
  const facts = [region, words.signInOf({ kind: signIn.kind, profile })].filter((fact) => fact !== null)
  return (
    <li className={classes.source}>
      <div className={classes.sourceHead}>
        <strong>{name}</strong>
        <Group gap={6} wrap="nowrap">
          <Button size="compact-xs" loading={isTesting} aria-label={words.testOf(name)} onClick={() => void test()}>
            {words.test}
          </Button>
          <Button size="compact-xs" aria-label={words.editOf(name)} onClick={onEdit}>
            {words.edit}
          </Button>
          <Button size="compact-xs" aria-label={words.removeOf(name)} onClick={onRemove}>
            {words.remove}
          </Button>
        </Group>
      </div>
      <div>
        <SourcePlaceText source={source} />
        <div className={classes.quiet}>{facts.join(' · ')}</div>
      </div>
      <div aria-live="polite">
        {checks ? <ConnectionChecks name={name} checks={checks} /> : null}
        {checks?.some(({ permission, outcome }) => outcome === 'fail' && permission !== null) ? (
          <PolicyHelp bucket={bucket} prefix={prefix} region={region ?? ''} />
        ) : null}
      </div>
      {refusal === null ? null : <Refusal>{refusal}</Refusal>}
    </li>
  )
}
