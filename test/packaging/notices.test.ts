import { expect, test } from 'vitest'
import { noticesOf } from '../../main/shells/electron/notices.ts'

const apache = { name: 'a', version: '1.0.0', identifier: 'Apache-2.0', text: 'TERMS AND CONDITIONS of Apache' }

test('each package stands there once, with version, licence and its text, in order', () => {
  const text = noticesOf([{ name: 'b', version: '2.0.0', identifier: 'MIT', text: 'Copyright B' }, apache, apache])
  expect(text.match(/^\S+ \d.*$/gm)).toEqual(['a 1.0.0 (Apache-2.0)', 'b 2.0.0 (MIT)'])
  expect(text).toContain('Copyright B')
})

test('a licence that comes without its text gets it: none is passed on without', () => {
  const text = noticesOf([
    { name: 'm', version: '1.0.0', identifier: 'MIT' },
    { name: 'i', version: '1.0.0', identifier: 'ISC' },
    { name: 'z', version: '1.0.0', identifier: 'Apache-2.0' },
    apache,
  ])
  expect(text).toContain('Copyright (c) the authors of m\n\nPermission is hereby granted')
  expect(text).toContain('Copyright (c) the authors of i\n\nPermission to use, copy')
  expect(text.match(/TERMS AND CONDITIONS of Apache/g)).toHaveLength(2)
})

test('what states no licence, or one that nobody knows the text of, is not packed', () => {
  expect(() => noticesOf([{ name: 'x', version: '0.1.1' }])).toThrow('x 0.1.1 states no licence')
  expect(() => noticesOf([{ name: 'x', version: '0.1.1', identifier: 'GPL-3.0' }])).toThrow(/text of the licence of x/)
  expect(() => noticesOf([{ name: 'x', version: '0.1.1', identifier: 'Apache-2.0' }])).toThrow(/not known/)
})
