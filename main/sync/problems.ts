import type { Source } from '../../shared/contract/sources.ts'
import { TieoutError } from '../../shared/errors.ts'

/** What was being done when it went wrong. */
export type Operation = 'sign-in' | 'list' | 'read'

/** What a failure means for the sync. */
export interface Problem {
  /** `object`: this one only; `passing`: worth another try; `source`: nothing more will come. */
  readonly scope: 'object' | 'passing' | 'source'
  readonly error: TieoutError
  /** The right that is missing, as AWS calls it; null where it is none. */
  readonly permission: string | null
}

interface Facts {
  readonly name: string
  readonly code: string
  readonly status: number
  readonly message: string
}

const permissions: Readonly<Record<Operation, string>> = {
  'sign-in': 'sts:AssumeRole',
  list: 's3:ListBucket',
  read: 's3:GetObject',
}

/** Any error of a request as one sentence that says what to do. Ours come back as they are. */
export function problemOf(error: unknown, source: Source, operation: Operation): Problem {
  // What is wrong with the bytes of one object says nothing of the others.
  if (error instanceof TieoutError)
    return { scope: error.code === 'source-failed' ? 'object' : 'source', error, permission: null }
  const facts = factsOf(error)
  return (
    ofSigningIn(facts, source, operation) ??
    ofPermission(facts, source, operation) ??
    ofBucket(facts, source, operation) ??
    ofObject(facts) ??
    ofTheWay(facts, source) ??
    failed(
      'source',
      `${whereOf(source)} answered with an error that Tieout does not know: ${facts.name}${facts.status ? ` (HTTP ${facts.status})` : ''}. Try again; if it stays, ask whoever runs the store.`,
    )
  )
}

function ofSigningIn(facts: Facts, source: Source, operation: Operation): Problem | null {
  const { name, message, status } = facts
  if (/^(ExpiredToken|ExpiredTokenException|TokenRefreshRequired|RequestExpired)$/.test(name))
    return needed(`The sign-in for ${source.name} has expired. ${renewal(source)}`)
  if (/^(InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClientException|InvalidToken)$/.test(name))
    return needed(`AWS does not know the access key of ${source.name}. ${renewal(source)}`)
  if (name === 'SignatureDoesNotMatch')
    return needed(`The secret access key of ${source.name} is not the right one. ${renewal(source)}`)
  if (
    /MultiFactorAuthentication failed|one time pass code/i.test(message) ||
    (name === 'ValidationError' && /tokenCode/i.test(message))
  )
    return needed(`The code was not accepted. Wait for the next one of the device, and try again.`)
  if (/CredentialsProviderError|TokenProviderError|ProviderError/.test(name)) {
    if (/sso|token/i.test(message) && /expired|invalid|refresh|login/i.test(message))
      return needed(`The single sign-on of ${source.name} has expired. ${renewal(source)}`)
    const { signIn } = source
    if (signIn.kind === 'profile' && /profile/i.test(message) && /could not be found|could not resolve/i.test(message))
      return needed(
        `The AWS config files have no usable profile ${signIn.profile}: make it with \`aws configure --profile ${signIn.profile}\` (or \`aws configure sso\`), or choose another one.`,
      )
    return needed(`Tieout could not sign in for ${source.name}. ${renewal(source)}`)
  }
  // The answer to HEAD has no body that could say more.
  if (status === 400 && name === 'Unknown')
    return needed(`The sign-in for ${source.name} is no longer taken. ${renewal(source)}`)
  if (operation === 'sign-in' && /AccessDenied/.test(name))
    return {
      scope: 'source',
      permission: permissions['sign-in'],
      error: new TieoutError(
        'sign-in-needed',
        `The role of ${source.name} may not be assumed: sts:AssumeRole is missing, or the role does not trust who signs in.`,
      ),
    }
  return null
}

function ofPermission({ name, code, status, message }: Facts, source: Source, operation: Operation): Problem | null {
  if (/^KMS\.|KMS(InvalidState|NotFound|Disabled|KeyDisabled)/i.test(name) || /^KMS/i.test(code))
    return denied('object', 'kms:Decrypt', 'The key with which it is encrypted cannot be used: it is disabled or gone.')
  if (!/^(AccessDenied|AccessDeniedException|Forbidden|AllAccessDisabled|AccountProblem)$/.test(name) && status !== 403)
    return null
  if (/^(InvalidObjectState|RequestTimeTooSkewed)$/.test(name)) return null
  const said = /not authorized to perform:? ([a-z0-9]+:\w+)/i.exec(message)?.[1]
  const permission = said ?? (/kms/i.test(message) ? 'kms:Decrypt' : permissions[operation])
  if (/^kms:/i.test(permission))
    return denied(
      'object',
      'kms:Decrypt',
      `${permission} is missing: whoever signs in for ${source.name} may not use the key with which it is encrypted.`,
    )
  const payer = source.requesterPays ? '' : ' If the bucket asks its readers to pay, say so in the source.'
  return denied(
    operation === 'read' ? 'object' : 'source',
    permission,
    `${permission} is missing on ${whereOf(source)}: access was denied.${payer}`,
  )
}

