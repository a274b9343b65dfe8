import type { Catalogue, LineProblem } from '../../../../core/engine/window/contract.ts'
import { type EditorStore, show, toggle } from './editor.ts'
import type { Situation } from './situation.ts'
import type { Line } from './use-line.ts'

/** The component that a place in the file speaks of. */
function componentAt(path: string, { document, edges, byTag }: Situation): string | undefined {
  const [section = '', name = ''] = path.split('.')
  if (section === 'components') return document.components.find((component) => component.name === name)?.name
  const chain = /^connections\[(\d+)\]/.exec(path)
  if (chain) return edges.find((edge) => edge.chain === Number(chain[1]))?.from.tag
  const place = { signals: 'of', controls: 'drives' }[section]
  if (place === undefined || (section !== 'signals' && section !== 'controls')) return undefined
  const tag = document[section].find((entry) => entry.name === name)?.fields[place]?.split('.')[0]
  return tag !== undefined && byTag.has(tag) ? tag : undefined
}

/** Fields of the line itself. */
export const headFields = ({ sections }: Catalogue) =>
  sections.find(({ name }) => name === 'line')?.variants[0]?.fields ?? []

/** Whether a form shows the field of a problem; what is wrong with failures and scenarios is seen in the text. */
const hasForm = (path: string) => path !== '' && !/^(failures|scenarios|components$|connections$)/.test(path)

/** Brings what a problem speaks of into view, and puts the cursor there. */
export function goTo(line: Pick<Line, 'editor' | 'situation' | 'catalogue'>, { path, line: at }: LineProblem): void {
  const { editor, situation, catalogue } = line
  if (!hasForm(path) || !situation.document.whole) {
    goToLine(editor, at)
    return
  }
  const component = componentAt(path, situation)
  show(editor, component === undefined ? [] : [component])
  const [section, name] = path.split('.')
  if (section !== 'components' && name !== undefined) toggle(editor, `${section}.${name}`, true)
  const isOfLine = headFields(catalogue).some(({ name }) => name === path)
  toggle(editor, isOfLine ? 'line' : (section ?? ''), true)
  editor.setState({ sought: { path } })
}

export const goToLine = (editor: EditorStore, line: number): void =>
  editor.setState({ tab: 'yaml', sought: { path: '', line } })
