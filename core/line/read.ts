import { seconds } from './dimension.ts'
import { resolveGoal, resolveLimit } from './file/aims.ts'
import type { WrittenComponent } from './file/component.ts'
import { resolveConnections } from './file/connections.ts'
import { resolveDisturbance } from './file/disturbances.ts'
import { parseLineDocument } from './file/document.ts'
import { resolveFailures } from './file/failures.ts'
import { checkDrives, resolveControl, resolveSignal } from './file/instruments.ts'
import { checkLoops, resolveLoop } from './file/loops.ts'
import { resolveTable, type Table, valuesOf } from './file/names.ts'
import { checkPlant } from './file/plant.ts'
import { collectProblems, LineFileError, quote, type Report } from './file/problem.ts'
import { resolveScenarios } from './file/scenarios.ts'
import { lineFile, type WrittenLine } from './file/sections.ts'
import { coverage } from './file/uncertain.ts'
import type { Line } from './line.ts'

const water = { density: 998, specificHeat: 4182 }
const roomTemperature = 293.15
/** A line is left to itself for so many horizons before its dreams begin. */
const settlingHorizons = 2

/** The word behind the name of a line, and how its intervals fit together. */
function checkHead({ at, line, step, scan, horizon }: WrittenLine, report: Report): void {
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(line.text)) {
    const remedy = 'write small letters, digits and -, such as three-tank'
    report(line, { message: `${quote(line.text)} cannot be the name of a line`, remedy })
  }
  const steps = scan / step
  if (steps < 1 - 1e-9 || Math.abs(steps - Math.round(steps)) > 1e-6 * steps) {
    const nearest = Math.max(1, Math.round(steps)) * step
    const remedy = `write ${Number(nearest.toPrecision(6))} s, or change the step`
    report(at.entries.get('scan')!.value, { message: `the scan is not a whole number of steps of ${step} s`, remedy })
  }
  if (horizon < scan) {
    report(at.entries.get('horizon')!.value, { message: 'the horizon is shorter than a scan', remedy: 'lengthen it' })
  }
}

/** Reports every tag that two sections use. */
function checkTags(tables: readonly (readonly [section: string, table: Table<unknown>])[], report: Report): void {
  const sections = new Map<string, string>()
  for (const [section, table] of tables) {
    for (const [tag, { key }] of table) {
      const first = sections.get(tag)
      if (first === undefined) sections.set(tag, section)
      else report(key, { message: `the tag ${quote(tag)} stands in ${first} as well`, remedy: 'give each its own tag' })
    }
  }
}

/** How far the parameters of a component may be off: as they say themselves, as the line says, or as is usual for the kind. */
function deviationsOf({ kind, parameters, deviations }: WrittenComponent, uncertainty: number | undefined) {
  const all = Object.entries(kind.parameters).flatMap(([name, { spread }]) => {
    const common = spread === undefined || uncertainty === undefined ? spread : uncertainty / coverage
    const deviation = deviations[name] ?? common ?? 0
    return deviation === 0 || parameters[name] === 0 ? [] : [[name, deviation] as const]
  })
  return Object.fromEntries(all)
}

function resolveLine(written: WrittenLine, report: Report): Line {
  checkHead(written, report)
  const components = resolveTable(written.components, (tag, component) => ({
    tag,
    ...component,
    deviations: deviationsOf(component, written.uncertainty),
  }))
  const connections = resolveConnections(written.connections ?? [], components, report)
  const signals = resolveTable(written.signals, (tag, signal) => resolveSignal(tag, signal, components, report))
  const controls = resolveTable(written.controls, (tag, control) => resolveControl(tag, control, components, report))
  const loops = resolveTable(written.loops, (tag, loop) => resolveLoop(tag, loop, signals, controls, report))
  const tables = { components, signals, loops }
  const goals = resolveTable(written.goals, (name, goal) => resolveGoal(name, goal, tables, report))
  const limits = resolveTable(written.limits, (name, limit) => resolveLimit(name, limit, tables, report))
  const failures = resolveFailures(written.failures ?? [], components, signals, report)
  const disturbances = resolveTable(written.disturbances, (name, each) =>
    resolveDisturbance(name, each, tables, report),
  )
  const scenarios = resolveScenarios(written.scenarios ?? [], failures, written.horizon, report)
  checkDrives(controls, report)
  checkLoops(loops, report)
  checkTags(Object.entries({ components, signals, controls, loops }), report)
  return {
    name: written.line.text,
    title: written.title,
    source: written.source ?? '',
    step: seconds(written.step),
    scan: seconds(written.scan),
    horizon: seconds(written.horizon),
    settling: seconds(settlingHorizons * written.horizon),
    medium: {
      density: written.medium?.density ?? water.density,
      specificHeat: written.medium?.['specific heat'] ?? water.specificHeat,
    },
    ambient: written.ambient ?? roomTemperature,
    components: valuesOf(components),
    connections,
    signals: valuesOf(signals),
    controls: valuesOf(controls),
    loops: valuesOf(loops),
    goals: valuesOf(goals),
    limits: valuesOf(limits),
    failures: valuesOf(failures).map(({ failure }) => failure),
    disturbances: valuesOf(disturbances),
    scenarios,
    policy: {
      kind: written.policy?.kind ?? 'trim',
      trim: written.policy?.trim ?? 0.3,
      correction: written.policy?.correction ?? 0.2,
    },
  }
}

/**
 * Reads a line file (YAML 1.2, at most 1 MB) into a line with every number in SI, which `compilePlant` compiles. `file`
 * names it in messages.
 * @throws {LineFileError} with every problem found, where the file cannot be used.
 */
export function readLine(text: string, file: string): Line {
  const { problems, report } = collectProblems(file)
  const document = parseLineDocument(text, report)
  const written = document && lineFile.read(document, report)
  const line = written && resolveLine(written, report)
  if (line !== undefined && problems.length === 0) checkPlant(line, written!.components, report)
  if (line === undefined || problems.length > 0) throw new LineFileError(problems)
  return line
}
