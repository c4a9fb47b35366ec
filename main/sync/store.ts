import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import {
  type GetObjectCommand,
  type GetObjectCommandOutput,
  type HeadObjectCommand,
  type HeadObjectCommandOutput,
  type ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'
import { ProxyAgent } from 'proxy-agent'
import type { AccessKeys, Source } from '../../shared/contract/sources.ts'
import { type SignInCode, credentialsOf } from './sign-in.ts'

// The SDK would print a note for developers about later versions of Node at the first client of every run.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'

/** How long to wait for a store, and how often to ask again. */
export interface Patience {
  /** Requests for one answer, the first one included. */
  readonly attempts: number
  /** Milliseconds without a byte after which a connection counts as dead. */
  readonly silence: number
  /** Milliseconds before a body that broke off is asked for again; doubled each time. */
  readonly pause: number
}

const usualPatience: Patience = { attempts: 5, silence: 30_000, pause: 200 }

interface Send {
  (command: ListObjectsV2Command, signal?: AbortSignal): Promise<ListObjectsV2CommandOutput>
  (command: GetObjectCommand, signal?: AbortSignal): Promise<GetObjectCommandOutput>
  (command: HeadObjectCommand, signal?: AbortSignal): Promise<HeadObjectCommandOutput>
}

/** A bucket that can be asked; signing in happens with the first request. */
export interface Store {
  readonly source: Source
  readonly patience: Patience
  /** Sends a request, and once more to the right region when the bucket turns out to lie there. Raises what the SDK does. */
  readonly send: Send
  /** The region that answers. */
  region(): Promise<string>
  /** Signs in, which says what is wrong with it before anything is asked of the bucket. */
  signIn(): Promise<void>
  close(): void
}

/** Objects that are fetched at one time. */
export const parallelFetches = 8

/**
 * Makes the client of a source; nothing is sent yet. `keys` are those of a source whose sign-in is `keys`. A proxy is taken
 * from HTTPS_PROXY, HTTP_PROXY and NO_PROXY, further certificate authorities from NODE_EXTRA_CA_CERTS.
 */
export function openStore(
  source: Source,
  options: { readonly keys?: AccessKeys | null; readonly code: SignInCode; readonly patience?: Patience | undefined },
): Store {
  const patience = options.patience ?? usualPatience
  const agents = agentsFor(process.env)
  const requestHandler = {
    ...agents,
    connectionTimeout: Math.min(patience.silence, 10_000),
    // Until the answer begins; while a body comes in, its reader watches over it.
    requestTimeout: patience.silence,
    throwOnRequestTimeout: true,
    // A listing that stops in the middle has no reader of its own; one that watches a body is quicker and knows more.
    socketTimeout: patience.silence * 2,
  }
  const common: S3ClientConfig = {
    ...(source.endpoint === null ? {} : { endpoint: source.endpoint }),
    ...(source.signIn.kind === 'profile' ? { profile: source.signIn.profile } : {}),
    forcePathStyle: source.pathStyle,
    useArnRegion: true,
    maxAttempts: patience.attempts,
    retryMode: 'standard',
    requestHandler,
    // What lies on the disk is checked after its last byte, also when it came in several parts: see verify.ts.
    responseChecksumValidation: 'WHEN_REQUIRED',
  }
  const credentials = credentialsOf(source, { keys: options.keys ?? null, code: options.code, requestHandler })
  // Asked for with every request, and read from the config files once.
  let usual: Promise<string> | null = null
  let client = askingForChecksums(
    new S3Client({ ...common, credentials, region: source.region ?? (() => (usual ??= usualRegion(common))) }),
  )
  /** The same sign-in, at another place. */
  const move = (region: string): void => {
    client = askingForChecksums(new S3Client({ ...common, credentials: client.config.credentials, region }))
  }
  const send = async (command: unknown, signal?: AbortSignal): Promise<unknown> => {
    const sendOptions = signal ? { abortSignal: signal } : {}
    const used = client
    try {
      return await used.send(command as GetObjectCommand, sendOptions)
    } catch (error) {
      const region = regionSaidBy(error)
      if (region === null || region === (await used.config.region())) throw error
      // Another request may have been sent there meanwhile.
      if (region !== (await client.config.region())) move(region)
      return await client.send(command as GetObjectCommand, sendOptions)
    }
  }
  return {
    source,
    patience,
    send: send as Send,
    region: () => client.config.region(),
    signIn: async () => void (await client.config.credentials()),
    close: () => {
      client.destroy()
      agents.httpAgent.destroy()
      agents.httpsAgent.destroy()
    },
  }
}

/** Connections through the proxy that the environment names for an address; straight ones cost less where it names none. */
function agentsFor(environment: NodeJS.ProcessEnv): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } {
  const options = { keepAlive: true, maxSockets: parallelFetches + 4 }
  const names = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
  if (!names.some(([name]) => /^(https?|all)_proxy$/i.test(name)))
    return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) }
  const agent = new ProxyAgent(options)
  return { httpAgent: agent, httpsAgent: agent as unknown as HttpsAgent }
}

/** A store tells the checksum of an object only to those who ask for it. */
function askingForChecksums(client: S3Client): S3Client {
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args as { request?: { headers?: Record<string, string> } }
      if (request?.headers) request.headers['x-amz-checksum-mode'] = 'ENABLED'
      return next(args)
    },
    { step: 'build', name: 'askForChecksums' },
  )
  return client
}

/** The region of the profile or the environment; every bucket can be found from the one that is taken where none is set. */
async function usualRegion({ profile }: Pick<S3ClientConfig, 'profile'>): Promise<string> {
  const client = new S3Client(profile === undefined ? {} : { profile })
  try {
    return await client.config.region()
  } catch {
    return 'us-east-1'
  } finally {
    client.destroy()
  }
}

/** The region that an answer names because the bucket lies there and not where it was asked for; else null. */
export function regionSaidBy(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const { $metadata, $response, Region } = error as {
    $metadata?: { httpStatusCode?: number }
    $response?: { headers?: Record<string, string> }
    Region?: string
  }
  const status = $metadata?.httpStatusCode
  if (status !== 301 && status !== 307 && status !== 400) return null
  return $response?.headers?.['x-amz-bucket-region'] ?? Region ?? null
}
