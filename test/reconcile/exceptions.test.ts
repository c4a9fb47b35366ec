import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../../main/app.ts'
import { derivedViews } from '../../main/reconcile/views.ts'
import { exceptionKinds, exceptions, isExceptionKind } from '../../shared/exceptions.ts'
import { keyStates, wordsOf } from '../../shared/words/states.ts'
import { openSampleBook } from '../queries/sample-book.ts'

let app: App
let close: () => Promise<void>
beforeAll(async () => {
  ;({ app, close } = await openSampleBook())
})
afterAll(() => close())

test('the kinds of exceptions are those that the view can give, and no others', () => {
  const text = derivedViews.texts.get('exceptions')?.replace(/--.*$/gm, '') ?? ''
  const [ofKeys = '', ...others] = text.split(/^union all$/m)
  expect(ofKeys).toMatch(/^\s*select\s+state as exception,/)
  expect(ofKeys).toContain("state not in ('disbursed', 'nothing-due')")
  const states = keyStates.filter((state) => state !== 'disbursed' && state !== 'nothing-due')
  const named = others.flatMap((select) => {
    const [first = ''] = select.split(/\n\s*case when status = 'found' then 'uncollected-difference' else status|, '/)
    const chosen = /^\s*select\s+case when .*? then '([a-z-]+)' else '([a-z-]+)' end/.exec(select)
    return chosen ? chosen.slice(1) : [/'([a-z-]+)'/.exec(first)?.[1] ?? select]
  })
  expect([...states, ...named].toSorted()).toEqual([...exceptionKinds].toSorted())
})

test('every kind has words and a next step, as a sentence', () => {
  for (const kind of exceptionKinds) {
    expect(wordsOf(kind)?.tone).not.toBe('good')
    expect(exceptions[kind].nextStep).toMatch(/^[A-Z].*\.$/)
  }
})

test('every exception of the sample is about something, and no two of a kind about the same', async () => {
  const { rows } = await app.grids.page({ name: 'exceptions', offset: 0, limit: 1000 })
  expect(rows.length).toBeGreaterThan(20)
  for (const { exception, subject_id: id } of rows) {
    const kind = String(exception)
    expect(isExceptionKind(kind) && exceptions[kind].about.some((one) => one === String(id).split(':')[0])).toBe(true)
  }
  expect(new Set(rows.map(({ exception, subject_id: id }) => `${exception} ${id}`)).size).toBe(rows.length)
})
