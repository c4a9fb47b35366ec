import type { S3ClientConfig } from '@aws-sdk/client-s3'
import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers'
import type { AccessKeys, Source } from '../../shared/contract/sources.ts'
import { TieoutError } from '../../shared/errors.ts'

/** The code of a second factor that the person typed, which counts once; null as long as none was asked for. */
export interface SignInCode {
  take(): string | null
}

/** Holds a code until it is taken. */
export function signInCode(code: string | undefined): SignInCode {
  let held = code ?? null
  return {
    take: () => {
      const taken = held
      held = null
      return taken
    },
  }
}

type Credentials = NonNullable<S3ClientConfig['credentials']>

/**
 * Where the client of a source gets its credentials, when it first needs them: single sign-on, assumed roles and processes
 * are read from the AWS config files by the SDK. Raises `sign-in-needed` with the device in its details when a role asks for
 * a code and none is there.
 */
export function credentialsOf(
  { name, signIn }: Source,
  options: {
    readonly keys: AccessKeys | null
    readonly code: SignInCode
    /** Connection settings of the calls that signing in makes. */
    readonly requestHandler: object
  },
): Credentials {
  if (signIn.kind === 'keys') {
    const { keys } = options
    if (!keys) throw new TieoutError('sign-in-needed', `The access keys of ${name} are not here: enter them again.`)
    return {
      accessKeyId: keys.accessKeyId,
      secretAccessKey: keys.secretAccessKey,
      ...(keys.sessionToken === undefined ? {} : { sessionToken: keys.sessionToken }),
    }
  }
  const common = {
    // A sign-in that was renewed in the meantime, by `aws sso login` for example, counts at once.
    ignoreCache: true,
    mfaCodeProvider: async (device: string) => {
      const code = options.code.take()
      if (code !== null) return code
      throw new TieoutError('sign-in-needed', `Signing in for ${name} takes the code that ${device} shows now.`, {
        device,
      })
    },
    clientConfig: { requestHandler: options.requestHandler },
  }
  return signIn.kind === 'profile' ? fromIni({ ...common, profile: signIn.profile }) : fromNodeProviderChain(common)
}
