import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { goTo } from './look.ts'
import { test } from './window.ts'

const lineFile = (studies: string) => join(studies, 'tclab', 'tclab.line.yaml')

/** Opens the sample, and writes at the end of its text. */
async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^tclab/ }).click()
  await expect(page.getByRole('main', { name: 'Line' })).toBeVisible()
}

async function write(page: Page, words: string): Promise<void> {
  await page.getByRole('tab', { name: 'YAML' }).click()
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(words)
}

test('an engine that dies is started again, and nothing that was written is lost', async ({ opened }) => {
  const { page, studies, killEngine } = opened
  await openSample(page)
  killEngine()
  // Calls that were under way say so, too.
  await expect(page.getByText(/The engine stopped/).first()).toBeVisible()
  await write(page, '# after the engine died')
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  expect(readFileSync(lineFile(studies), 'utf8')).toContain('# after the engine died')
})

test('a study is open in one window; another one can take it over', async ({ opened }) => {
  const { page } = opened
  await openSample(page)
  const second = await page.context().newPage()
  await second.goto(new URL('/', page.url()).href)
  await second
    .getByRole('button', { name: /^tclab/ })
    .first()
    .click()
  await expect(second.getByText(/open in another window/)).toBeVisible()
  await second.getByRole('button', { name: 'Take over' }).click()
  await expect(second.getByRole('main', { name: 'Line' })).toBeVisible()
  await expect(page.getByText(/Another window has taken over/)).toBeVisible()
})

test('a file that another program has changed is shown beside what was written', async ({ opened }) => {
  const { page, studies } = opened
  await openSample(page)
  const file = lineFile(studies)
  const before = readFileSync(file, 'utf8')
  writeFileSync(file, `${before}# theirs\n`)
  const dialog = page.getByRole('dialog', { name: /changed on disk/ })
  await expect(dialog).toBeVisible()
  await expect(dialog.getByText('# theirs')).toBeVisible()
  await dialog.getByRole('button', { name: 'Take what is on disk' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  expect(readFileSync(file, 'utf8')).toContain('# theirs')
})

test('a machine that loses its 3D context gets it back', async ({ opened }) => {
  const { page } = opened
  await openSample(page)
  await goTo(page, 'Watch')
  await page.getByRole('button', { name: /ordinary day/i }).click()
  const canvas = page.getByRole('img', { name: /^The line in 3D/ })
  await expect(canvas).toBeVisible()
  await canvas.evaluate((element) => {
    const lost = (element as HTMLCanvasElement).getContext('webgl2')?.getExtension('WEBGL_lose_context')
    lost?.loseContext()
    setTimeout(() => lost?.restoreContext(), 2000)
  })
  await expect(page.getByText(/graphics device was lost/)).toBeVisible()
  await expect(page.getByText(/graphics device was lost/)).toBeHidden({ timeout: 30_000 })
})
