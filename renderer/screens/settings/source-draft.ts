import { type AccessKeys, accessKeys, type SignIn, type Source, source } from '../../../shared/contract/sources.ts'
import { sourcesWording as words } from '../../wording/sources.ts'

/** A source as it stands in the form, every field as it was typed. */
export interface SourceDraft {
  readonly name: string
  readonly bucket: string
  readonly prefix: string
  readonly region: string
  readonly kind: SignIn['kind']
  readonly profile: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly endpoint: string
  readonly pathStyle: boolean
  readonly requesterPays: boolean
}

export type DraftErrors = Readonly<Partial<Record<keyof SourceDraft, string>>>

/** What the parts of the form share. */
export interface DraftFieldsProps {
  readonly draft: SourceDraft
  readonly errors: DraftErrors
  readonly change: (part: Partial<SourceDraft>) => void
}

/** The order in which an input with its help below it reads. */
export const belowInput: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']

interface Checked {
  readonly errors: DraftErrors
  /** Null while something is wrong. */
  readonly save: { readonly source: Source; readonly keys: AccessKeys | undefined } | null
}

/** The form for a new source, or for one that is there; keys are never shown again. */
export function draftOf(known: Source | null): SourceDraft {
  return {
    name: known?.name ?? '',
    bucket: known?.bucket ?? '',
    prefix: known?.prefix ?? '',
    region: known?.region ?? '',
    kind: known?.signIn.kind ?? 'profile',
    profile: known?.signIn.kind === 'profile' ? known.signIn.profile : '',
    accessKeyId: '',
    secretAccessKey: '',
    sessionToken: '',
    endpoint: known?.endpoint ?? '',
    pathStyle: known?.pathStyle ?? false,
    requesterPays: known?.requesterPays ?? false,
  }
}

/** What is wrong with a draft, field by field, and what it says when nothing is. `known` is the source that it changes. */
export function checkDraft(draft: SourceDraft, known: Source | null): Checked {
  const signIn = draft.kind === 'profile' ? { kind: draft.kind, profile: draft.profile.trim() } : { kind: draft.kind }
  const wanted = source.safeParse({
    name: draft.name.trim(),
    bucket: draft.bucket.trim(),
    prefix: draft.prefix.trim(),
    region: draft.region.trim() || null,
    endpoint: draft.endpoint.trim() || null,
    pathStyle: draft.pathStyle,
    requesterPays: draft.requesterPays,
    signIn,
  })
  const typed = {
    accessKeyId: draft.accessKeyId.trim(),
    secretAccessKey: draft.secretAccessKey.trim(),
    ...(draft.sessionToken.trim() === '' ? {} : { sessionToken: draft.sessionToken.trim() }),
  }
  const isKept = known?.signIn.kind === 'keys' && Object.values(typed).every((text) => text === '')
  const keys = draft.kind === 'keys' && !isKept ? accessKeys.safeParse(typed) : null
  const errors: Record<string, string> = {}
  for (const { path, message } of [...(wanted.error?.issues ?? []), ...(keys?.error?.issues ?? [])]) {
    const field = String(path.at(-1))
    errors[field] ??= missingSentences[field] && isEmpty(draft, field) ? missingSentences[field] : message
  }
  const isGood = wanted.success && (keys === null || keys.success)
  return { errors, save: isGood ? { source: wanted.data, keys: keys?.data } : null }
}

function isEmpty(draft: SourceDraft, field: string): boolean {
  return Object.entries(draft).some(([name, value]) => name === field && String(value).trim() === '')
}

/** What is said of a field that holds nothing. */
const missingSentences: Readonly<Record<string, string>> = {
  name: words.nameMissing,
  bucket: words.bucketMissing,
  accessKeyId: words.accessKeyIdMissing,
  profile: words.profileMissing,
  secretAccessKey: words.secretMissing,
}
