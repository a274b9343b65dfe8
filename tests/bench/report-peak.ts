import { appendFileSync } from 'node:fs'

/** Loaded ahead of a measured process: at its end it writes down its peak memory in KiB. */
const file = process.env.DREAMLINE_BENCH_PEAKS
if (file !== undefined) process.on('exit', () => appendFileSync(file, `${process.resourceUsage().maxRSS}\n`))
