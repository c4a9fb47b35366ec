import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { searchAsked } from '../session/actions.tsx'
import { actionOf, isMac, isTypingIn } from '../session/keys.ts'
import { gridWording } from '../wording/grid.ts'
import classes from './toolbar.module.css'

interface SearchFieldProps {
  readonly value: string
  readonly onChange: (search: string) => void
  /** Enter and the arrow down go on to the rows. */
  readonly onLeave: () => void
}

/** A pause in typing after which the rows are asked for. */
const pauseMilliseconds = 220

/** The quick search of a grid; the keys for searching bring the focus here. */
export function SearchField({ value, onChange, onLeave }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // Cleared or set from elsewhere, for example by a view.
  if (value !== known) {
    setKnown(value)
    setText(value)
  }

  useEffect(() => {
    const ask = (): void => input.current?.select()
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector('[aria-modal="true"]')) return
      if (actionOf(event, isTypingIn(document.activeElement), isMac()) !== 'search') return
      event.preventDefault()
      ask()
    }
    addEventListener('keydown', press)
    addEventListener(searchAsked, ask)
    return () => {
      removeEventListener('keydown', press)
      removeEventListener(searchAsked, ask)
      clearTimeout(timer.current)
    }
  }, [])

  const tell = (next: string): void => {
    clearTimeout(timer.current)
    setKnown(next)
    onChange(next)
  }
  const type = (next: string): void => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => tell(next), pauseMilliseconds)
  }

  return (
    <TextInput
      ref={input}
      type="search"
      className={classes.search}
      aria-label={gridWording.search}
      placeholder={gridWording.searchPlaceholder}
      maxLength={200}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        text === '' ? null : (
          <CloseButton
            size="xs"
            aria-label={gridWording.clearSearch}
            onClick={() => {
              setText('')
              tell('')
              input.current?.focus()
            }}
          />
        )
      }
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      // Whoever leaves before the pause is over means what was typed.
      onBlur={() => {
        if (text !== value) tell(text)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') tell(text)
        if (event.key === 'ArrowDown' || event.key === 'Enter') {
          event.preventDefault()
          onLeave()
        }
        if (event.key === 'Escape' && text !== '') {
          event.stopPropagation()
          setText('')
          tell('')
        }
      }}
    />
  )
}
