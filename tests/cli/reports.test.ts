import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkReport } from '../../core/cli/reports/check.ts'
import { distilReport } from '../../core/cli/reports/distil.ts'
import { doctorReport } from '../../core/cli/reports/doctor.ts'
import { dreamReport } from '../../core/cli/reports/dream.ts'
import { experienceReport, experiencesReport } from '../../core/cli/reports/experiences.ts'
import { exportReport } from '../../core/cli/reports/export.ts'
import { foretellReport } from '../../core/cli/reports/foretell.ts'
import { importReport, mappingReport } from '../../core/cli/reports/import.ts'
import { judgeReport } from '../../core/cli/reports/judge.ts'
import { learnReport } from '../../core/cli/reports/learn.ts'
import { offlineReport } from '../../core/cli/reports/offline.ts'
import { reasonReport } from '../../core/cli/reports/reason.ts'
import { replayReport } from '../../core/cli/reports/replay.ts'
import { runReport } from '../../core/cli/reports/run.ts'
import { trainReport } from '../../core/cli/reports/train.ts'
import { verifyReport } from '../../core/cli/reports/verify.ts'
import { renderSections, type Section } from '../../core/cli/sections.ts'
import { displayWidth } from '../../core/cli/width.ts'
import * as example from './examples.ts'

const print = (sections: readonly Section[]) => renderSections(sections, false)

/** The cells of the first row that begins with `name`. */
const cellsOf = (text: string, name: string) =>
  text
    .split('\n')
    .find((line) => line.trimStart().startsWith(name))
    ?.trim()
    .split(/ {2,}/)

test('check lists every part of the line, and leaves out what it has none of', () => {
  const text = print(checkReport(example.lineSummary, Infinity))
  for (const title of ['Components', 'Signals', 'Controls', 'Goals', 'Limits', 'Failure modes'])
    assert.match(text, new RegExp(`^${title}$`, 'm'))
  assert.doesNotMatch(text, /^Loops$/m)
  assert.match(text, /^filler: Bottle filler$/m)
  assert.match(text, /every 1 s, controlled every 5 s, dreamt 20 min ahead/)
  assert.deepEqual(cellsOf(text, 'LT-101'), ['LT-101', 'T-101.level', '0 to 62 cm', '0.1 cm'])
  assert.deepEqual(cellsOf(text, 'overflow'), ['overflow', 'T-101.level above 60 cm', 'yes'])
  assert.match(text, /Per year/)
})

test('replay gives error and trust horizon for each signal, and error against horizon', () => {
  const text = print(replayReport(example.replayReport, Infinity))
  assert.match(text, /17,280 rows over 24 h/)
  assert.deepEqual(cellsOf(text, 'LT-101'), ['LT-101', 'cm', '0.412', '2.25', '1.00', '9 min'])
  assert.deepEqual(cellsOf(text, 'FT-101')?.at(-1), 'none')
  const byHorizon = text.slice(text.indexOf('how far ahead'))
  assert.deepEqual(cellsOf(byHorizon, 'Signal'), ['Signal', 'Unit', '1 min', '10 min'])
  assert.deepEqual(cellsOf(byHorizon, 'FT-101'), ['FT-101', 'm3/h', '0.0200', '–'])
  const kept = (kept: number) => print(replayReport({ ...example.replayReport, kept }, Infinity))
  assert.match(kept(17_000), /^The replay has gained 17,000 experiences, marked as real\.$/m)
  assert.match(kept(0), /gained nothing/)
})

test('replay says how far to trust the dreams, in which errors, what they leave out, and by which logs', () => {
  const text = print(replayReport(example.replayReport, Infinity))
  assert.match(text, /trusted for 9 min of 20 min, by march\.csv; LT-101 is the first/)
  const transition = text.slice(text.indexOf('ε_P'))
  assert.deepEqual(cellsOf(transition, 'LT-101'), ['LT-101', '0.420', '0.400', '0.470'])
  assert.deepEqual(cellsOf(transition, 'all of them'), ['all of them', '0.310', '0.290', '0.340'])
  assert.deepEqual(cellsOf(text, 'one scan ahead'), ['one scan ahead', '0.410', '0.400', '0.0120', '0.0110', '0.0140'])
  assert.deepEqual(cellsOf(text, 'mean over 9 min'), ['mean over 9 min', '0.420', '0.360', '0.0900', '–', '–'])
  assert.match(text, /not in these costs: power\./)
  assert.match(text, /200·ε_R \+ 19,800·R_max·ε_P/)
  assert.deepEqual(cellsOf(text, 'march.csv'), ['march.csv', '1 h', '23 h', '17,280', '5f0c9a5f0c9a'])
  const { transition: _, reward, ...slow } = example.replayReport
  assert.match(print(replayReport(slow, Infinity)), /fewer rows than scans.*No goal and no limit/s)
})

