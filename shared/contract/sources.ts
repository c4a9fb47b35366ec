import { z } from 'zod'
import { importResult } from './imports.ts'

/** How Tieout signs in at the bucket of a source. */
export const signIn = z.discriminatedUnion('kind', [
  /** A profile of the AWS config files: single sign-on, an assumed role, a process or keys, whatever it says. */
  z.object({ kind: z.literal('profile'), profile: z.string().min(1).max(200) }),
  /** What the environment offers: variables, the default profile, the role of the machine. */
  z.object({ kind: z.literal('default') }),
  /** Access keys that were typed in; the key store of the system holds them. */
  z.object({ kind: z.literal('keys') }),
])
export type SignIn = z.infer<typeof signIn>

/** A place in S3, or in a store that speaks its protocol, from which reports are fetched. */
export const source = z.object({
  /** What the person calls it. */
  name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u, 'A name has letters, digits, dots and dashes only.'),
  /** Name of the bucket, or the ARN of an access point. */
  bucket: z
    .string()
    .regex(
      /^([a-z0-9][a-z0-9._-]{1,253}|arn:[a-z-]+:s3[a-z0-9:/._-]{1,250})$/i,
      'A bucket has small letters, digits, dots and dashes.',
    ),
  /** What the keys begin with; empty for the whole bucket. */
  prefix: z.string().max(1024),
  /** For example `us-east-1`; null for that of the profile or the environment, else `us-east-1`. */
  region: z
    .string()
    .regex(/^[a-z0-9-]{2,40}$/, 'A region is written like us-east-1.')
    .nullable(),
  /** Address of a store other than AWS; null for AWS. */
  endpoint: z
    .url({ protocol: /^https?$/, error: 'An endpoint is an address that begins with https:// or http://.' })
    .max(500)
    // An address with a password in it would be kept and shown in plain text.
    .refine((text) => !/\/\/[^/]*@/.test(text), 'An endpoint has no user name or password in it.')
    .nullable(),
  /** The bucket stands in the path instead of the host name, which other stores ask for. */
  pathStyle: z.boolean(),
  /** Whoever asks pays for requests and traffic; some buckets give nothing otherwise. */
  requesterPays: z.boolean(),
  signIn,
})
export type Source = z.infer<typeof source>

/** Access keys on their way to the key store; no answer ever holds them. */
export const accessKeys = z.object({
  accessKeyId: z.string().regex(/^[\w-]{3,128}$/, 'An access key id has letters and digits only.'),
  secretAccessKey: z.string().min(1).max(200),
  sessionToken: z.string().max(4096).optional(),
})
export type AccessKeys = z.infer<typeof accessKeys>

/** One step of trying out a source. */
export const sourceCheck = z.object({
  check: z.enum(['sign-in', 'list', 'read']),
  outcome: z.enum(['pass', 'fail', 'not-checked']),
  /** What AWS calls the right that this takes, for example `s3:ListBucket`; null where it is none. */
  permission: z.string().nullable(),
  /** What was seen, or what to do. */
  sentence: z.string(),
})
export type SourceCheck = z.infer<typeof sourceCheck>

/** One object of the bucket that asks for attention; those that the book knows as they are count only. */
export const plannedObject = z.object({
  key: z.string(),
  bytes: z.number(),
  /** ISO 8601, UTC. */
  lastModified: z.string(),
  /** `skipped` is no report by its name, or turned out to be none; `deleted` is in the book and not in the bucket. */
  change: z.enum(['new', 'changed', 'skipped', 'archived', 'deleted']),
  reason: z.string().nullable(),
})
export type PlannedObject = z.infer<typeof plannedObject>

/** What a sync would fetch. */
export const syncPlan = z.object({
  source: z.string(),
  /** For example `s3://acme-feeds/exports/`. */
  location: z.string(),
  /** All objects of the place, with their bytes. */
  objects: z.number(),
  bytes: z.number(),
  unchanged: z.number(),
  /** What would be fetched: the new and the changed objects. */
  fetch: z.object({ objects: z.number(), bytes: z.number() }),
  /** Of these bytes, how many a former sync that broke off has fetched already. */
  fetchedBefore: z.number(),
  attention: z.array(plannedObject).readonly(),
})
export type SyncPlan = z.infer<typeof syncPlan>

export const syncResult = z.object({
  plan: syncPlan,
  /** Objects and bytes that came in from the bucket now. */
  fetched: z.object({ objects: z.number(), bytes: z.number() }),
  /** Objects that could not be fetched, each with its reason; the next sync tries again. */
  failed: z.array(z.object({ key: z.string(), reason: z.string() })).readonly(),
  import: importResult,
})
export type SyncResult = z.infer<typeof syncResult>
