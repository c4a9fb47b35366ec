/** What a menu, a shortcut of the system or a file opened from outside asks of the page. */
export type HostCommand =
  | { readonly type: 'go'; readonly screen: string }
  | { readonly type: 'open-book'; readonly path: string }
  /** Report files and folders that were opened from outside. */
  | { readonly type: 'take-files'; readonly paths: readonly string[] }
  | { readonly type: 'action'; readonly action: string }

/** What the page works at, and must not be closed over: what it comes to would be lost. */
export interface Work {
  readonly kind: 'copy' | 'import' | 'undo' | 'reconcile' | 'export' | 'restore' | 'sample' | 'sync'
  /** From 0 to 1; null where nobody knows. */
  readonly done: number | null
}

/** What the page asks of the shell around it, beyond the contract: dialogs, dropped files, the clipboard's window. */
export interface Host {
  readonly shell: 'desktop' | 'web'
  /**
   * Paths under which the core can read files that were dropped or picked. The web shell copies them in first, tells how
   * many bytes are done, and stops with the signal.
   */
  filePaths(
    files: readonly File[],
    onProgress?: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<string[]>
  /**
   * Asks for report files, several at once; empty when the person thinks better of it. Progress and signal as in
   * `filePaths`.
   */
  pickFiles(onProgress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<string[]>
  pickFolder(onProgress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<string[]>
  /** Asks for an existing book; null when the person thinks better of it, or where no dialog exists. */
  pickBook(): Promise<string | null>
  /** Asks where a new book goes; null as above. */
  pickNewBook(suggestedName: string): Promise<string | null>
  /** Asks where a file goes; only a path that was chosen here can be written to. */
  pickTarget(suggestedName: string): Promise<string | null>
  /** To be called when the file at a chosen target is whole: the web shell hands it over as a download. */
  targetWritten(path: string): Promise<void>
  /** Opens the folder of a file; false where the shell cannot. */
  showInFolder(path: string): Promise<boolean>
  openLogFolder(): Promise<boolean>
  setZoom(factor: number): Promise<void>
  /** Name of the open book in the window's title. */
  setTitle(title: string): void
  /** The theme for what is not the page: title bar, menus and dialogs. */
  setTheme(theme: 'system' | 'light' | 'dark'): void
  /** Told whenever it changes: who closes the page in the middle of it is asked, and a taskbar shows how far it is. */
  setWork(work: Work | null): void
  onCommand(listener: (command: HostCommand) => void): () => void
}
