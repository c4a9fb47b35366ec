import { expect, test } from 'vitest'
import type { Source } from '../../shared/contract/sources.ts'
import { openLog } from '../../main/service/log.ts'
import { openSources } from '../../main/service/sources.ts'
import { newFolder } from './services.ts'

const source: Source = {
  name: 'acme',
  bucket: 'acme',
  prefix: '',
  region: null,
  endpoint: null,
  pathStyle: false,
  requesterPays: false,
  signIn: { kind: 'default' },
}

function opened(answer: boolean) {
  const folder = newFolder()
  const asked: string[] = []
  const sources = openSources(folder, openLog(folder), {
    keeper: null,
    confirmAddress: async (address) => {
      asked.push(address)
      return answer
    },
  })
  return { sources, asked }
}

test.each([
  'https://s3.us-east-1.amazonaws.com',
  'https://s3.dualstack.eu-central-1.amazonaws.com',
  'https://s3-fips.us-gov-west-1.amazonaws.com',
  'https://bucket.vpce-0a1b-c2d3.s3.eu-west-1.vpce.amazonaws.com',
  'https://s3.cn-north-1.amazonaws.com.cn',
])('nobody is asked about %s, which is S3', async (endpoint) => {
  const { sources, asked } = opened(false)
  await sources.save({ ...source, endpoint }, {})
  expect([asked, sources.list().length]).toEqual([[], 1])
})

test.each([
  'https://store.example',
  'http://s3.us-east-1.amazonaws.com',
  'https://s3.us-east-1.amazonaws.com.elsewhere.example',
  'https://ec2-1-2-3-4.compute-1.amazonaws.com',
  'https://abc.execute-api.us-east-1.amazonaws.com',
  'http://127.0.0.1:9000',
])('%s is for the person to confirm, and not saved when it is not', async (endpoint) => {
  const { sources, asked } = opened(false)
  await expect(sources.save({ ...source, endpoint }, {})).rejects.toMatchObject({ code: 'cancelled' })
  expect([asked, sources.list()]).toEqual([[endpoint], []])
})

test('an address is confirmed once; another one in its place is asked about again', async () => {
  const { sources, asked } = opened(true)
  await sources.save({ ...source, endpoint: 'https://store.example' }, {})
  await sources.save({ ...source, endpoint: 'https://store.example', prefix: 'x/' }, { former: 'acme' })
  expect(asked).toHaveLength(1)
  await sources.save({ ...source, endpoint: 'https://other.example' }, { former: 'acme' })
  expect(asked).toEqual(['https://store.example', 'https://other.example'])
  // No address of its own is AWS's.
  await sources.save(source, { former: 'acme' })
  expect(asked).toHaveLength(2)
})
