import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Catalogue, LineProblem } from '../../../../core/engine/window/contract.ts'
import type { Commands } from './commands.ts'
import type { Editor, EditorStore } from './editor.ts'
import type { Situation } from './situation.ts'

/** What the parts of the screen share. */
export interface Line {
  readonly editor: EditorStore
  readonly commands: Commands
  readonly catalogue: Catalogue
  readonly situation: Situation
  /** The situation at this moment, for what is asked between two renderings. */
  now(): Situation
  readonly problems: readonly LineProblem[]
}

export const LineContext = createContext<Line | undefined>(undefined)

export function useLine(): Line {
  const line = useContext(LineContext)
  if (line === undefined) throw new Error('a part of the line screen is shown outside it')
  return line
}

export const useEditor = <Part>(part: (editor: Editor) => Part): Part => useStore(useLine().editor, part)
