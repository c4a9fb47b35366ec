import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { KeyKeeper } from '../../main/service/service.ts'
import type { SignIn, Source } from '../../shared/contract/sources.ts'
import { billedReport, finished, newFolder } from '../service/services.ts'
import { type Synced, sourceAt, startSynced, useBuckets } from './buckets.ts'
import { mfaCode, startStsServer } from './sts-server.ts'

const buckets = useBuckets()
afterEach(() => {
  buckets.proxy.clear()
  vi.unstubAllEnvs()
})

const key = 'monthly_billed_revenue_report_2026-06-15.csv'
const device = 'arn:aws:iam::123456789012:mfa/anna'

/** A sync that has only this way to sign in: nothing of the environment, and these config files. */
async function signedInBy(signIn: SignIn, config: string, credentials = ''): Promise<Synced> {
  const bucket = buckets.create({ [key]: billedReport([['t1', '97.00']]) })
  const source: Source = sourceAt(buckets, bucket, { signIn })
  const synced = await startSynced(source)
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined)
  vi.stubEnv('AWS_CONFIG_FILE', synced.file('config', config))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', synced.file('credentials', credentials))
  vi.stubEnv('HOME', newFolder())
  return synced
}

const known = (): string => {
  const { accessKeyId, secretAccessKey } = buckets.server.credentials
  return `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`
}
const profile = (name: string): SignIn => ({ kind: 'profile', profile: name })

test('a profile with keys, one with a process, and the default chain with a default profile', async () => {
  const { accessKeyId, secretAccessKey } = buckets.server.credentials
  const answer = JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey })
  const ways: [SignIn, string, string?][] = [
    [profile('finance'), '[profile finance]\nregion = eu-central-1\n', `[finance]\n${known()}`],
    [profile('process'), `[profile process]\ncredential_process = echo '${answer}'\n`],
    [{ kind: 'default' }, '', `[default]\n${known()}`],
  ]
  for (const [signIn, config, credentials] of ways) {
    const { sync } = await signedInBy(signIn, config, credentials)
    expect((await sync()).fetched.objects).toBe(1)
  }
})

test('an assumed role with a second factor asks for its code once, and holds until the program ends', async () => {
  const sts = await startStsServer(buckets.server.credentials)
  try {
    const { client, plan, sync } = await signedInBy(
      profile('role'),
      `[profile role]\nrole_arn = arn:aws:iam::123456789012:role/reader\nsource_profile = base\nmfa_serial = ${device}\n`,
      `[base]\n${known()}`,
    )
    vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.endpoint)
    const needed = { code: 'sign-in-needed', data: { device }, message: expect.stringContaining(device) as string }
    await expect(plan()).rejects.toMatchObject(needed)
    await expect(client.sources.test({ name: 'acme' })).rejects.toMatchObject(needed)
    await expect(plan('999999')).rejects.toMatchObject({
      code: 'sign-in-needed',
      message: expect.stringContaining('The code was not accepted') as string,
    })
    expect((await plan(mfaCode)).fetch.objects).toBe(1)
    const calls = sts.calls.length
    expect((await sync()).fetched.objects).toBe(1)
    expect(sts.calls).toHaveLength(calls)
    expect(sts.calls.at(-1)).toMatchObject({ SerialNumber: device, TokenCode: mfaCode })
  } finally {
    await sts.stop()
  }
})

test.each([
  ['a profile that is not there', profile('gone'), '', /no usable profile gone.*aws configure/],
  [
    'a single sign-on that has expired',
    profile('sso'),
    '[profile sso]\nsso_start_url = https://a.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 123456789012\nsso_role_name = reader\n',
    /single sign-on of acme has expired.*aws sso login --profile sso/,
  ],
  ['nothing at all', { kind: 'default' } as const, '', /could not sign in for acme.*AWS_PROFILE/],
  [
    'a process that fails',
    profile('process'),
    '[profile process]\ncredential_process = false\n',
    /could not sign in for acme/,
  ],
] as const)('%s: one sentence that says what to do', async (_name, signIn, config, sentence) => {
  const { plan, client } = await signedInBy(signIn, config)
  await expect(plan()).rejects.toMatchObject({
    code: 'sign-in-needed',
    message: expect.stringMatching(sentence) as string,
  })
  expect(await client.sources.test({ name: 'acme' })).toMatchObject([
    { check: 'sign-in', outcome: 'fail', sentence: expect.stringMatching(sentence) as string },
    { check: 'list', outcome: 'not-checked' },
    { check: 'read', outcome: 'not-checked' },
  ])
})

