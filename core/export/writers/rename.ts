import { type ProgramModel, programModel } from '../program-model.ts'
import { standardFunctions } from '../virtual-plc/standard-functions.ts'
import { keywords, longestName, refusedWords } from '../virtual-plc/words.ts'
import { structuredText } from './st.ts'
import type { NameRules } from './writer.ts'

/** A name of the program and what a target calls it. */
export interface Renamed {
  readonly from: string
  readonly to: string
}

/** A comment, a number or a word of Structured Text. */
const lexeme = /\(\*.*?\*\)|\d[\w.]*|[A-Za-z_]\w*/gs

/** The program with other names where the rules ask for them, and which. The same program where they ask for none. */
export function renamed(program: ProgramModel, rules: NameRules = {}): { program: ProgramModel; names: Renamed[] } {
  const { longest = longestName, taken = new Set<string>() } = rules
  const all = namesIn(program)
  const used = new Set([...all.keys(), ...taken, ...keywords, ...refusedWords.keys(), ...standardFunctions.keys()])
  const given = new Map<string, string>()
  for (const [name, spelling] of all) {
    if (spelling.length <= longest && !taken.has(name)) continue
    const wish = taken.has(name) ? `TAG_${spelling}` : spelling
    let to = cut(wish, longest)
    for (let number = 2; used.has(to.toUpperCase()); number++) {
      to = `${cut(wish, longest - `_${number}`.length)}_${number}`
    }
    used.add(to.toUpperCase())
    given.set(name, to)
  }
  if (given.size === 0) return { program, names: [] }
  const text = structuredText(program).replace(lexeme, (word) => given.get(word.toUpperCase()) ?? word)
  return {
    program: programModel(text),
    names: [...given].map(([name, to]) => ({ from: all.get(name)!, to })),
  }
}

const cut = (name: string, length: number) => name.slice(0, Math.min(length, longestName)).replace(/_+$/, '')

/** Every declared name as it is spelled, by itself in upper case. */
function namesIn({ types, units }: ProgramModel): ReadonlyMap<string, string> {
  const spellings = [
    ...types.flatMap(({ spelling, type }) => [
      spelling,
      ...(type.kind === 'struct' ? [...type.members.values()].map((member) => member.spelling) : []),
    ]),
    ...units.flatMap(({ spelling, variables }) => [spelling, ...[...variables.values()].map((each) => each.spelling)]),
  ]
  return new Map(spellings.map((spelling) => [spelling.toUpperCase(), spelling]))
}
