import type { AdaptReport } from '../../engine/contract/adapt.ts'
import type { Section } from '../sections.ts'
import { calibrationReport } from './calibrate.ts'
import { judgeReport } from './judge.ts'
import { replayReport } from './replay.ts'
import { trainReport } from './train.ts'

export const adaptReport = ({ calibration, replay, train, judge }: AdaptReport, width: number): Section[] => [
  ...calibrationReport(calibration, width),
  ...replayReport(replay, width),
  ...trainReport(train, width),
  ...judgeReport(judge, width),
]