test('trying out a source says which permission is missing', async () => {
  const bucket = buckets.create({ [key]: 'x' })
  const { client } = await startSynced(sourceAt(buckets, bucket))
  const outcomes = async (): Promise<unknown> =>
    (await client.sources.test({ name: 'acme' })).map(({ outcome, permission }) => [outcome, permission])
  expect(await outcomes()).toEqual([
    ['pass', null],
    ['pass', 's3:ListBucket'],
    ['pass', 's3:GetObject'],
  ])
  const denied = { kind: 'answer', status: 403, code: 'AccessDenied' } as const
  buckets.proxy.fail(denied, { match: (request) => request.key === undefined })
  expect(await outcomes()).toEqual([
    ['pass', null],
    ['fail', 's3:ListBucket'],
    ['not-checked', 's3:GetObject'],
  ])
  buckets.proxy.clear()
  const why = 'is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext'
  buckets.proxy.fail({ ...denied, message: why }, { match: (request) => request.key !== undefined })
  expect(await outcomes()).toEqual([
    ['pass', null],
    ['pass', 's3:ListBucket'],
    ['fail', 'kms:Decrypt'],
  ])
})

test('keys that were typed in go through the key store only: no file that Tieout wrote has them', async () => {
  const keeper: KeyKeeper = {
    seal: async (text) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0x5a)).toString('base64'),
    open: async (sealed) => Buffer.from(Buffer.from(sealed, 'base64').map((byte) => byte ^ 0x5a)).toString(),
  }
  const secret = 'wJalrXUtnFEMI/bPxRfiCY+secret'
  const sessionToken = 'session-token-AAAA'
  const { accessKeyId } = buckets.server.credentials
  const bucket = buckets.create({ [key]: billedReport([['t1', '97.00']]) })
  const synced = await startSynced(sourceAt(buckets, bucket), { keyKeeper: keeper })
  const { client, at, service } = synced
  const source = sourceAt(buckets, bucket, { name: 'typed', signIn: { kind: 'keys' } })
  await expect(client.sources.save({ source })).rejects.toMatchObject({ code: 'wrong-usage' })
  await client.sources.save({ source, keys: { accessKeyId, secretAccessKey: secret, sessionToken } })
  expect(JSON.stringify(await client.sources.list())).not.toContain(secret)
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)

  const { result } = await finished(client.sources.sync({ name: 'typed' }))
  expect(result.fetched.objects).toBe(1)
  expect(buckets.proxy.requests.at(-1)?.headers['x-amz-security-token']).toBe(sessionToken)
  // A refusal, a workbook, a backup and the report for support are written with it in mind, too.
  buckets.proxy.fail({ kind: 'answer', status: 403, code: 'AccessDenied' })
  await expect(finished(client.sources.plan({ name: 'typed' }))).rejects.toMatchObject({ code: 'source-failed' })
  buckets.proxy.clear()
  await finished(client.exports.workbook({ path: at('out.xlsx') }))
  await client.books.backUp()
  const { report } = await client.app.diagnostics()
  await service.desk.close()

  const written = filesBelow(join(at('book.tieout'), '..'))
  expect(written.some((path) => path.endsWith('sources.json'))).toBe(true)
  for (const text of [report, ...written.map((path) => readFileSync(path, 'latin1'))])
    for (const hidden of [secret, sessionToken, Buffer.from(secret).toString('base64')])
      expect(text.includes(hidden)).toBe(false)

  // Changing something else keeps the keys; removing the source takes them along.
  await client.sources.save({ source: { ...source, prefix: 'x' }, former: 'typed' })
  await client.sources.remove({ name: 'typed' })
  expect(await client.sources.list()).toMatchObject([{ name: 'acme' }])
  expect(readFileSync(join(synced.dataFolder, 'sources.json'), 'utf8')).not.toContain('sealedKeys')
})

test('without a key store keys are refused, and nothing is kept of them', async () => {
  const { client, dataFolder } = await startSynced(sourceAt(buckets, buckets.create()))
  const source = sourceAt(buckets, 'any-bucket', { name: 'typed', signIn: { kind: 'keys' } })
  const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'never-kept' }
  await expect(client.sources.save({ source, keys })).rejects.toMatchObject({
    code: 'not-allowed',
    message: expect.stringContaining('key store') as string,
  })
  for (const path of filesBelow(dataFolder)) expect(readFileSync(path, 'latin1')).not.toContain('never-kept')
})

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}
