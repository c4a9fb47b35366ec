import { type StateIcon, type StateWords } from '../../shared/words/states.ts'

/** A drawing on 24 by 24 points, in lines of the colour of the text. */
export interface Icon {
  readonly lines: string
  /** A part that is filled. */
  readonly filled?: string
  /** A circle around it: whole, dashed, or none. */
  readonly circle?: 'whole' | 'dashed'
}

const drawings: Readonly<Record<StateIcon, Icon>> = {
  good: { circle: 'whole', lines: 'M8 12.3l2.8 2.8L16 9.5' },
  warn: { lines: 'M12 4.5 21 20H3zM12 10.5v4M12 17.2v.01' },
  bad: { circle: 'whole', lines: 'M9 9l6 6M15 9l-6 6' },
  neutral: { circle: 'dashed', lines: 'M8.5 12h7' },
  clock: { circle: 'whole', lines: 'M12 7v5l3.5 2' },
  dash: { lines: 'M5 12h14' },
  dashed: { circle: 'dashed', lines: '' },
  download: { lines: 'M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14' },
  half: { circle: 'whole', lines: '', filled: 'M12 3a9 9 0 0 1 0 18z' },
  over: { lines: 'M12 20V9M7.5 13.5 12 9l4.5 4.5M6 4h12' },
  page: { lines: 'M13.5 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8.5zM13.5 3v5.5H19M9.5 13.5h5' },
  question: { circle: 'whole', lines: 'M9.7 9.8a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.2.9-1.2 1.8M12 16.8v.01' },
  returned: { lines: 'M9 14l-4.5-4.5L9 5M4.5 9.5H14a5 5 0 0 1 0 10h-3' },
  versions: {
    lines:
      'M8 8V5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-2M6 8h8a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2z',
  },
  signs: { lines: 'M5 19 19 5M4 8h7M7.5 4.5v7M13 17h7' },
}

/** The icon of a state; of one that has none of its own, that of its tone. */
export function iconOf({ icon, tone }: Pick<StateWords, 'icon' | 'tone'>): Icon {
  return drawings[icon ?? tone]
}
