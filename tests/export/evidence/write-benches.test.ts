import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeBlocks } from '../../../core/export/block.ts'
import { testBenchOf } from '../../../core/export/evidence/of-blocks.ts'
import { writeBenches } from '../../../core/export/evidence/write-benches.ts'
import { policyVectors } from '../../../core/export/open-loop.ts'
import { policyGraph } from '../../../core/export/policy.ts'
import { cWriter } from '../../../core/export/writers/c.ts'
import { testLoop, testParameters, threeTank } from '../test-policy.ts'
import { compiler } from '../writers/run-in-c.ts'

const main = `#include "three-tank-test.h"
#include <stdio.h>
int main(void) {
  static DREAMLINE_THREE_TANK_TEST bench;
  DREAMLINE_THREE_TANK_TEST_init(&bench);
  for (int scan = 0; scan < 500 && bench.RESULT == 0; scan++) DREAMLINE_THREE_TANK_TEST_step(&bench);
  printf("%d", bench.RESULT);
  return 0;
}
`

test('the bench passes where C runs it, and fails there with one weight changed', {
  skip: compiler === undefined && 'there is no C compiler',
}, async () => {
  const loop = testLoop()
  const policy = await policyGraph(loop, testParameters(loop.controller))
  const blocks = writeBlocks(policy)
  const bench = testBenchOf(threeTank, blocks, await policyVectors(policy, blocks.names, 200), undefined)
  const context = {
    name: 'three-tank',
    title: threeTank.title,
    scan: threeTank.scan,
    blocks: [blocks.names.sense, blocks.names.apply],
    sha256: {},
    version: '0',
  }
  const { files, forms } = writeBenches(blocks.text, bench, context, [cWriter], [])
  assert.deepEqual(forms, [{ target: 'c', files: files.map(({ name }) => name) }])
  const folder = mkdtempSync(join(tmpdir(), 'dreamline-bench-'))
  try {
    const result = (change: (text: string) => string) => {
      for (const { name, content } of files) {
        writeFileSync(join(folder, name), name.endsWith('.c') ? change(content as string) : content)
      }
      writeFileSync(join(folder, 'main.c'), main)
      const sources = ['main.c', 'three-tank-test.c', '-lm', '-o', 'bench']
      execFileSync(compiler as string, ['-std=c99', ...sources], { cwd: folder, stdio: 'pipe' })
      return execFileSync(join(folder, 'bench'), { encoding: 'utf8', timeout: 20_000 })
    }
    assert.equal(
      result((text) => text),
      '1',
    )
    const weight = /-?0\.\d{6,}/
    assert.equal(
      result((text) => text.replace(weight, (value) => String(Number(value) + 0.05))),
      '2',
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})
