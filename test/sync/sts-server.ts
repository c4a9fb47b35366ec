import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { close, listen, xmlText } from './loopback.ts'

/** The parameters of one call, by AWS's names: `RoleArn`, `RoleSessionName`, `SerialNumber`, `TokenCode` … */
export type StsCall = Readonly<Record<string, string>>

/** As much of AWS STS as a profile with a role needs. */
export interface StsServer {
  /** What belongs in `AWS_ENDPOINT_URL_STS`. */
  readonly endpoint: string
  /** Every call, oldest first, the refused ones too. */
  readonly calls: readonly StsCall[]
  stop(): Promise<void>
}

/** The code of the MFA device that is let in. */
export const mfaCode = '123456'

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/'

/**
 * Starts an STS on 127.0.0.1 that lets everybody assume every role, and gives `keys` with a session token for it.
 * A call that names an MFA device needs its code, `mfaCode`. `lifetime` of the keys is in seconds, an hour by default.
 */
export async function startStsServer(
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
  options: { readonly lifetime?: number } = {},
): Promise<StsServer> {
  const calls: StsCall[] = []
  const answer = (call: StsCall): { status: number; body: string } => {
    if (call['Action'] !== 'AssumeRole') {
      return refused(400, 'InvalidAction', `Could not find operation ${call['Action']} for version ${call['Version']}`)
    }
    if (call['SerialNumber'] !== undefined && call['TokenCode'] === undefined) {
      const why = 'must provide both MFA serial number and one time pass code.'
      return refused(403, 'AccessDenied', `MultiFactorAuthentication failed, ${why}`)
    }
    if (call['SerialNumber'] !== undefined && call['TokenCode'] !== mfaCode) {
      return refused(403, 'AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ')
    }
    const expiration = new Date(Date.now() + (options.lifetime ?? 3600) * 1000)
    return { status: 200, body: assumed(call, keys, expiration) }
  }
  const server = createServer((request, response) => {
    const serve = async (): Promise<void> => {
      const call = Object.fromEntries(new URLSearchParams(await text(request)))
      calls.push(call)
      const { status, body } = answer(call)
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body)
    }
    serve().catch(() => response.destroy())
  })
  const port = await listen(server)
  return { endpoint: `http://127.0.0.1:${port}`, calls, stop: () => close(server) }
}

function assumed(
  call: StsCall,
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
  expiration: Date,
): string {
  // arn:aws:iam::123456789012:role/path/name becomes arn:aws:sts::123456789012:assumed-role/name/session.
  const [, account = '', role = ''] = /^arn:aws[\w-]*:iam::(\d+):role\/(?:.*\/)?(.+)$/.exec(call['RoleArn'] ?? '') ?? []
  const arn = `arn:aws:sts::${account}:assumed-role/${role}/${call['RoleSessionName']}`
  return `<AssumeRoleResponse xmlns="${namespace}">
  <AssumeRoleResult>
    <AssumedRoleUser>
      <AssumedRoleId>AROATESTROLE:${xmlText(call['RoleSessionName'] ?? '')}</AssumedRoleId>
      <Arn>${xmlText(arn)}</Arn>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>${xmlText(keys.accessKeyId)}</AccessKeyId>
      <SecretAccessKey>${xmlText(keys.secretAccessKey)}</SecretAccessKey>
      <SessionToken>session-${randomUUID()}</SessionToken>
      <Expiration>${expiration.toISOString().replace(/\.\d+/, '')}</Expiration>
    </Credentials>
  </AssumeRoleResult>
  <ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>
</AssumeRoleResponse>`
}

function refused(status: number, code: string, message: string): { status: number; body: string } {
  const body = `<ErrorResponse xmlns="${namespace}">
  <Error><Type>Sender</Type><Code>${code}</Code><Message>${xmlText(message)}</Message></Error>
  <RequestId>${randomUUID()}</RequestId>
</ErrorResponse>`
  return { status, body }
}
