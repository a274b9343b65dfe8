import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Settings } from '../../core/engine/window/contract.ts'

type Texts = Record<string, unknown>

/** Every text of every screen, bundled: `./en/line.json` is the namespace `line` in English. */
const files = import.meta.glob<Texts>('./*/*.json', { eager: true, import: 'default' })

const languages = ['en', 'de'] as const
type Language = (typeof languages)[number]

function resources(): Record<string, Record<string, Texts>> {
  const all: Record<string, Record<string, Texts>> = {}
  for (const [path, texts] of Object.entries(files)) {
    const [, language = '', namespace = ''] = /^\.\/(\w+)\/([\w-]+)\.json$/.exec(path) ?? []
    all[language] = { ...all[language], [namespace]: texts }
  }
  return all
}

export function languageOf(setting: Settings['language']): Language {
  if (setting !== 'system') return setting
  return languages.find((language) => navigator.language.startsWith(language)) ?? 'en'
}

export async function startWords(setting: Settings['language']): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: languageOf(setting),
    fallbackLng: 'en',
    defaultNS: 'app',
    resources: resources(),
    // React escapes.
    interpolation: { escapeValue: false },
  })
}
