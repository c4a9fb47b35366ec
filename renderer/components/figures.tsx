import type { ReactNode } from 'react'
import { sentenceText } from '../formats/sentence.ts'
import { hidden, useFormats } from '../formats/use-formats.tsx'
import { common } from '../wording/common.ts'
import classes from './figures.module.css'

/** An amount as a decimal string, null where nobody knows; hidden in privacy mode. */
export function MoneyText({ value, currency }: { readonly value: string | null; readonly currency?: string | null }) {
  const { money, privacy } = useFormats()
  if (value === null) return <span className={classes.unknown}>{common.notKnown}</span>
  if (privacy)
    return (
      <span className="figure" title={common.hiddenAmount}>
        {hidden}
      </span>
    )
  return (
    <span className="figure">
      {money(value)}
      {currency ? <span className={classes.currency}>{currency}</span> : null}
    </span>
  )
}

/** The name of a customer, or a text of a file that may hold one; hidden in privacy mode. Products and files stay. */
export function NameText({ children }: { readonly children: string }) {
  const { privacy } = useFormats()
  return privacy ? <span title={common.hiddenName}>{hidden}</span> : <span className="id">{children}</span>
}

/** A sentence of the core as people read it, in privacy mode without what it says of names and amounts. */
export function SentenceText({ children }: { readonly children: string }) {
  return sentenceText(children, useFormats())
}

/** A label with its value below, for a row of facts. */
export function Fact({ label, children }: { readonly label: ReactNode; readonly children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value}>{children}</dd>
    </div>
  )
}

/** A row of `Fact`s. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>
}
