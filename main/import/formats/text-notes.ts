import { type CodePage, nameOfPage } from './encoding.ts'

// The sentences that a person is told about the text of a file, all in one place.

/** Of a text that has no line in UTF-8 but plain ones; `line` is the first that shows it. */
export function otherEncoding(page: CodePage, line: number): string {
  return `Its text is not UTF-8: it was read as ${nameOfPage(page)}, which first shows on line ${line}. Names may be wrong: look at one, and save the file as UTF-8 if it is not right.`
}

/** The same where nothing tells what the text is in. */
export function unknownEncoding(line: number): string {
  return `Its text is not UTF-8, and nothing tells what it is in: from line ${line} on names may be wrong. Save the file as UTF-8 to have them right.`
}

/** Of a text in UTF-8 that has other lines too. */
export function mixedEncoding(page: CodePage, line: number): string {
  return `Line ${line} is not UTF-8 as the rest of its text is: this line and others like it were read as ${nameOfPage(page)}, and names on them may be wrong. Save the file as UTF-8 to have them right.`
}

/** Of a text in which characters are broken. */
export function brokenCharacters(line: number): string {
  return `Characters of its text are broken, first on line ${line}: names may be wrong. Get the file again from where it came.`
}

/** Of a text whose UTF-8 was taken for another encoding and turned into UTF-8 again, so that München is MÃ¼nchen. */
export function turnedTwice(line: number): string {
  return `Its text was turned into UTF-8 twice, which first shows on line ${line} (é is Ã©): names may be wrong. Get the file again from where it came.`
}

export const severalEncodings =
  'It is in UTF-16 in one part and in another encoding in the next, as when files are put behind each other: import the files that it was made of.'

/** Of a text behind which zero bytes stand, as where room was made for a file that never came whole. */
export function zerosAtEnd(count: number): string {
  return `It ends in ${count === 1 ? 'a zero byte' : `${count} zero bytes`} that are not text: the file may not be whole. Get it again if rows are missing.`
}

export const writtenInUtf32 = 'It is written in UTF-32, which Tieout does not read: save it as UTF-8.'

export const unfinishedDownload =
  'It is a download that is not finished: let it finish, or take the file that it became.'

export const onlyInCloud = 'It lies in iCloud and not on this computer: download it there first.'

/** Why a row is not read of which a cell holds what nobody sees; `character` is its number. */
export function unseenCharacter(heading: string, character: number): string {
  const code = character.toString(16).toUpperCase().padStart(4, '0')
  const what = character === 0xfffd ? 'a broken character' : `a character that cannot be seen (U+${code})`
  return `${heading === '' ? 'A cell' : `${heading}: the cell`} holds ${what}, so it may not be what was written: mend it in the file, or get the file again.`
}
