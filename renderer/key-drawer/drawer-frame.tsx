import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import { type ReactNode, type Ref, useEffect, useEffectEvent, useRef } from 'react'
import { keyDrawerWording as wording } from '../wording/key-drawer.ts'
import classes from './key-drawer.module.css'

interface DrawerFrameProps {
  readonly title: ReactNode
  /** Takes the focus when it is asked for. */
  readonly body?: Ref<HTMLElement>
  readonly buttons?: ReactNode
  readonly onStep: (rows: 1 | -1) => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Head and body of the details; Alt+Up and Alt+Down go through the rows, Escape closes. */
export function DrawerFrame({ title, body, buttons, onStep, onClose, children }: DrawerFrameProps) {
  const frame = useRef<HTMLElement>(null)
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey) return
    if (event.key === 'Escape' && frame.current?.contains(document.activeElement)) {
      event.preventDefault()
      onClose()
      return
    }
    if (!event.altKey) return
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    // On the head of a column the same keys open its filter.
    if (event.target instanceof Element && event.target.closest('.ag-header, [role="dialog"], [role="menu"]')) return
    event.preventDefault()
    onStep(event.key === 'ArrowDown' ? 1 : -1)
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => press(event)
    addEventListener('keydown', listen, { capture: true })
    return () => removeEventListener('keydown', listen, { capture: true })
  }, [])

  return (
    <aside aria-label={wording.label} ref={frame} className={classes.inner}>
      <div className={classes.head}>
        <div className={classes.titles}>{title}</div>
        {buttons}
        <ActionIcon aria-label={wording.previous} title={wording.previous} onClick={() => onStep(-1)}>
          <IconChevronUp size={16} />
        </ActionIcon>
        <ActionIcon aria-label={wording.next} title={wording.next} onClick={() => onStep(1)}>
          <IconChevronDown size={16} />
        </ActionIcon>
        <ActionIcon aria-label={wording.close} title={wording.close} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      {/* A scrolled part must be reachable by the keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above */}
      <section className={classes.body} ref={body} tabIndex={0} aria-label={wording.body}>
        {children}
      </section>
    </aside>
  )
}
