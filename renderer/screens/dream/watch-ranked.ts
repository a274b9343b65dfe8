import type { App } from '../../state/app.ts'

/** Films a scenario of a dream run and shows it. */
export async function watchRanked({ study, films, route }: App, run: number, id: string): Promise<void> {
  await study.getState().save()
  const { open } = study.getState()
  if (open === undefined) return
  const scenario = { kind: 'ranked', run, id } as const
  if (await films.getState().watch({ study: open.name, scenario })) route.getState().go('watch')
}
