import { expect } from '@playwright/test'
import { expectAccessible, expectFits, goTo } from './look.ts'
import { test } from './window.ts'

test('a sample becomes a study, in either language and theme, by keyboard alone', async ({ opened }) => {
  const { page, picture } = opened
  await expect(page.getByRole('heading', { name: 'Studies' })).toBeVisible()
  await expectAccessible(page)
  await picture('studies')

  await page.keyboard.press('Control+K')
  await page.keyboard.type('German')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Studien' })).toBeVisible()
  await page.keyboard.press('Control+K')
  await page.keyboard.type('Englisch')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Studies' })).toBeVisible()

  await page.keyboard.press('Control+,')
  await expect(page.getByRole('main', { name: 'Settings' })).toBeVisible()
  await expectAccessible(page)
  await picture('settings')
  await page.keyboard.press('Control+K')
  await page.keyboard.type('dark')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expectAccessible(page)
  await picture('settings-dark')

  await goTo(page, 'Studies')
  await page.getByRole('button', { name: /^tclab/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main', { name: 'Line' })).toBeVisible()
  await expect(page.getByRole('banner').getByRole('heading', { name: 'tclab' })).toBeVisible()
})

test('every screen fits a small and a large display', async ({ opened }) => {
  const { page } = opened
  await page.getByRole('button', { name: /^pasteuriser/ }).click()
  await expect(page.getByRole('main', { name: 'Line' })).toBeVisible()
  for (const [width, height] of [
    [1366, 768],
    [3840, 2160],
  ] as const) {
    await page.setViewportSize({ width, height })
    for (const screen of ['Studies', 'Line', 'Failures', 'Dream', 'Train', 'Watch', 'What if', 'Export', 'Settings']) {
      await goTo(page, screen)
      await expectFits(page)
    }
  }
})
