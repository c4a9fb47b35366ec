/** What is built by itself: the command line and the web shell as plain JavaScript, and the page. */
export type Part = 'programs' | 'page'

/**
 * The folder of a part, built from the sources as they are now, unless that was done before; `onBuild` is called when it
 * has to be done. Error when it cannot be built.
 */
export function built(part: Part, onBuild?: () => void): Promise<string>
