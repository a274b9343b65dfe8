import { readFileSync } from 'node:fs'

const own = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
  dependencies: Record<string, string>
}

/** What a run was made with. */
export const versions = {
  dreamline: own.version,
  onnxruntime: own.dependencies['onnxruntime-node'] as string,
  node: process.versions.node,
}
