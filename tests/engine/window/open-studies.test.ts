import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import type { Notice } from '../../../core/engine/window/contract.ts'
import { folderFor } from '../../../core/engine/window/study-name.ts'
import { openStudy } from '../../../core/study/study.ts'
import { oneTankText } from '../../dream/one-tank.ts'
import { cannotForbid, whileReadOnly } from '../../study/read-only.ts'
import { failureOf, office } from './office.ts'

const study = 'Tank 1'

/** Waits until the window has been told something of this kind. */
async function told<Kind extends Notice['kind']>(notices: readonly Notice[], kind: Kind) {
  for (;;) {
    const found = notices.find((notice) => notice.kind === kind)
    if (found !== undefined) return found as Extract<Notice, { kind: Kind }>
    await delay(10)
  }
}

test('a study is made of a text, saved, and found as it was left', async (context) => {
  const { studies, openWindow } = office(context)
  const window = openWindow()
  assert.deepEqual(await window.studies({}), [])
  const made = await window.createStudy({ study, text: oneTankText })
  assert.equal(made.text, oneTankText)
  assert.equal(made.directory, join(studies, study))
  assert.deepEqual([made.diagram, made.interrupted, made.readOnly], [{}, [], undefined])

  const text = `${oneTankText}\nwhat is this?\n`
  const saved = await window.saveLine({ study, text, revision: made.revision })
  assert.deepEqual(saved, { saved: true, revision: saved.revision })
  assert.notEqual(saved.revision, made.revision)
  assert.equal(readFileSync(join(studies, study, `${study}.line.yaml`), 'utf8'), text)
  await window.saveDiagram({ study, diagram: { 'T-1': [10, 20.5], 'P-1': [-3, 0] } })
  assert.equal(
    readFileSync(join(studies, study, `${study}.diagram.json`), 'utf8'),
    '{\n  "P-1": [-3, 0],\n  "T-1": [10, 20.5]\n}\n',
  )
  await window.closeStudy({ study })
  assert.deepEqual(readdirSync(join(studies, study)).sort(), [
    `${study}.diagram.json`,
    `${study}.line.yaml`,
    'study.db',
  ])

  const again = await openWindow().openStudy({ study })
  assert.equal(again.text, text)
  assert.equal(again.revision, saved.revision)
  assert.deepEqual(again.diagram, { 'T-1': [10, 20.5], 'P-1': [-3, 0] })
  const [card] = await window.studies({})
  assert.deepEqual(card, { name: study, title: 'One tank', changed: card?.changed, runs: 0 })
  assert.ok(Math.abs((card?.changed ?? 0) - Date.now()) < 60_000)
})

test('a study that is there already is not made again', async (context) => {
  const { studies, openWindow } = office(context)
  const window = openWindow()
  await window.createStudy({ study, text: oneTankText })
  const { message, refused } = await failureOf(window.createStudy({ study, text: '' }))
  assert.match(message, /There is a study Tank 1 already/)
  assert.equal(refused, true)
  assert.equal(readFileSync(join(studies, study, `${study}.line.yaml`), 'utf8'), oneTankText)
})

test('a name that is no name on some machine, or leads elsewhere, is refused', async (context) => {
  const { root, studies, openWindow } = office(context)
  const window = openWindow()
  const bad = ['', '.', '..', '../x', 'a/b', 'a\\b', '/etc', 'C:\\x', 'C:', 'CON', 'nul.txt', 'COM1', 'lpt9.line']
  for (const name of [...bad, 'x\n', 'x\0', ' x', 'x.', 'x ', '.x', 'a'.repeat(101), 'what?', 'a|b', '"a"']) {
    await failureOf(window.createStudy({ study: name, text: oneTankText }))
    await failureOf(window.openStudy({ study: name }))
    await failureOf(window.runs({ study: name }))
  }
  assert.equal(existsSync(studies) ? readdirSync(studies).length : 0, 0)
  for (const name of ['Füllerei 一号', 'a.b', 'COM', 'CONTROL', 'a'.repeat(100)]) {
    await window.createStudy({ study: name, text: oneTankText })
  }
  const outside = join(root, 'elsewhere')
  mkdirSync(outside)
  writeFileSync(join(outside, 'a.line.yaml'), oneTankText)
  symlinkSync(outside, join(studies, 'link'), 'junction')
  assert.match((await failureOf(window.openStudy({ study: 'link' }))).message, /no study link/)
  assert.match((await window.studies({})).find(({ name }) => name === 'link')?.problem ?? '', /no study link/)
})

test('a name that is taken names a folder right in the folder of studies', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (name) => {
      let folder: string
      try {
        folder = folderFor('/studies', name)
      } catch {
        return
      }
      assert.equal(folder, join('/studies', name))
      assert.deepEqual(folder.split(/[/\\]/).slice(0, -1), join('/studies').split(/[/\\]/))
    }),
  )
})

