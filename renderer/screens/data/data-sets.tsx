import { Checkbox, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { QueryName } from '../../../shared/queries/queries.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useIsNarrow } from '../../components/frame-width.tsx'
import { dataWording as wording } from '../../wording/data.ts'
import classes from './data.module.css'

/** A named query as it is listed. */
export interface DataSet {
  readonly name: QueryName
  readonly title: string
  readonly description: string
  readonly category: string
  readonly rows: number | null
}

interface DataSetsProps {
  readonly sets: readonly DataSet[]
  readonly chosen: QueryName
  readonly onChoose: (name: QueryName) => void
}

function bringIntoView(element: Element | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}

/** The data sets by category, to choose one: a list beside its rows, or a field above them where there is no room. */
export function DataSets(props: DataSetsProps) {
  return useIsNarrow() ? <SetPicker {...props} /> : <SetList {...props} />
}

function SetPicker({ sets, chosen, onChoose }: DataSetsProps) {
  const categories = [...new Set(sets.map(({ category }) => category))]
  return (
    <Select
      aria-label={wording.sets}
      searchable
      allowDeselect={false}
      nothingFoundMessage={wording.none}
      data={categories.map((group) => ({
        group,
        items: sets
          .filter(({ category }) => category === group)
          .map(({ name, title }) => ({ value: name, label: title })),
      }))}
      value={chosen}
      onChange={(name) => name && onChoose(name)}
      comboboxProps={{ transitionProps: { duration: 0 } }}
    />
  )
}

/** Those without rows can be left out. */
function SetList({ sets, chosen, onChoose }: DataSetsProps) {
  const { count } = useFormats()
  const [search, setSearch] = useState('')
  const [onlyFilled, setOnlyFilled] = useState(false)
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = sets.filter(({ name, title, description, category, rows }) => {
    if (onlyFilled && rows === 0 && name !== chosen) return false
    const text = `${name} ${title} ${description} ${category}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const categories = [...new Set(found.map(({ category }) => category))]

  return (
    <nav className={classes.sets} aria-label={wording.sets}>
      <TextInput
        type="search"
        aria-label={wording.find}
        placeholder={wording.find}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <Checkbox
        label={wording.onlyFilled}
        checked={onlyFilled}
        onChange={(event) => setOnlyFilled(event.currentTarget.checked)}
      />
      <div className={classes.list}>
        {categories.map((category) => (
          <section key={category}>
            <h2 className={classes.category}>{category}</h2>
            <ul className={classes.items}>
              {found
                .filter((set) => set.category === category)
                .map(({ name, title, description, rows }) => (
                  <li key={name}>
                    <button
                      type="button"
                      ref={name === chosen ? bringIntoView : null}
                      className={classes.set}
                      aria-current={name === chosen ? 'page' : undefined}
                      title={description}
                      data-empty={rows === 0 || undefined}
                      onClick={() => onChoose(name)}
                    >
                      <span className={classes.name}>{title}</span>
                      {rows === null ? null : <span className={classes.count}>{count(rows)}</span>}
                    </button>
                  </li>
                ))}
            </ul>
          </section>
        ))}
        {found.length === 0 ? <p className={classes.count}>{wording.none}</p> : null}
      </div>
    </nav>
  )
}
