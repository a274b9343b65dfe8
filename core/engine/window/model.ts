import type { Failure, Limit, Line } from '../../line/line.ts'
import { hasDegrees, modeOf } from '../../line/mode.ts'
import { quantityIn } from '../../line/quantity.ts'
import { summarise } from '../check.ts'
import type { Source } from '../source.ts'
import type { LineFailure, LineLimit, LineModel } from './contract.ts'

/** What scenes, trends and worksheets need to know of a line. */
export function modelOf(source: Source): LineModel {
  const { line } = source
  return {
    summary: summarise(source),
    scan: line.scan,
    horizon: line.horizon,
    components: line.components.map(({ tag, kind, parameters }) => ({ tag, kind: kind.name, parameters })),
    connections: line.connections.map(({ from, to }) => ({ from, to, medium: mediumAt(line, from) })),
    signals: line.signals.map(({ tag, of, unit, low, high }) => ({
      tag,
      component: of.component,
      quantity: of.quantity,
      unit,
      low: quantityIn(low, unit),
      high: quantityIn(high, unit),
    })),
    controls: line.controls.map(({ tag, component, actuator, unit, low, high }) => ({
      tag,
      component,
      actuator,
      unit,
      low: quantityIn(low, unit),
      high: quantityIn(high, unit),
    })),
    limits: line.limits.map(limitOf),
    failures: line.failures.map((failure) => failureOf(line, failure)),
  }
}

function mediumAt(line: Line, { component, port }: Line['connections'][number]['from']) {
  const medium = line.components.find(({ tag }) => tag === component)?.kind.ports[port]?.medium
  if (medium === undefined) throw new RangeError(`${component} has no port ${port}`)
  return medium
}

function limitOf({ name, of, unit, above, below, trip }: Limit): LineLimit {
  return {
    name,
    component: of.component,
    quantity: of.quantity,
    unit,
    ...(above !== undefined && { above: quantityIn(above, unit) }),
    ...(below !== undefined && { below: quantityIn(below, unit) }),
    trip,
  }
}

function failureOf(line: Line, failure: Failure): LineFailure {
  const { code, text, worksheet, severity } = modeOf(line, failure)
  const [low, high] = failure.severity
  const unit = hasDegrees(line, failure) ? failure.unit : ''
  return {
    name: failure.name,
    on: failure.on,
    mode: failure.mode,
    code,
    text,
    worksheet: { ...worksheet, ...failure.worksheet },
    perYear: failure.rate,
    severity: { low: quantityIn(low, unit), high: quantityIn(high, unit), unit, text: severity.text },
  }
}
