import own from '../../package.json' with { type: 'json' }

/** What a run was made with. */
export const versions = {
  dreamline: own.version,
  onnxruntime: own.dependencies['onnxruntime-node'],
  node: process.versions.node,
}
