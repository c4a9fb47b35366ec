import type { SampleFile } from './document.ts'
import { seller } from './customers.ts'

/** The `.meta.json` that the Commerce Analytics Service puts beside a data set; dates are days, both included. */
export function casSideFile(csv: string, dataSet: string, published: string, first: string, last: string): SampleFile {
  const content = {
    dataSetRequestId: `sample-${dataSet}-${published}`,
    dataSetCoverageRange: { startDateTime: `${first}T00:00:00Z`, endDateTime: `${last}T23:59:59Z` },
    dataSetRequestParameters: {
      sellerAccountId: seller.account,
      dataSetType: dataSet,
      dataSetPublicationDate: `${published}T00:00:00Z`,
      destinationS3BucketName: 'lanternfish-example-reports',
      destinationS3Prefix: 'marketplace',
    },
    dataSetS3Location: { bucketName: 'lanternfish-example-reports', key: `marketplace/${csv}` },
  }
  const path = csv.replace(/\.csv$/, '.meta.json')
  return { path, bytes: Buffer.from(`${JSON.stringify(content, null, 2)}\n`), expected: [] }
}
