import { madeUpLog } from '../train/made-up-plant.ts'

/** A log (CSV) of the one-tank line, whose pump delivers a tenth more than the line has it. */
export function richPumpLog(): string {
  let level = 30
  const rows = madeUpLog(160, 3).controls.map(([draw], scan) => {
    const speed = 0.3 + 0.28 * draw!
    const row = [5 * scan, level, 100 * speed].join(',')
    for (let second = 0; second < 5; second++) level += (1.1 * 150 * speed - 0.3 * Math.sqrt(2 * 981 * level)) / 154
    return row
  })
  return `t_s,LT-1,SC-1\n${rows.join('\n')}\n`
}
