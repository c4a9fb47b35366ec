import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { createContext, type FormEvent, type ReactNode, useCallback, useContext, useRef, useState } from 'react'
import { PageError, problemOf } from '../connection/index.ts'
import { common } from '../wording/common.ts'
import { signInCodeWording as words } from '../wording/sources.ts'

/** Does work that signs in; where that takes the code of a device, the person is asked and the work is done again with it. */
type WithCode = <Result>(work: (code: string | undefined) => Promise<Result>) => Promise<Result>

interface Question {
  readonly sentence: string
  readonly device: string
  readonly answer: (code: string | null) => void
}

const SignInCodeContext = createContext<WithCode | null>(null)

/** Asks for the code of a second factor, whatever screen is in view. */
export function SignInCodeProvider({ children }: { readonly children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null)
  const waiting = useRef<Question | null>(null)
  const ask = useCallback((sentence: string, device: string) => {
    // Whoever asked before is told that no code comes.
    waiting.current?.answer(null)
    return new Promise<string | null>((resolve) => {
      const answer = (code: string | null): void => {
        waiting.current = null
        setQuestion(null)
        resolve(code)
      }
      waiting.current = { sentence, device, answer }
      setQuestion(waiting.current)
    })
  }, [])
  const withCode = useCallback<WithCode>(
    async (work) => {
      try {
        return await work(undefined)
      } catch (error) {
        const { code, message, details } = problemOf(error)
        const { device } = details
        if (code !== 'sign-in-needed' || typeof device !== 'string') throw error
        const typed = await ask(message, device)
        if (typed === null) throw new PageError('cancelled', words.cancelled)
        return work(typed)
      }
    },
    [ask],
  )
  return (
    <SignInCodeContext value={withCode}>
      {children}
      {question ? <CodeForm key={question.device} question={question} /> : null}
    </SignInCodeContext>
  )
}

/** How work that signs in is done. Only below the frame. */
export function useSignInCode(): WithCode {
  const withCode = useContext(SignInCodeContext)
  if (!withCode) throw new Error('A code is asked for outside the frame.')
  return withCode
}

function CodeForm({ question }: { readonly question: Question }) {
  const [typed, setTyped] = useState('')
  const code = typed.replaceAll(/\s/g, '')
  const isWhole = /^\d{6,8}$/.test(code)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isWhole) question.answer(code)
  }
  return (
    <Modal opened onClose={() => question.answer(null)} title={words.title}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {question.sentence}
          </Text>
          <TextInput
            label={words.code}
            description={words.codeHelp}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={12}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button onClick={() => question.answer(null)}>{common.cancel}</Button>
            <Button type="submit" variant="filled" disabled={!isWhole}>
              {words.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
