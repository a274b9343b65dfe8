import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProgramModel } from '../../../core/export/program-model.ts'
import { cWriter } from '../../../core/export/writers/c.ts'
import type { WriterContext } from '../../../core/export/writers/writer.ts'
import type { Scan } from './policies.ts'

/** The machine's C compiler, or undefined. */
export const compiler = ['cc', 'gcc', 'clang'].find((name) => {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

/** Compiles a program without a warning and runs one of its blocks: the outputs of every scan, by name. Inputs that scans lack stay as declared. */
export function runInC(program: ProgramModel, context: WriterContext, block: string, scans: readonly Scan[]): Scan[] {
  const folder = mkdtempSync(join(tmpdir(), 'dreamline-c-'))
  try {
    for (const { name, content } of cWriter.write(program, context)) writeFileSync(join(folder, name), content)
    const variables = [...program.units.find(({ spelling }) => spelling === block)!.variables.values()]
    const inputs = variables.filter(({ section, spelling }) => section === 'VAR_INPUT' && spelling in (scans[0] ?? {}))
    const outputs = variables.filter(({ section }) => section === 'VAR_OUTPUT')
    const main = [
      `#include "${context.name}.h"`,
      '#include <stdio.h>',
      'int main(void) {',
      `  static ${block} it;`,
      '  double value;',
      `  ${block}_init(&it);`,
      '  for (;;) {',
      ...inputs.map(
        ({ spelling, type }) =>
          `    if (scanf("%lf", &value) != 1) return 0;\n    it.${spelling} = ${type === 'BOOL' ? 'value != 0' : 'value'};`,
      ),
      `    ${block}_step(&it);`,
      ...outputs.map(({ spelling }) => `    printf("%.9g ", (double)it.${spelling});`),
      '    printf("\\n");',
      '  }',
      '}',
    ]
    writeFileSync(join(folder, 'main.c'), main.join('\n'))
    const strict = ['-std=c99', '-O2', '-Wall', '-Wextra', '-Wpedantic', '-Werror']
    execFileSync(compiler!, [...strict, '-c', `${context.name}.c`], { cwd: folder, stdio: 'pipe' })
    execFileSync(compiler!, ['-std=c99', 'main.c', `${context.name}.o`, '-lm', '-o', 'run'], {
      cwd: folder,
      stdio: 'pipe',
    })
    const input = scans.map((scan) => inputs.map(({ spelling }) => scan[spelling]).join(' ')).join('\n')
    const rows = execFileSync(join(folder, 'run'), { input, encoding: 'utf8', timeout: 20_000 }).trim().split('\n')
    return rows.map((row) => {
      const values = row.trim().split(' ')
      return Object.fromEntries(outputs.map(({ spelling }, at) => [spelling, toNumber(values[at]!)]))
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** As `printf` of C writes it. */
const toNumber = (text: string) =>
  text.includes('inf') ? Number(text.replace('inf', 'Infinity')) : Number(text.replace(/-?nan/, 'NaN'))
