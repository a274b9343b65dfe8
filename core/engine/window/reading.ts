import { LineFileError } from '../../line/file/problem.ts'
import { readSource, sentence } from '../source.ts'
import type { LineReading } from './contract.ts'
import { modelOf } from './model.ts'

/** What a text says of a line, or what is wrong with it. Never throws for what is wrong with the text. */
export function readLineText({ text }: { readonly text: string }): LineReading {
  try {
    return { problems: [], model: modelOf(readSource(text, '')) }
  } catch (error) {
    if (!(error instanceof LineFileError)) throw error
    return {
      problems: error.problems.map(({ path, line, column, message, remedy }) => {
        return { path, line, column, message: sentence(message), remedy: sentence(remedy) }
      }),
    }
  }
}