test('what was dreamt says how far it can be trusted, and whether a training was cut there', () => {
  const { trust } = example.replayReport
  assert.match(print(dreamReport(example.dreamReport, Infinity)), /not yet been compared with a log of the plant/)
  assert.match(print(dreamReport({ ...example.dreamReport, trust }, Infinity)), /trusted for 9 min of 20 min/)
  const trained = (horizon: { horizon?: number }) =>
    print(trainReport({ ...example.trainReport, trust, ...horizon }, Infinity))
  assert.match(trained({ horizon: 540 }), /cut there: they last 9 min\./)
  assert.match(trained({}), /not cut there, as was asked/)
  assert.doesNotMatch(print(trainReport(example.trainReport, Infinity)), /cut there/)
  assert.match(print(judgeReport({ ...example.judgeReport, trust }, Infinity)), /after 9 min, 55 % of each, is beyond/)
})

test('replay shows six of many horizons, closer together at the start', () => {
  const errorByHorizon = Array.from({ length: 20 }, (_, index) => ({ seconds: 60 * (index + 1), rmse: 0.1 }))
  const signals = example.replayReport.signals.map((signal) => ({ ...signal, errorByHorizon }))
  const text = print(replayReport({ ...example.replayReport, signals }, Infinity))
  const header = cellsOf(text.slice(text.indexOf('how far ahead')), 'Signal')
  assert.deepEqual(header?.slice(2), ['1 min', '2 min', '3 min', '6 min', '11 min', '20 min'])
  const silent = { ...example.replayReport, signals: signals.map((signal) => ({ ...signal, errorByHorizon: [] })) }
  assert.doesNotMatch(print(replayReport(silent, Infinity)), /how far ahead/)
})

test('dream ranks the worst of fifteen combinations of faults and explains the first three', () => {
  const text = print(dreamReport(example.dreamReport, Infinity))
  assert.match(text, /the first 15 of 19/)
  assert.deepEqual(cellsOf(text, '15'), ['15', 'scenario 15', '40 %', '0.250', '14.8', '2.50', 'yes', '6.00'])
  assert.doesNotMatch(text, /scenario 17/)
  assert.doesNotMatch(text, /^ 2 {2}scenario/m)
  assert.deepEqual(text.match(/^\d+\. .*$/gm), ['1. scenario 1', '3. scenario 3', '4. scenario 4'])
  assert.match(text, /Fault: P-101 spurious stop, 40 %, at 2 min/)
  assert.match(text, /P-101 stops at 2 min\n.*→ {2}LT-101 falls from 3 min/)
  assert.match(text, /overflow exceeded for 2\.50 min, once/)
  assert.doesNotMatch(text, /empty exceeded/)
  assert.deepEqual(cellsOf(text, 'LT-101 drift'), ['LT-101 drift', 'ERO', '2.0e-5', '5.00', '0 %', '0'])
})