test('a line that has changed on the disk since is not written over', async (context) => {
  const { studies, openWindow } = office(context)
  const window = openWindow()
  const { revision } = await window.createStudy({ study, text: oneTankText })
  const file = join(studies, study, `${study}.line.yaml`)
  writeFileSync(file, 'somebody else')
  const refused = await window.saveLine({ study, text: 'mine', revision })
  assert.deepEqual(refused, { saved: false, revision: refused.revision, text: 'somebody else' })
  assert.equal(readFileSync(file, 'utf8'), 'somebody else')
  const kept = await window.saveLine({ study, text: 'mine', revision: refused.revision })
  assert.equal(kept.saved, true)
  const long = await failureOf(window.saveLine({ study, text: '#'.repeat(1_000_001), revision: kept.revision }))
  assert.match(long.message, /longer than 1 MB/)
  rmSync(file)
  assert.equal((await window.saveLine({ study, text: 'mine', revision: kept.revision })).saved, true)
  assert.equal(readFileSync(file, 'utf8'), 'mine')
})

test('a window is told when its line changes on the disk, and not of what it saved itself', async (context) => {
  const { studies, openWindow } = office(context)
  const window = openWindow()
  const { revision } = await window.createStudy({ study, text: oneTankText })
  const saved = await window.saveLine({ study, text: 'mine', revision })
  await delay(400)
  assert.deepEqual(window.notices, [])
  writeFileSync(join(studies, study, `${study}.line.yaml`), 'by an editor')
  const notice = await told(window.notices, 'line changed')
  assert.equal(notice.text, 'by an editor')
  assert.notEqual(notice.revision, saved.revision)
  const again = await window.saveLine({ study, text: 'mine again', revision: notice.revision })
  assert.equal(again.saved, true)
})

test('a study is open in one window, and another may take it', async (context) => {
  const { openWindow } = office(context)
  const [first, second] = [openWindow(), openWindow()]
  const { revision } = await first.createStudy({ study, text: oneTankText })
  const { message, remedy, refused } = await failureOf(second.openStudy({ study }))
  assert.match(message, /Tank 1 is open in another window/)
  assert.match(remedy, /take it over/)
  assert.equal(refused, true)
  assert.match((await failureOf(second.saveLine({ study, text: 'x', revision }))).message, /not open in this window/)
  await second.openStudy({ study, takeOver: true })
  assert.deepEqual(first.notices, [{ kind: 'study taken', study }])
  assert.match((await failureOf(first.saveLine({ study, text: 'x', revision }))).message, /not open in this window/)
  assert.equal((await second.saveLine({ study, text: oneTankText, revision })).saved, true)
  await second.close()
  await first.openStudy({ study })
})

test('who takes a study ends the jobs of who had it', async (context) => {
  const { openWindow } = office(context)
  const [first, second] = [openWindow(), openWindow()]
  await first.createStudy({ study, text: oneTankText })
  const dreaming = first.dream({ study, scenarios: 50_000 })
  const ended = assert.rejects(dreaming, { name: 'AbortError' })
  await second.openStudy({ study, takeOver: true })
  await ended
  assert.deepEqual(
    (await second.runs({ study })).map(({ status }) => status),
    ['interrupted'],
  )
})

/** A process that opens the study in a window of its own, until it is killed. */
async function otherProcess(context: TestContext, studies: string, takeOver = false) {
  const script = `
    import { createWindowEngine } from './core/engine/window/window-engine.ts'
    const engine = createWindowEngine({ studies: ${JSON.stringify(studies)}, settings: 'unused' })
    const window = engine.forWindow((notice) => console.log(notice.kind))
    await window.openStudy({ study: ${JSON.stringify(study)}, takeOver: ${takeOver} })
    console.log('open')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  context.after(() => child.kill('SIGKILL'))
  const lines: string[] = []
  child.stdout.on('data', (data: Buffer) => lines.push(...data.toString().trim().split('\n')))
  const said = async (line: string) => {
    while (!lines.includes(line)) await delay(20)
  }
  await said('open')
  return { child, said }
}

test('a study that another process has open is refused, taken when asked, and free once it is killed', {
  timeout: 30_000,
}, async (context) => {
  const { studies, openWindow } = office(context)
  const window = openWindow()
  await window.createStudy({ study, text: oneTankText })
  await window.closeStudy({ study })
  const { child, said } = await otherProcess(context, studies)
  const { message, refused } = await failureOf(window.openStudy({ study }))
  assert.match(message, new RegExp(`open in another Dreamline \\(process ${child.pid} `))
  assert.equal(refused, true)
  const { revision } = await window.openStudy({ study, takeOver: true })
  await said('study taken')
  assert.equal((await window.saveLine({ study, text: oneTankText, revision })).saved, true)

  const other = await otherProcess(context, studies, true)
  await told(window.notices, 'study taken')
  assert.match((await failureOf(window.saveLine({ study, text: 'x', revision }))).message, /not open/)
  other.child.kill('SIGKILL')
  await once(other.child, 'exit')
  await window.openStudy({ study })
})

test('a study of the command line without a line file gets one when it is opened', async (context) => {
  const { studies, openWindow } = office(context)
  const made = openStudy(join(studies, study), { create: true })
  const lineHash = made.saveLine('one-tank', oneTankText)
  const start = { kind: 'dream', lineHash, configuration: {}, seed: 1, versions: {} } as const
  made.finishRun(made.startRun(start), 'done')
  made.close()
  const window = openWindow()
  const { text } = await window.openStudy({ study })
  assert.equal(text, oneTankText)
  assert.equal(readFileSync(join(studies, study, 'one-tank.line.yaml'), 'utf8'), oneTankText)
  const [run] = await window.runs({ study })
  assert.deepEqual([run?.kind, run?.status, run?.outdated], ['dream', 'done', false])
  await window.saveLine({ study, text: `${oneTankText}# more\n`, revision: lineHash })
  assert.equal((await window.runs({ study }))[0]?.outdated, true)
})

