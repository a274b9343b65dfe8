import type { BlockNames } from './block-names.ts'

/** A PROGRAM that shows how the two blocks stand around the line's own loops. */
export function wiringExample(names: BlockNames): readonly string[] {
  const { signals, setpoints, controls, nameOf, isDirect } = names
  const [sense, apply, enable] = [nameOf('AHEAD'), nameOf('AFTER'), nameOf('POLICY ON')]
  const watched = signals.filter(({ tag }) => names.interlocks.some(({ signal }) => signal === tag))
  const variables = [
    ...signals.map(({ reading }) => reading),
    ...setpoints.map(({ setpoint }) => setpoint),
    ...controls.map(({ control }) => control),
    ...(isDirect ? [] : controls.map(({ loop }) => loop)),
  ]
  const call = (instance: string, inputs: readonly string[]) => [
    `  ${instance}(`,
    ...inputs.map((input, row) => `    ${input}${row < inputs.length - 1 ? ',' : ''}`),
    '  );',
  ]
  const itself = (name: string) => `${name} := ${name}`
  return [
    `PROGRAM ${nameOf('EXAMPLE')}`,
    'VAR',
    `  ${sense} : ${names.sense};`,
    `  ${apply} : ${names.apply};`,
    `  ${enable} : BOOL;`,
    ...variables.map((name) => `  ${name} : REAL;`),
    'END_VAR',
    '',
    '  (* As far as you have them, give it as well: the quality of each reading to ..._OK, *)',
    '  (* and to HEARTBEAT a number that changes while the readings are fresh. *)',
    ...call(sense, [
      `ENABLE := ${enable}`,
      ...signals.map(({ reading }) => itself(reading)),
      ...setpoints.map(({ setpoint }) => itself(setpoint)),
      ...controls.map(({ last, control }) => `${last} := ${control}`),
    ]),
    '',
    ...(isDirect
      ? []
      : [
          '  (* Your loops stand here. They read what the block shows: *)',
          ...setpoints.map(({ loop, signal }) => {
            const control = controls.find(({ tag }) => tag === loop.control)
            return `  (* ${loop.tag} takes ${sense}.${signals[signal]?.shown} and gives ${control?.loop} *)`
          }),
          '',
        ]),
    ...call(apply, [
      ...watched.map(({ reading }) => itself(reading)),
      ...controls.flatMap(({ loop, wanted, last, control, limitsRate }) => [
        ...(isDirect ? [] : [itself(loop)]),
        `${wanted} := ${sense}.${wanted}`,
        ...(limitsRate ? [`${last} := ${control}`] : []),
      ]),
    ]),
    ...controls.map(({ control }) => `  ${control} := ${apply}.${control};`),
    'END_PROGRAM',
  ]
}
