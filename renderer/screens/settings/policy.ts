/** What an IAM policy is filled with. */
interface PolicyOf {
  /** Name of a bucket, or the ARN of an access point. */
  readonly bucket: string
  readonly prefix: string
  readonly region: string
}

/** The least that a sync needs, as an IAM policy: list below the prefix, read there, decrypt by the key. */
export function policyText({ bucket, prefix, region }: PolicyOf): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
  const isAccessPoint = bucket.startsWith('arn:')
  const place = isAccessPoint ? bucket : `arn:${partition}:s3:::${bucket || 'BUCKET'}`
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: place,
        ...(prefix === '' ? {} : { Condition: { StringLike: { 's3:prefix': `${prefix}*` } } }),
      },
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: `${place}${isAccessPoint ? '/object' : ''}/${prefix}*`,
      },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: `arn:${partition}:kms:REGION:ACCOUNT:key/KEY-ID` },
    ],
  }
  return JSON.stringify(policy, null, 2)
}