test('a broken study says what is wrong with it, in the list and when opened, and stays as it is', async (context) => {
  const { studies, openWindow } = office(context)
  const window = openWindow()
  const broken = (name: string, files: Readonly<Record<string, string | Uint8Array>>) => {
    mkdirSync(join(studies, name), { recursive: true })
    for (const [file, content] of Object.entries(files)) writeFileSync(join(studies, name, file), content)
  }
  broken('damaged', { 'a.line.yaml': oneTankText, 'study.db': 'no database, but long enough to look it'.repeat(100) })
  broken('two', { 'a.line.yaml': oneTankText, 'b.line.yaml': oneTankText })
  broken('latin', { 'a.line.yaml': Uint8Array.of(0x74, 0xfc, 0x72) })
  broken('long', { 'a.line.yaml': '#'.repeat(1_000_001) })
  broken('not a study', { 'notes.txt': 'hello' })
  broken('unwritten', { 'a.line.yaml': 'title: "half a\nline' })
  const cards = await window.studies({})
  const problemOf = (name: string) => cards.find((card) => card.name === name)?.problem
  for (const [name, wrong] of [
    ['damaged', /database is damaged/],
    ['two', /2 line files: a.line.yaml, b.line.yaml/],
    ['latin', /not plain UTF-8/],
    ['long', /longer than 1 MB/],
  ] as const) {
    assert.match(problemOf(name) ?? '', wrong)
    const { message, remedy } = await failureOf(window.openStudy({ study: name }))
    assert.match(message, wrong)
    assert.ok(remedy.length > 5)
    assert.ok(!readdirSync(join(studies, name)).includes('study.lock'), name)
  }
  assert.equal(problemOf('unwritten'), undefined)
  assert.ok(!cards.some(({ name }) => name === 'not a study'))
  assert.equal((await window.openStudy({ study: 'unwritten' })).text, 'title: "half a\nline')
})

test('a line file that is a link out of its study is not followed', {
  skip: process.platform === 'win32' && 'links to files take rights of their own on Windows',
}, async (context) => {
  const { root, openWindow } = office(context)
  const window = openWindow()
  const { directory } = await window.createStudy({ study, text: oneTankText })
  await window.closeStudy({ study })
  const [file, outside] = [join(directory, `${study}.line.yaml`), join(root, 'secret')]
  writeFileSync(outside, 'a secret')
  rmSync(file)
  symlinkSync(outside, file)
  assert.match((await failureOf(window.openStudy({ study }))).message, /a link that leads out of the study/)
  assert.equal((await window.studies({}))[0]?.name, study)
  assert.equal(readFileSync(outside, 'utf8'), 'a secret')
})

test('on a read-only disk a study can be looked at, saving says why not, and the text stays in the window', {
  skip: cannotForbid,
}, async (context) => {
  const { studies, openWindow } = office(context)
  const window = openWindow()
  await window.createStudy({ study, text: oneTankText })
  await window.dream({ study, scenarios: 20 })
  await window.closeStudy({ study })
  await whileReadOnly(join(studies, study), async () => {
    const { readOnly, revision, text } = await window.openStudy({ study })
    assert.match(readOnly ?? '', /may not be written/)
    assert.equal(text, oneTankText)
    assert.equal((await window.runs({ study })).length, 1)
    assert.equal((await window.dreamReport({ study }))?.dreams, 20)
    const { message, remedy } = await failureOf(window.saveLine({ study, text: 'x', revision }))
    assert.match(message, /may not be written/)
    assert.match(remedy, /copy the text to another place/)
    await failureOf(window.dream({ study, scenarios: 20 }))
    assert.equal((await window.film({ study, scenario: { kind: 'chosen', faults: [] } })).films.length, 1)
    await window.closeStudy({ study })
  })
  assert.equal((await window.openStudy({ study })).readOnly, undefined)
})