function ofBucket({ name, status }: Facts, source: Source, operation: Operation): Problem | null {
  if (name === 'NoSuchBucket' || (operation === 'list' && status === 404))
    return failed('source', `There is no bucket called ${source.bucket}. Check its name, and the endpoint.`)
  if (
    /^(PermanentRedirect|AuthorizationHeaderMalformed|TemporaryRedirect|IllegalLocationConstraintException)$/.test(name)
  )
    return failed(
      'source',
      `The bucket ${source.bucket} lies in another region than ${source.region ?? 'the usual one'}. Set the region of the source.`,
    )
  if (name === 'RequestTimeTooSkewed')
    return failed('source', 'The clock of this computer is wrong: set it, then sync again.')
  return null
}

function ofObject({ name, status }: Facts): Problem | null {
  if (name === 'InvalidObjectState') return failed('object', 'It is archived: restore it in S3, then sync again.')
  if (name === 'NoSuchKey' || name === 'NotFound') return failed('object', 'It is gone from the bucket.')
  if (name === 'PreconditionFailed' || status === 412)
    return failed('object', 'It changed while it was fetched: sync again.')
  return null
}

const tls =
  /^(CERT_|SELF_SIGNED_CERT|DEPTH_ZERO|UNABLE_TO_(VERIFY|GET_ISSUER)|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH)/

function ofTheWay({ name, code, status, message }: Facts, source: Source): Problem | null {
  const where = whereOf(source)
  if (code === 'ENOSPC')
    return failed('source', 'The disk is full. Make room, then sync again: what was fetched is kept.')
  if (code === 'EMFILE' || code === 'EBUSY')
    return failed(
      'source',
      'A file of the folder beside the book, into which objects are fetched, is in use. Sync again.',
    )
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return failed('source', 'The folder beside the book, into which objects are fetched, may not be written to.')
  if (tls.test(code))
    return failed(
      'source',
      `The certificate of ${where} is not trusted (${code}). If a proxy or your own store signs it, name its authority in NODE_EXTRA_CA_CERTS.`,
    )
  if (status === 407)
    return failed('source', `The proxy of the environment (HTTPS_PROXY) does not let ${where} through.`)
  if (
    /^(SlowDown|Throttling|ThrottlingException|TooManyRequests|RequestLimitExceeded|BandwidthLimitExceeded)/.test(name)
  )
    return failed(
      'source',
      `${where} asks to slow down, and still did after several pauses. Wait a few minutes, then sync again.`,
    )
  if (status >= 500 || /^(InternalError|ServiceUnavailable)$/.test(name))
    return failed(
      'source',
      `${where} has trouble of its own (HTTP ${status}), several times in a row. Sync again later.`,
    )
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return failed('source', `${where} cannot be found: there is no connection, or the name is wrong.`)
  if (code === 'ECONNREFUSED')
    return failed('source', `${where} does not accept connections. Check endpoint and proxy.`)
  // The SDK calls a connection that was reset a timeout as well.
  if (
    /^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE|ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/.test(code) ||
    message === 'aborted'
  )
    return failed(
      'passing',
      `The connection to ${where} broke off, several times in a row. Sync again: what was fetched is kept.`,
    )
  if (name === 'TimeoutError' || code === 'ETIMEDOUT' || code === 'ESTALLED')
    return failed(
      'passing',
      `${where} does not answer. Check the connection, then sync again: what was fetched is kept.`,
    )
  if (/proxy/i.test(message))
    return failed('source', `The proxy of the environment (HTTPS_PROXY) does not let ${where} through.`)
  return null
}

/** Name, code and status of an error as the SDK and Node throw it; the cause behind a wrapper where there is one. */
function factsOf(error: unknown): Facts {
  const own = error as {
    name?: string
    code?: unknown
    Code?: unknown
    message?: string
    errors?: unknown[]
    $metadata?: { httpStatusCode?: number }
    $response?: { statusCode?: number }
    cause?: unknown
  }
  const inner = own.errors?.[0] ?? own.cause
  const code = typeof own.code === 'string' ? own.code : inner instanceof Error ? factsOf(inner).code : ''
  return {
    name: plain(typeof own.Code === 'string' ? own.Code : (own.name ?? '')),
    code,
    status: own.$metadata?.httpStatusCode ?? own.$response?.statusCode ?? 0,
    message: own.message ?? '',
  }
}

/** A name that a store gave, without anything that a terminal could take for more than letters. */
function plain(name: string): string {
  return name.replaceAll(/[^\w.:-]/g, '').slice(0, 60)
}

function renewal({ name, signIn }: Source): string {
  if (signIn.kind === 'profile')
    return `Sign in again, for example with \`aws sso login --profile ${signIn.profile}\`, then sync again: what was fetched is kept.`
  if (signIn.kind === 'keys') return `Enter the keys of ${name} again in Settings.`
  return 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in again; then sync again.'
}

function whereOf({ bucket, prefix, endpoint }: Source): string {
  return `s3://${bucket}/${prefix}${endpoint === null ? '' : ` at ${new URL(endpoint).host}`}`
}

function needed(sentence: string): Problem {
  return { scope: 'source', error: new TieoutError('sign-in-needed', sentence), permission: null }
}

function denied(scope: Problem['scope'], permission: string, sentence: string): Problem {
  return { scope, error: new TieoutError('source-failed', sentence, { permission }), permission }
}

function failed(scope: Problem['scope'], sentence: string): Problem {
  return { scope, error: new TieoutError('source-failed', sentence), permission: null }
}
