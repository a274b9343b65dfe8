import type { Catalogue, CatalogueKind, CataloguePort } from '../../core/engine/window/contract.ts'
import type { LineDocument } from './view.ts'

export type Kinds = ReadonlyMap<string, CatalogueKind>

export const kindsOf = (catalogue: Catalogue): Kinds => new Map(catalogue.kinds.map((kind) => [kind.name, kind]))

/** The kinds of the components of a line, by tag. */
export const kindsByTag = ({ components }: LineDocument, kinds: Kinds): Kinds =>
  new Map(
    components.flatMap(({ name, fields }) => {
      const kind = kinds.get(fields.kind ?? '')
      return kind === undefined ? [] : [[name, kind] as const]
    }),
  )

export const portOf = (kind: CatalogueKind | undefined, name: string): CataloguePort | undefined =>
  kind?.ports.find((port) => port.name === name)
