import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogueField, CatalogueKind } from '../../../../core/engine/window/contract.ts'

/** Names and texts of kinds in the language of the window; the engine's own where there is no translation. */
export function useKindText() {
  const { t } = useTranslation('kinds')
  return useMemo(() => textsOf(t), [t])
}

function textsOf(t: TFunction<'kinds'>) {
  const words = (key: string, otherwise: string) =>
    t(key, { defaultValue: otherwise, keySeparator: false, nsSeparator: false })
  return {
    /** Of a kind: `tank`. */
    name: (kind: string) => words(`kind ${kind}`, kind),
    /** Of a kind, in a few more words. */
    text: ({ name, text }: CatalogueKind) => words(`text ${name}`, text),
    /** Of a field, quantity or actuator, as a label. */
    field: ({ name }: Pick<CatalogueField, 'name'>) => words(`field ${name}`, name),
    /** What the engine says of a field, a port or a choice. */
    phrase: (english: string) => words(english, english),
  }
}
