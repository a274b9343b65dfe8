import { DataType, type Namespace, StatusCodes, type UAObject, type UAVariable, Variant } from 'node-opcua'
import type { Scale } from '../units.ts'
import { engineeringUnit } from './engineering-unit.ts'

/** How a client's writing to a node is read back and taken; taking throws a `RangeError` for what cannot be. */
export interface Binding<Value> {
  read(): Value
  write(value: Value): void
}

/** Makes nodes whose ids are their names, `ns=1;s=<name>`. Those without a binding are read only. */
export interface NodeMaker {
  /** A number in its unit; range and binding are in SI. */
  analog(name: string, scale: Scale, range: readonly [low: number, high: number], binding?: Binding<number>): UAVariable
  variable<Value extends boolean | number | string>(
    name: string,
    dataType: DataType,
    binding?: Binding<Value>,
  ): UAVariable
}

export function nodeMaker(namespace: Namespace, parent: UAObject): NodeMaker {
  const naming = (name: string, isWritable: boolean) => {
    const accessLevel = isWritable ? 'CurrentRead | CurrentWrite' : 'CurrentRead'
    return { componentOf: parent, browseName: name, nodeId: `s=${name}`, accessLevel, userAccessLevel: accessLevel }
  }
  return {
    analog(name, scale, [low, high], binding) {
      const node = namespace.addAnalogDataItem({
        ...naming(name, binding !== undefined),
        dataType: DataType.Double,
        engineeringUnitsRange: { low: scale.fromSI(low), high: scale.fromSI(high) },
        engineeringUnits: engineeringUnit(scale.unit),
      }) as unknown as UAVariable
      if (binding === undefined) return node
      return bound<number>(node, DataType.Double, {
        read: () => scale.fromSI(binding.read()),
        write: (value) => binding.write(scale.toSI(value)),
      })
    },
    variable(name, dataType, binding) {
      const node = namespace.addVariable({ ...naming(name, binding !== undefined), dataType })
      return binding === undefined ? node : bound(node, dataType, binding)
    },
  }
}

function bound<Value>(node: UAVariable, dataType: DataType, { read, write }: Binding<Value>): UAVariable {
  const set = ({ value }: Variant) => {
    // An array of numbers is a value of the right type too.
    if (typeof value !== typeof read()) return StatusCodes.BadTypeMismatch
    try {
      write(value)
      return StatusCodes.Good
    } catch (error) {
      if (error instanceof RangeError) return StatusCodes.BadOutOfRange
      throw error
    }
  }
  node.bindVariable({ get: () => new Variant({ dataType, value: read() }), set }, true)
  return node
}
