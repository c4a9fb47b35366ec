declare module '*.sql?raw' {
  const text: string
  export default text
}

interface ImportMeta {
  /** The texts of the SQL files of a folder, by their paths from there; as in Vite. */
  glob(
    pattern: './*.sql',
    options: { readonly query: '?raw'; readonly import: 'default'; readonly eager: true },
  ): Readonly<Record<string, string>>
}
