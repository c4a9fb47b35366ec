import { join } from 'node:path'
import { z } from 'zod'
import { type AccessKeys, type Source, accessKeys, source } from '../../shared/contract/sources.ts'
import { TieoutError } from '../../shared/errors.ts'
import type { Patience, Store } from '../sync/store.ts'
import type { Log } from './log.ts'
import { storedJson } from './stored.ts'

/** The key store of the system: what it seals, only the same person on the same computer can open. */
export interface KeyKeeper {
  /** Error `not-allowed` where the system would keep it in plain text, or not at all. */
  seal(text: string): Promise<string>
  open(sealed: string): Promise<string>
}

/** The places from which reports are fetched, and the sign-ins that are under way. */
export interface Sources {
  list(): Source[]
  /** Error `not-found`, with the names there are. */
  named(name: string): Source
  /**
   * Adds a source, or changes the one called `former`. Errors: `wrong-usage`, `not-found`, `not-allowed`, and `cancelled`
   * when the person does not confirm an address that is not AWS's.
   */
  save(source: Source, options: { keys?: AccessKeys | undefined; former?: string | undefined }): Promise<Source[]>
  remove(name: string): Source[]
  /** The bucket of a source. A sign-in holds until it fails or the program ends, so that a code is asked for once. */
  store(name: string, code: string | undefined): Promise<Store>
  /** The next `store` signs in anew. */
  signOut(name: string): void
  close(): void
}

const kept = source.extend({ sealedKeys: z.string().optional() })
type Kept = z.infer<typeof kept>

/** Remembers them in `sources.json` of the data folder; keys stand there only as the key store sealed them. */
export function openSources(
  dataFolder: string,
  log: Log,
  {
    keeper,
    patience,
    confirmAddress = async () => true,
  }: {
    keeper: KeyKeeper | null
    patience?: Patience | undefined
    confirmAddress?: ((address: string) => Promise<boolean>) | undefined
  },
): Sources {
  const stored = storedJson(join(dataFolder, 'sources.json'), 1, (content) => z.array(kept).parse(content ?? []), log)
  const stores = new Map<string, Store>()

  const list = (): Source[] => stored.read().map((one) => source.parse(one))
  const keptCalled = (name: string): Kept => {
    const found = stored.read().find((one) => isCalled(one, name))
    if (found) return found
    const names = stored.read().map((one) => one.name)
    throw new TieoutError(
      'not-found',
      names.length === 0
        ? `There is no source called ${name}: none has been added yet.`
        : `There is no source called ${name}. There is ${names.join(', ')}.`,
    )
  }
  const signOut = (name: string): void => {
    for (const [own, store] of stores)
      if (own.toLowerCase() === name.toLowerCase()) {
        store.close()
        stores.delete(own)
      }
  }
  const sealedFor = async (wanted: Source, keys: AccessKeys | undefined, before: Kept | null) => {
    if (wanted.signIn.kind !== 'keys') return undefined
    if (keys) return requireKeeper(keeper).seal(JSON.stringify(keys))
    if (before?.sealedKeys !== undefined) return before.sealedKeys
    throw new TieoutError('wrong-usage', 'Enter the access key id and the secret access key.')
  }

  return {
    list,
    named: (name) => source.parse(keptCalled(name)),
    async save(wanted, { keys, former }) {
      const before = former === undefined ? null : keptCalled(former)
      const isTaken = stored.read().some((one) => isCalled(one, wanted.name) && one.name !== before?.name)
      if (isTaken) throw new TieoutError('wrong-usage', `There is a source called ${wanted.name} already.`)
      const { endpoint } = wanted
      const isNew = endpoint !== null && endpoint !== before?.endpoint && !isOfAws(endpoint)
      // Here is the only way by which an address comes in: whatever is tested or synced was saved before.
      if (isNew && !(await confirmAddress(endpoint)))
        throw new TieoutError('cancelled', 'The address was not confirmed, so the source was not saved.')
      const sealedKeys = await sealedFor(wanted, keys, before)
      const next: Kept = { ...wanted, ...(sealedKeys === undefined ? {} : { sealedKeys }) }
      stored.change((all) =>
        [...all.filter((one) => one.name !== before?.name), next].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      )
      signOut(before?.name ?? wanted.name)
      return list()
    },
    remove(name) {
      const gone = keptCalled(name)
      stored.change((all) => all.filter((one) => one.name !== gone.name))
      signOut(gone.name)
      return list()
    },
    async store(name, code) {
      const { sealedKeys, ...found } = keptCalled(name)
      const open = code === undefined ? stores.get(found.name) : undefined
      if (open) return open
      signOut(found.name)
      const keys =
        sealedKeys === undefined ? null : accessKeys.parse(JSON.parse(await requireKeeper(keeper).open(sealedKeys)))
      // The SDK is read when somebody asks for the network, not before.
      const [{ openStore }, { signInCode }] = await Promise.all([
        import('../sync/store.ts'),
        import('../sync/sign-in.ts'),
      ])
      const store = openStore(found, { keys, code: signInCode(code), patience })
      stores.set(found.name, store)
      return store
    },
    signOut,
    close: () => {
      for (const store of stores.values()) store.close()
      stores.clear()
    },
  }
}

/** Names of S3 itself; under other names of AWS anybody may run a server. */
const hostOfS3 = /(^|\.)s3(-[a-z0-9-]+)?(\.[a-z0-9-]+)*\.(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|api\.aws)$/

function isOfAws(endpoint: string): boolean {
  const { protocol, hostname } = new URL(endpoint)
  return protocol === 'https:' && hostOfS3.test(hostname)
}

function isCalled(one: Source, name: string): boolean {
  return one.name.toLowerCase() === name.toLowerCase()
}

function requireKeeper(keeper: KeyKeeper | null): KeyKeeper {
  if (keeper) return keeper
  throw new TieoutError(
    'not-allowed',
    'Access keys are kept by the desktop application, in the key store of the system. Here, use a profile of the AWS config files, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY with the default sign-in.',
  )
}
