import { defaultKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Annotation, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { LineProblem } from '../../../../core/engine/window/contract.ts'

export type YamlView = EditorView

interface Options {
  readonly label: string
  /** Words of the search panel and of the marks, by their English. */
  readonly phrases: Readonly<Record<string, string>>
  /** The text, with lines that end in `\n`. */
  onChange(text: string): void
  undo(): void
  redo(): void
}

/** Words that the library shows and that are translated. */
export const phrases = [
  'Find',
  'Replace',
  'next',
  'previous',
  'all',
  'match case',
  'regexp',
  'by word',
  'replace',
  'replace all',
  'close',
  'Go to line',
  'go',
  'No diagnostics',
  'Diagnostics',
] as const

/** Marks what did not come from typing, so that it is not sent back. */
const fromOutside = Annotation.define<boolean>()

const colours = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: 'var(--accent)' },
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.comment, color: 'var(--ink-soft)', fontStyle: 'italic' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: 'var(--ink-soft)' },
])

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--surface)', fontSize: '1rem' },
  '.cm-scroller': { fontFamily: 'ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--sunk)', color: 'var(--ink-soft)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--hover) 60%, transparent)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--selected)',
  },
  '.cm-panels, .cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--ink)', borderColor: 'var(--line)' },
  '.cm-textfield, .cm-button': {
    backgroundColor: 'var(--surface)',
    backgroundImage: 'none',
    color: 'var(--ink)',
    borderColor: 'var(--line-strong)',
  },
  '.cm-panel.cm-search': { padding: '6px 10px', fontSize: '1rem' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label': { fontSize: '0.92rem' },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--warning) 35%, transparent)' },
  '.cm-diagnostic': { maxWidth: '60ch' },
})

export function createYamlView(parent: HTMLElement, doc: string, options: Options): YamlView {
  const run = (command: () => void) => () => {
    command()
    return true
  }
  return new EditorView({
    parent,
    state: EditorState.create({
      doc,
      extensions: [
        EditorState.phrases.of(options.phrases),
        EditorView.contentAttributes.of({ 'aria-label': options.label, tabindex: '0', spellcheck: 'false' }),
        EditorView.updateListener.of(({ docChanged, transactions, state }) => {
          const own = transactions.some((transaction) => transaction.docChanged && !transaction.annotation(fromOutside))
          if (docChanged && own) options.onChange(state.doc.toString())
        }),
        keymap.of([
          { key: 'Mod-z', run: run(options.undo), preventDefault: true },
          { key: 'Mod-Shift-z', run: run(options.redo), preventDefault: true },
          { key: 'Mod-y', run: run(options.redo), preventDefault: true },
          ...searchKeymap,
          ...lintKeymap,
          ...defaultKeymap,
          indentWithTab,
        ]),
        indentUnit.of('  '),
        lineNumbers(),
        lintGutter(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        drawSelection(),
        bracketMatching(),
        search({ top: true }),
        yaml(),
        syntaxHighlighting(colours),
        look,
      ],
    }),
  })
}

/** Takes a text that was changed elsewhere: only what differs is replaced, so that the cursor stays where it is. */
export function takeOver(view: YamlView, written: string): void {
  const old = view.state.doc.toString()
  const text = written.replaceAll('\r\n', '\n')
  if (old === text) return
  let from = 0
  while (from < old.length && from < text.length && old[from] === text[from]) from++
  let [to, end] = [old.length, text.length]
  while (to > from && end > from && old[to - 1] === text[end - 1]) {
    to--
    end--
  }
  view.dispatch({
    changes: { from, to, insert: text.slice(from, end) },
    annotations: fromOutside.of(true),
  })
}

/** Marks each problem at its place, up to the end of its line. */
export function setLint(view: YamlView, problems: readonly LineProblem[]): void {
  const { doc } = view.state
  const diagnostics = problems.map(({ line, column, message, remedy }) => {
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines))
    const from = Math.min(at.from + column - 1, at.to)
    return { from, to: at.to, severity: 'error' as const, message: `${message} ${remedy}` }
  })
  view.dispatch(setDiagnostics(view.state, diagnostics))
}
