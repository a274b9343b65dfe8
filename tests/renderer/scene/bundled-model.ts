import { loadSource } from '../../../core/engine/source.ts'
import type { LineModel } from '../../../core/engine/window/contract.ts'
import { modelOf } from '../../../core/engine/window/model.ts'

export const bundledModel = (name: string): LineModel => modelOf(loadSource(`assets/lines/${name}.line.yaml`))
