import type { Source } from '../../shared/contract/sources.ts'
import { sourcePlace } from '../../shared/source-place.ts'
import { NameText } from './figures.tsx'

/** Where a source lies; its bucket mostly names the seller, so privacy mode hides it. */
export function SourcePlaceText({ source }: { readonly source: Pick<Source, 'bucket' | 'prefix' | 'endpoint'> }) {
  return <NameText>{sourcePlace(source)}</NameText>
}
