/** Every sentence that may be said of a file, a table or a row. What a library says is not among them. */
export const sentences: readonly RegExp[] = [/^TODO$/]

/** Those of `texts` that no sentence of the list allows. */
export function unknownSentences(texts: readonly string[]): string[] {
  return texts.filter((text) => !sentences.some((sentence) => sentence.test(text)))
}