test('training from logs says what was kept and why, and shows every control that was compared', () => {
  const text = print(offlineReport(example.offlineReport, Infinity))
  assert.match(text, /17,280 scans in 3 unbroken parts/)
  assert.match(text, /^Kept: behaviour cloning, with a score of 2\.40 \(-20 %/m)
  assert.match(text, /^Not kept: in the model, near the clone, which does not beat it\.$/m)
  assert.match(text, /1\.25 % of the range/)
  assert.match(text, /No signal measures overflow/)
  assert.deepEqual(cellsOf(text, "the line's own"), ["the line's own control", '0.250', '3.50', '3.00'])
  assert.deepEqual(cellsOf(text, 'TD3+BC'), ['TD3+BC', '0.500', '3.75', '3.50'])
  const { unmeasured: _, ...measured } = example.offlineReport
  const asked = { ...measured, asked: 'clone', unmeasured: [] } as const
  assert.doesNotMatch(print(offlineReport(asked, Infinity)), /Not kept|No signal/)
})

test('train says what it cost before and after, why the CPU, and the tuned gains', () => {
  const text = print(trainReport(example.trainReport, Infinity))
  assert.match(text, /by gradient on cpu: 3\.00 million scans in 3 min 20 s/)
  assert.match(text, /No GPU was found\./)
  assert.match(text, /14\.8 before, 8\.93 after \(-40 %\)/)
  assert.deepEqual(cellsOf(text, 'LC-101'), ['LC-101', '5 %/cm', '120 s'])
  assert.deepEqual(cellsOf(text, '1  '), ['1', '9.12'])
  assert.match(text, /^It.seeps\. +480 +0\.00310 +2\.0e-4 +2 of 8$/m)
  assert.match(text, /^It foams\. +60 +0\.00200 +0\.00100 +0 of 1$/m)
})

test('judge compares the controllers on both kinds of day and ends with the verdict', () => {
  const text = print(judgeReport(example.judgeReport, Infinity))
  const faultFree = text.slice(text.indexOf('Without faults, means'))
  assert.deepEqual(cellsOf(text.slice(text.indexOf('With faults, means')), 'policy')?.[1], '8.93')
  assert.deepEqual(cellsOf(faultFree, 'baseline'), ['baseline', '4.83', '3.46', '2.50', '25 %'])
  assert.match(faultFree, /Cost {2}level \(cm\) {2}Outside limits \(min\) {2}Trips/)
  assert.deepEqual(cellsOf(text, 'LT-101 bias'), ['LT-101 bias', '120', '14.5', '11.0', '8.80', '8.00', '45 %'])
  assert.deepEqual(cellsOf(text, 'T-101 leak')?.at(-1), 'none')
  const changes = text.slice(text.indexOf('change of cost'))
  assert.deepEqual(cellsOf(changes, 'LT-101 bias'), ['LT-101 bias', '-12 %', '-15 %', '-9.0 %', 'better'])
  assert.deepEqual(cellsOf(changes, 'T-101 leak'), ['T-101 leak', '+1.1 %', '-∞', '+∞', 'worse'])
  const verdict = text.slice(text.indexOf('Verdict: better'))
  for (const { sentence } of [
    ...Object.values(example.judgeReport.faulty),
    ...Object.values(example.judgeReport.faultFree),
  ])
    assert.ok(verdict.includes(sentence))
})

test('judge tells the worst days, which older reports lack', () => {
  const { worst, ...older } = example.judgeReport
  const text = print(judgeReport(example.judgeReport, Infinity))
  const found = text.slice(text.indexOf('Worst days found'))
  assert.match(found, /LT-101 bias at 0:12, 7\.9 cm \+ P-101 stop at 3:00 +1\.5e-6 +31\.2 +75 % +40\.5 +100 %/)
  assert.match(found, /0:12 LT-101 bias begins \(7\.9 cm\)\n *→ the line trips/)
  assert.ok(!print(judgeReport(older, Infinity)).includes('Worst days'))
})

test('distil gives size against loss, and the busiest rules in words', () => {
  const text = print(distilReport(example.distilReport, Infinity))
  assert.deepEqual(cellsOf(text, 'today'), ['today', '4.50', '0.170'])
  assert.deepEqual(cellsOf(text, 'network 1')?.slice(-1), ['100.0 %'])
  const [last] = text.split('\n').filter((row) => row.includes('96.0 %'))
  assert.match(last ?? '', /tree +32 +6 +1\.62 +0\.150 +96\.0 %/)
  assert.match(
    text,
    /3\. always:\n +believe LT-101 as it reads; add to LT-101: 0 cm\n +acts in 60\.0 % of scans with faults, 90\.0 % of others/,
  )
  assert.match(text, /1\. if LT-101 reads more than 3\.2 cm above what the balances say, and SC-101 stands/)
  assert.match(text, /Kept the tree of 32 leaves as policy 2/)
})

test('export lists the files and the largest differences', () => {
  const text = print(exportReport(example.exportReport))
  assert.match(text, /^Written to plc\n {2}filler\.st\n/)
  assert.match(text, /open loop +2\.4e-7\n +closed loop +0\.00120/)
})

test('an export against the verdict says so before anything else', () => {
  const override = 'exported against the verdict: worse'
  assert.match(print(exportReport({ ...example.exportReport, override })), /^EXPORTED AGAINST THE VERDICT: WORSE\n/)
  assert.match(print(verifyReport({ ...example.verifyReport, override })), /^EXPORTED AGAINST THE VERDICT: WORSE\n/)
})

test('verify lists the checks and ends with the first difference', () => {
  const { verifyReport: report } = example
  assert.match(
    print(verifyReport(report)),
    /ok +Hashes of the files: 11 files.*\n +- +A compiler.*\n\nEverything holds/,
  )
  const checks = [...report.checks, { name: 'The test bench', state: 'fails' as const, text: 'FAIL: in scan 3\x1b[2J' }]
  const text = print(verifyReport({ ...report, checks, holds: false }))
  assert.match(text, /FAIL +The test bench: FAIL: in scan 3/)
  assert.match(text, /Not everything holds\n +First difference, The test bench: FAIL: in scan 3/)
  assert.ok(!text.includes('\x1b'))
})

test('run ends with the verdict, the file for the PLC and its evidence', () => {
  const text = print(runReport(example.runReport, Infinity))
  const end = text.slice(text.indexOf('Result: better'))
  assert.match(end, /no worse without\.\nIn plc:\n.* filler\.st\n.* policy\.onnx, evidence\.json\n/)
  assert.match(end, /studies\/filler-1\n$/)
})

test('run says that a worse policy was not exported', () => {
  const text = print(runReport(example.worseRun, Infinity))
  assert.match(text, /Result: worse\nThe policy is worse without faults\.\n.*not exported/)
  assert.doesNotMatch(text, /\.st/)
})

test('tables keep to the width of the terminal', () => {
  const wide = { ...example.lineSummary.failures[0]!, text: 'The pump stops by itself. '.repeat(5) }
  const reports = [
    checkReport({ ...example.lineSummary, failures: [wide] }, 80),
    ...[replayReport(example.replayReport, 80), runReport(example.runReport, 80)],
  ]
  const tables = reports.flat().filter(({ body }) => body.includes('──'))
  assert.ok(tables.length > 10)
  for (const { body } of tables) {
    assert.ok(body.split('\n').every((line) => displayWidth(line) <= 80))
    assert.ok(
      body.split('\n').every((line) => !line.endsWith('…')),
      `the last column of\n${body}\nis cut`,
    )
  }
})

test('only titles are bold, and a name from a file cannot steer the terminal', () => {
  const text = renderSections([{ title: 'T-\x1b[2J101', body: 'a\x07b\nc' }], true)
  assert.equal(text, '\x1b[1mT- [2J101\x1b[22m\na b\nc\n')
})

test('reason gives the reasoning, what was refused and why, and entries to paste as they are', () => {
  const text = print(reasonReport(example.reasonReport))
  assert.match(text, /The bearing runs dry\.\nThe pump slows down\./)
  assert.match(text, /Refused: 1\n {2}answer 1: 'P-1011' is not a known/)
  assert.match(text, /\nfailures:\n {2}- on: P-101\n {4}mode: low output\n/)
  assert.match(text, /2 answers of double, 3,120 tokens/)
})

test('doctor says what there is, and what is missing', () => {
  const text = print(doctorReport(example.doctorReport))
  assert.match(text, /CPU +A processor, 8 cores/)
  assert.match(text, /GPU +not usable: No adapter\./)
  assert.match(text, /Model +small; also large/)
  assert.match(text, /41\.5 tokens\/s/)
  const { reasoner: _, ...without } = example.doctorReport
  assert.match(print(doctorReport(without)), /DREAMLINE_REASONER_URL.*\n?.*DREAMLINE_REASONER_FILE/)
  const problem = { message: 'The file cannot be read.', remedy: 'Check its path.', where: 'small.gguf' }
  const gone = { ...without, reasoner: { file: 'small.gguf', works: false, problem } } as const
  assert.match(print(doctorReport(gone)), /File +small\.gguf\n +Fails +The file cannot be read\. Check its path\.$/m)
})

test('foretell gives readings by time, why, and what was refused', () => {
  const text = print(foretellReport(example.foretellReport, Infinity))
  assert.deepEqual(cellsOf(text, '1 min'), ['1 min', '28.4', '31 %'])
  assert.match(text, /Up to 2 min\nIt stops\./)
  assert.match(text, /transition 3, answer 2: LT-101: 40 cm breaks the balances/)
  assert.match(text, /2 transitions stand\.\n4 answers of double, 5,000 tokens\.\nThe replay has gained 24 experiences/)
})

test('an experience is a chain: the text it came from, the row, the batches that used it', () => {
  const text = print(experienceReport(example.experienceReport, Infinity))
  assert.match(text, /^From a dream by a language model\.$/m)
  assert.match(
    text,
    /\nThe text it came from\nThe engineer: P-101 seizes\nThe language model:\nThe bearing runs hot\.\n\nThe row\n.*\nThe batches that used it, to fit the learned model\n/s,
  )
  assert.deepEqual(cellsOf(text, 'Tag'), ['Tag', 'State', 'Control', 'Next', 'Unit'])
  assert.deepEqual(cellsOf(text, 'LT-101'), ['LT-101', '28.4', 'not known', 'cm'])
  assert.deepEqual(cellsOf(text, 'SC-101'), ['SC-101', '48.5', '%'])
  assert.deepEqual(cellsOf(text, '3 '), ['3', 'uniform', '1', '12'])
  const uses = [4, 5, 5, 6, 9].map((round) => ({ run: 8, round, isUniform: true }))
  const often = print(experienceReport({ ...example.experienceReport, uses }, Infinity))
  assert.deepEqual(cellsOf(often, '8 '), ['8', 'uniform', '5', '4 to 6, 9'])
  const dreamt = { ...example.experienceReport, provenance: 'causal', isTold: false, uses: [] } as const
  const untold = print(experienceReport(dreamt, Infinity))
  assert.match(untold, /What it came from, by the chain of causes\nWhat happens: P-101 seizes\.\n/)
  assert.match(untold, /No batch is known that used it/)
})

test('what did not work and was not needed is told after the result, with what to do', () => {
  const troubles = [{ message: 'There is no room left.', remedy: 'Free some.', where: 'study.db' }]
  for (const text of [
    print(foretellReport({ ...example.foretellReport, troubles }, Infinity)),
    print(dreamReport({ ...example.dreamReport, troubles }, Infinity)),
    print(replayReport({ ...example.replayReport, troubles }, Infinity)),
  ])
    assert.match(text, /\n\nDone without what did not work\nThere is no room left\. Free some\. \(study\.db\)\n$/)
  assert.doesNotMatch(print(foretellReport(example.foretellReport, Infinity)), /Done without/)
})

test('experiences are counted by where they come from, and those of other versions told apart', () => {
  const text = print(experiencesReport(example.experiencesReport, Infinity))
  assert.deepEqual(cellsOf(text, 'a dream by a language model'), ['a dream by a language model', '1', '24'])
  assert.match(text, /24 in all\.\n3,600 are of other versions of the line/)
  const none = { ...example.experiencesReport, provenances: [], latest: [], ofOtherVersions: 0 }
  assert.match(print(experiencesReport(none, Infinity)), /^The replay holds no experience of filler/)
})

test('a mapping says which column is which tag, and what is in doubt', () => {
  const text = print(mappingReport(example.mappingReport, Infinity))
  assert.match(text, /a row for each value; its times are Time \(iso, Europe\/Berlin\)/)
  assert.deepEqual(cellsOf(text, 'LT-101'), ['LT-101', 'signal', 'A.LT101.PV', 'mm', '28.4 to 31.2', 'cm'])
  assert.deepEqual(cellsOf(text, 'LC-101.setpoint')?.slice(1), ['set point', 'A.LT101.SP', 'cm', 'none'])
  assert.match(text, /FT-101 is not in the log/)
})

test('an import says what it covers, what never moved and which sensors are to be looked at', () => {
  const text = print(importReport(example.importReport, Infinity))
  assert.match(text, /1\.23 million rows became 17,200 scans of 5 s/)
  assert.match(text, /2 gaps, 6 min 40 s in all, the longest 5 min, 2 h in/)
  assert.match(text, /12 rows came late and were sorted; 3 came too late/)
  assert.match(text, /begins again at line 7201/)
  assert.match(text, /LT-101 and FT-101 look swapped/)
  assert.deepEqual(cellsOf(text, 'LT-101  '), ['LT-101', 'A.LT101.PV', '1 s', '99 %', '0.4 %', '80 scans'])
  assert.match(text, /SC-101 .*never moved: nothing can be learned of it/)
  assert.match(text, /I\/O Timeout/)
  assert.match(text, /LT-101 did not change for 30 min while others moved, 1 h in/)
  assert.match(text, /LT-101 is at the high end of its range 25 % of the time/)
})

test('learn gives errors by horizon beside persistence and ARX, which members were kept, and how far to trust them', () => {
  const text = print(learnReport(example.learnReport, Infinity))
  assert.match(text, /14,400 scans in 10 recordings, 2 held out/)
  assert.deepEqual(cellsOf(text, 'Ahead'), ['Ahead', 'Last reading', 'Linear ARX', 'Ensemble'])
  assert.deepEqual(cellsOf(text, '20 min'), ['20 min', '1.02', '0.430', '0.370'])
  assert.deepEqual(cellsOf(text, 'drum level'), ['drum level', '%', '2.00', '9 min'])
  assert.deepEqual(cellsOf(text, 'steam flow')?.at(-1), 'none')
  assert.deepEqual(cellsOf(text, '2 '), ['2', '0.270', '0.520', 'no'])
  assert.match(text, /more than 0\.123 standard deviations apart/)
  const ofLine = print(learnReport({ ...example.learnReport, basis: 'balances and logs', signals: [] }, Infinity))
  assert.match(ofLine, /Balances alone/)
  assert.doesNotMatch(ofLine, /How far ahead/)
})
