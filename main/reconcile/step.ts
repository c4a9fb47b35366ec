/** One SQL step of the reconciliation: what it does, in the words of a progress line, and its statements. */
export interface Step {
  readonly name: string
  /** May depend on which sections (ids) the book holds. */
  readonly sql: string | ((loaded: ReadonlySet<string>) => string)
  /** Its tables have rows only when somebody asks for them; nothing but views and tables of the same kind reads them. */
  readonly onDemand?: true
}

/** The statements of a step for a book that holds these sections. */
export function textOf({ sql }: Step, loaded: ReadonlySet<string>): string {
  return typeof sql === 'string' ? sql : sql(loaded)
}

/** Statements for a book that holds one of these sections, and what is done in their place for one that has none. */
export function where(sections: readonly string[], sql: string, without = ''): (loaded: ReadonlySet<string>) => string {
  return (loaded) => (sections.some((section) => loaded.has(section)) ? sql : without)
}

/** A step that looks at events, and what is done in its place for a book that has none. */
export function withEvents(sql: string, without = ''): (loaded: ReadonlySet<string>) => string {
  return where(['billing_event_feed'], sql, without)
}

/** The same statements, of which the last makes its table and puts nothing into it. */
export const withoutRows = (sql: string): string => sql.replace(/;\s*$/, '\nwith no data;\n')
