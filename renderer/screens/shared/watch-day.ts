import type { ScenarioChoice } from '../../../core/engine/window/contract.ts'
import type { App } from '../../state/app.ts'

/** Films a day of the line as it is written, and shows it; under the latest policy where none is given. */
export async function watchDay({ study, films, route }: App, scenario: ScenarioChoice, policy?: number): Promise<void> {
  await study.getState().save()
  const { open } = study.getState()
  if (open === undefined) return
  const request = { study: open.name, scenario, ...(policy !== undefined && { policy }) }
  if (await films.getState().watch(request)) route.getState().go('watch')
}
