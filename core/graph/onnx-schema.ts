import protobuf from 'protobufjs/light.js'

const field = (id: number, type: string) => ({ id, type })
const repeated = (id: number, type: string) => ({ id, type, rule: 'repeated' })

/** The messages of `onnx.proto3` (ONNX IR, https://github.com/onnx/onnx) that a lowered graph is written in. */
const schema = protobuf.Root.fromJSON({
  nested: {
    ModelProto: {
      fields: {
        irVersion: field(1, 'int64'),
        producerName: field(2, 'string'),
        docString: field(6, 'string'),
        graph: field(7, 'GraphProto'),
        opsetImport: repeated(8, 'OperatorSetIdProto'),
      },
    },
    OperatorSetIdProto: { fields: { domain: field(1, 'string'), version: field(2, 'int64') } },
    GraphProto: {
      fields: {
        node: repeated(1, 'NodeProto'),
        name: field(2, 'string'),
        initializer: repeated(5, 'TensorProto'),
        input: repeated(11, 'ValueInfoProto'),
        output: repeated(12, 'ValueInfoProto'),
      },
    },
    NodeProto: {
      fields: {
        input: repeated(1, 'string'),
        output: repeated(2, 'string'),
        name: field(3, 'string'),
        opType: field(4, 'string'),
        attribute: repeated(5, 'AttributeProto'),
      },
    },
    AttributeProto: { fields: { name: field(1, 'string'), i: field(3, 'int64'), type: field(20, 'int32') } },
    TensorProto: {
      fields: {
        dims: repeated(1, 'int64'),
        dataType: field(2, 'int32'),
        name: field(8, 'string'),
        rawData: field(9, 'bytes'),
      },
    },
    ValueInfoProto: { fields: { name: field(1, 'string'), type: field(2, 'TypeProto') } },
    TypeProto: { fields: { tensorType: field(1, 'TypeProtoTensor') } },
    TypeProtoTensor: { fields: { elemType: field(1, 'int32'), shape: field(2, 'TensorShapeProto') } },
    TensorShapeProto: { fields: { dim: repeated(1, 'Dimension') } },
    Dimension: { fields: { dimValue: field(1, 'int64'), dimParam: field(2, 'string') } },
  },
})

const modelType = schema.lookupType('ModelProto')

/** `TensorProto.DataType` of the two kinds of value a graph holds. */
export const float32Type = 1
const int64Type = 7
/** `AttributeProto.AttributeType` of a whole number. */
const integerAttribute = 2

export type OnnxNode = {
  readonly opType: string
  readonly input: readonly string[]
  readonly output: readonly string[]
  readonly attributes?: Readonly<Record<string, number>>
}

export type OnnxInitializer = {
  readonly name: string
  readonly dims: readonly number[]
  readonly values: Float32Array | BigInt64Array
}

/** A graph input or output; a dimension that is a string stands for any size. */
export type OnnxValue = { readonly name: string; readonly dims: readonly (number | string)[] }

type OnnxGraph = {
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly OnnxInitializer[]
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
}

/** The bytes of an ONNX model: IR 8, operator set 17. */
export function encodeOnnx(graph: OnnxGraph, description?: string): Uint8Array {
  return modelType
    .encode({
      irVersion: 8,
      producerName: 'dreamline',
      ...(description !== undefined && { docString: description }),
      opsetImport: [{ domain: '', version: 17 }],
      graph: {
        name: 'dreamline',
        node: graph.nodes.map(encodedNode),
        initializer: graph.initializers.map(encodedInitializer),
        input: graph.inputs.map(encodedValue),
        output: graph.outputs.map(encodedValue),
      },
    })
    .finish()
}

function encodedNode({ opType, input, output, attributes }: OnnxNode) {
  const attribute = Object.entries(attributes ?? {}).map(([name, i]) => ({ name, i, type: integerAttribute }))
  return { opType, input, output, name: output[0], attribute }
}

function encodedInitializer({ name, dims, values }: OnnxInitializer) {
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return { name, dims, dataType: values instanceof Float32Array ? float32Type : int64Type, rawData }
}

function encodedValue({ name, dims }: OnnxValue) {
  const dim = dims.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }))
  return { name, type: { tensorType: { elemType: float32Type, shape: { dim } } } }
}
