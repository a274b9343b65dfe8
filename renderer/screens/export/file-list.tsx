import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog, DialogButtons } from '../../parts/dialog.tsx'
import styles from './export.module.css'
import { saveFile } from './save-file.ts'

interface Props {
  readonly study: string
  readonly run: number
  readonly files: readonly string[]
}

const isText = (file: string) => !file.endsWith('.onnx')

/** What each file is for, by how its name ends. */
const purposes = [
  ...['README.txt', 'rules.txt', 'model-card.md', 'report.html', 'SHA256SUMS', '.line.yaml'],
  ...['.st', '.onnx', '.csv', '.json', '.scl', '.xml', '.L5X', '.TcPOU', '.c', '.h'],
] as const
/** The program that tests the blocks, in whatever form. */
const testBench = /[-_]test\.\w/i

/** The files of an export, to be read here or saved elsewhere. */
export function FileList({ study, run, files }: Props) {
  const { engine, messages } = useApp()
  const { t } = useTranslation('export')
  const [viewed, setViewed] = useState<{ readonly file: string; readonly text: string }>()
  const fetched = async (file: string, use: (bytes: Uint8Array) => void) => {
    try {
      use(await engine.exportFile({ study, run, file }))
    } catch (error) {
      messages.getState().fail(error)
    }
  }
  const save = (file: string) => fetched(file, (bytes) => saveFile(file, bytes))
  const view = (file: string) => fetched(file, (bytes) => setViewed({ file, text: new TextDecoder().decode(bytes) }))
  const purposeOf = (file: string) =>
    testBench.test(file) ? 'test' : purposes.find((ending) => file.endsWith(ending))?.replaceAll('.', '-')
  return (
    <>
      <ul className={styles.files} aria-label={t('files')}>
        {files.map((file) => {
          const purpose = purposeOf(file)
          return (
            <li key={file}>
              <code>{file}</code>
              <span className={styles.quiet}>{purpose !== undefined && t(`purpose.${purpose}`)}</span>
              {isText(file) && (
                <Button look="quiet" aria-label={t('viewFile', { file })} onPress={() => view(file)}>
                  {t('view')}
                </Button>
              )}
              <Button look="quiet" aria-label={t('saveFile', { file })} onPress={() => save(file)}>
                {t('save')}
              </Button>
            </li>
          )
        })}
      </ul>
      <Dialog title={viewed?.file ?? ''} isOpen={viewed !== undefined} onClose={() => setViewed(undefined)} wide>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <pre className={styles.text} tabIndex={0}>
          {viewed?.text}
        </pre>
        <DialogButtons>
          <Button onPress={() => viewed && save(viewed.file)}>{t('save')}</Button>
          <Button look="primary" onPress={() => setViewed(undefined)}>
            {t('close')}
          </Button>
        </DialogButtons>
      </Dialog>
    </>
  )
}
