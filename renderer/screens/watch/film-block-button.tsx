import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { FilmSet } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { watching } from './watching.ts'

/** Films the same day once more with the exported block, where the filmed policy was exported and it is not there yet. */
export function FilmBlockButton({ set }: { readonly set: FilmSet }) {
  const { films, findings, jobs } = useApp()
  const { t } = useTranslation('watch')
  const policy = set.films.find(({ controller }) => controller === 'policy')?.policy
  const exported = useStore(findings, ({ exports }) =>
    exports.find((card) => card.policy === policy && card.report.files.length > 0),
  )
  const request = useStore(films, ({ request }) => request)
  const filming = useStore(jobs, ({ running }) => running.some(({ kind }) => kind === 'film'))
  const isThere = set.films.some(({ controller }) => controller === 'block')
  if (policy === undefined || exported === undefined || request === undefined || isThere) return null
  const film = async () => {
    const filmed = await films.getState().watch({ ...request, policy, block: exported.run })
    if (filmed !== undefined) watching.setState({ sides: 'block' })
  }
  return (
    <Button look="quiet" isDisabled={filming} onPress={film}>
      {t('filmBlock')}
    </Button>
  )
}
