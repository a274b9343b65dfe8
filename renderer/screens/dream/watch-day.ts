import type { ScenarioChoice } from '../../../core/engine/window/contract.ts'
import type { App } from '../../state/app.ts'

/** Films a day of the line as it is written, and shows it. */
export async function watchDay({ study, films, route }: App, scenario: ScenarioChoice): Promise<void> {
  await study.getState().save()
  const { open } = study.getState()
  if (open === undefined) return
  if (await films.getState().watch({ study: open.name, scenario })) route.getState().go('watch')
}
