import { type Source, source } from '../../../../shared/contract/sources.ts'
import { parsePlace, sourcePlace } from '../../../../shared/source-place.ts'
import { TieoutError } from '../../../../shared/errors.ts'
import type { Context } from '../context.ts'
import { withCore } from '../core.ts'
import { exitCodes } from '../exit.ts'
import { withCode } from '../sign-in.ts'
import { textTable } from '../text-table.ts'

interface AddOptions {
  readonly region?: string
  readonly profile?: string
  readonly endpoint?: string
  readonly pathStyle?: boolean
  readonly requesterPays?: boolean
  readonly replace?: boolean
}

/** `tieout sources add`: remembers a place in S3; nothing is asked of it. */
export async function addSource(
  { output }: Context,
  name: string,
  place: string,
  options: AddOptions,
): Promise<number> {
  const wanted = sourceOf(name, place, options)
  return withCore(async (core) => {
    const all = await core.sources.list()
    const former = all.find((one) => one.name.toLowerCase() === name.toLowerCase())?.name
    if (former !== undefined && !options.replace)
      throw new TieoutError('wrong-usage', `There is a source called ${former} already. Add --replace to change it.`)
    await core.sources.save({ source: wanted, ...(former === undefined ? {} : { former }) })
    if (output.json) await output.document({ source: wanted })
    else
      await output.write(
        `${wanted.name} is ${sourcePlace(wanted)}. Try it: tieout sources test ${wanted.name}\nThen: tieout sync ${wanted.name} --book FILE\n`,
      )
    return exitCodes.done
  })
}

/** `tieout sources list`. */
export async function listSources({ output }: Context): Promise<number> {
  return withCore(async (core) => {
    const sources = await core.sources.list()
    if (output.json) await output.document({ sources })
    else if (sources.length === 0)
      await output.write('There are no sources. Add one: tieout sources add NAME s3://BUCKET/PREFIX\n')
    else await output.write(sourcesReport(sources))
    return exitCodes.done
  })
}

/** `tieout sources remove`. */
export async function removeSource({ output }: Context, name: string): Promise<number> {
  return withCore(async (core) => {
    const sources = await core.sources.remove({ name })
    if (output.json) await output.document({ sources })
    else await output.write(`${name} is forgotten. What came from it stays in every book.\n`)
    return exitCodes.done
  })
}

/** `tieout sources test`: tries what a sync needs; 6 when a step fails. */
export async function testSource(context: Context, name: string, options: { readonly code?: string }): Promise<number> {
  const { output, signal } = context
  return withCore(async (core) => {
    const checks = await withCode(context, options.code, (code) => core.sources.test({ name, code }, { signal }))
    if (output.json) await output.document({ source: name, checks })
    else
      await output.write(
        textTable(
          [{ header: 'Step' }, { header: 'Outcome' }, { header: 'Permission' }, { header: '' }],
          checks.map(({ check, outcome, permission, sentence }) => [
            check,
            outcome.replace('-', ' '),
            permission ?? '',
            sentence,
          ]),
        ),
      )
    return checks.some(({ outcome }) => outcome === 'fail') ? exitCodes.source : exitCodes.done
  })
}

/** A source as it is given on the command line. Error `wrong-usage` with the first thing that is not right. */
function sourceOf(name: string, place: string, options: AddOptions): Source {
  const parsedPlace = parsePlace(place)
  if (parsedPlace === null)
    throw new TieoutError('wrong-usage', 'A place is written s3://BUCKET/PREFIX, for example s3://acme-feeds/exports/.')
  const parsed = source.safeParse({
    name,
    ...parsedPlace,
    region: options.region ?? null,
    endpoint: options.endpoint ?? null,
    pathStyle: options.pathStyle ?? false,
    requesterPays: options.requesterPays ?? false,
    signIn: options.profile === undefined ? { kind: 'default' } : { kind: 'profile', profile: options.profile },
  })
  if (parsed.success) return parsed.data
  throw new TieoutError('wrong-usage', parsed.error.issues[0]?.message ?? 'The source cannot be understood.')
}

function sourcesReport(sources: readonly Source[]): string {
  return textTable(
    [{ header: 'Source' }, { header: 'Place' }, { header: 'Region' }, { header: 'Signs in by' }],
    sources.map((one) => [one.name, sourcePlace(one), one.region ?? '', signInText(one)]),
  )
}

function signInText({ signIn }: Source): string {
  if (signIn.kind === 'profile') return `profile ${signIn.profile}`
  return signIn.kind === 'keys' ? 'keys, kept by the desktop application' : 'the environment'
}
