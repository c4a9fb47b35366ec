import { Button, Group, Modal, SegmentedControl, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { PlannedObject, SyncPlan } from '../../../shared/contract/sources.ts'
import { Fact, Facts, NameText } from '../../components/figures.tsx'
import { useFormats } from '../../formats/use-formats.tsx'
import { changeCounts } from '../../session/sync-changes.ts'
import { useSyncSession } from '../../session/sync-session.tsx'
import { common } from '../../wording/common.ts'
import { changeWords, syncWording as words } from '../../wording/sources.ts'
import { PlannedObjects } from './planned-objects.tsx'

/** What a sync would fetch, before anything is. */
export function SyncPlanDialog() {
  const { stage, confirm, dismiss } = useSyncSession()
  if (stage.type !== 'planned') return null
  const { plan, source } = stage
  const isEmpty = plan.fetch.objects === 0
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isEmpty) dismiss()
    else void confirm()
  }
  return (
    <Modal
      opened
      onClose={dismiss}
      closeOnClickOutside={false}
      title={isEmpty ? words.nothingTitle(source) : words.planTitle(source)}
      size={860}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <PlanFacts plan={plan} />
          <Objects objects={plan.attention} />
          <Buttons plan={plan} onClose={dismiss} />
        </Stack>
      </form>
    </Modal>
  )
}

function Buttons({ plan, onClose }: { readonly plan: SyncPlan; readonly onClose: () => void }) {
  const { bytes } = useFormats()
  if (plan.fetch.objects === 0)
    return (
      <Group justify="flex-end">
        <Button type="submit" data-autofocus>
          {common.close}
        </Button>
      </Group>
    )
  return (
    <Group justify="flex-end">
      <Button onClick={onClose}>{common.cancel}</Button>
      <Button type="submit" variant="filled" data-autofocus>
        {words.confirm(bytes(plan.fetch.bytes))}
      </Button>
    </Group>
  )
}

function PlanFacts({ plan }: { readonly plan: SyncPlan }) {
  const { count, bytes } = useFormats()
  const sized = (objects: number, size: number): string =>
    words.objectsAndBytes(words.objects(objects, count(objects)), bytes(size))
  const reports = plan.attention.filter(({ change }) => change === 'new' || change === 'changed').length
  return (
    <Facts>
      <Fact label={plan.fetch.objects > reports ? words.toFetchWithSides : words.toFetch}>
        {sized(plan.fetch.objects, plan.fetch.bytes)}
      </Fact>
      {plan.fetchedBefore > 0 ? <Fact label={words.fetchedBefore}>{bytes(plan.fetchedBefore)}</Fact> : null}
      <Fact label={words.unchanged}>{words.objects(plan.unchanged, count(plan.unchanged))}</Fact>
      <Fact label={words.inBucket}>{sized(plan.objects, plan.bytes)}</Fact>
      <Fact label={words.place}>
        <NameText>{plan.location}</NameText>
      </Fact>
    </Facts>
  )
}

/** The objects that ask for attention, all or those of one change. */
function Objects({ objects }: { readonly objects: readonly PlannedObject[] }) {
  const { count } = useFormats()
  const [chosen, setChosen] = useState<string>('all')
  const counts = changeCounts(objects)
  const shown = chosen === 'all' ? objects : objects.filter(({ change }) => change === chosen)
  if (objects.length === 0) return null
  return (
    <Stack gap="xs" align="flex-start">
      {counts.length > 1 ? (
        <SegmentedControl
          aria-label={words.changes}
          data={[
            { value: 'all', label: words.choice(words.all, count(objects.length)) },
            ...counts.map((one) => ({
              value: one.change,
              label: words.choice(changeWords[one.change].text, count(one.objects)),
            })),
          ]}
          value={chosen}
          onChange={setChosen}
        />
      ) : null}
      <PlannedObjects objects={shown} />
    </Stack>
  )
}
