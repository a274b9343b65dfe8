import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { expectAccessible, expectFits, goTo } from './look.ts'
import { type Opened, test } from './window.ts'

/** What is filled in on a new component: field by field, and the unit where it is not the usual one. */
type Fields = Readonly<Record<string, string | readonly [amount: string, unit: string]>>

const properties = (page: Page) => page.getByRole('complementary', { name: 'Properties' })

async function fill(form: Locator, fields: Fields): Promise<void> {
  for (const [name, written] of Object.entries(fields)) {
    const [amount, unit] = typeof written === 'string' ? [written] : written
    const field = form.getByRole('textbox', { name, exact: true })
    await field.fill(amount)
    await field.press('Enter')
    if (unit !== undefined) await form.getByLabel(`Unit of ${name}`, { exact: true }).selectOption(unit)
  }
}

async function add(page: Page, kind: string, fields: Fields = {}): Promise<void> {
  await page.getByRole('navigation', { name: 'Equipment' }).getByRole('button', { name: kind, exact: true }).click()
  await fill(properties(page), fields)
}

/** Joins a port of the component that is selected with another one. */
async function connect(page: Page, port: string, other: string): Promise<void> {
  const row = properties(page).getByRole('listitem', { name: port, exact: true })
  await row.getByRole('button', { name: 'Connect …' }).click()
  await page.getByRole('dialog').getByRole('button', { name: other, exact: true }).click()
}

/** Opens a part of the line's own properties, adds an entry and gives its form. */
async function addEntry(page: Page, part: string, form: string, name: string): Promise<Locator> {
  const panel = properties(page)
  const opener = panel.getByRole('button', { name: new RegExp(`^${part}`) })
  if ((await opener.getAttribute('aria-expanded')) === 'false') await opener.click()
  await panel.getByRole('button', { name: `+ ${form}`, exact: true }).click()
  const entry = panel.getByRole('listitem').filter({ has: page.getByRole('button', { name: new RegExp(name) }) })
  const head = entry.getByRole('button', { name: new RegExp(name) }).first()
  if ((await head.getAttribute('aria-expanded')) === 'false') await head.click()
  return entry
}

/** A picture of a screen, which has to be usable by everybody and to fit. */
async function keep({ page, picture }: Opened, name: string): Promise<void> {
  await expectFits(page)
  await expectAccessible(page)
  await picture(name)
}

test('from an empty window to a function block', async ({ opened }) => {
  test.setTimeout(900_000)
  const { page, studies, strangers } = opened
  await page.getByRole('button', { name: 'New line' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('buffer-tank')
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click()

  await test.step('a line from the palette', async () => {
    await add(page, 'Feed')
    await add(page, 'Metering pump', { capacity: ['150', 'cm3/s'] })
    await connect(page, 'suction', 'F-101.out')
    await properties(page).getByRole('button', { name: '+ speed' }).last().click()
    await add(page, 'Tank', { area: ['154', 'cm2'], height: ['62', 'cm'], level: ['30', 'cm'] })
    await connect(page, 'inlets above the level', 'P-101.out')
    await properties(page).getByRole('button', { name: '+ level' }).click()
    await add(page, 'Pipe', { bore: ['0.5', 'cm2'] })
    await connect(page, 'inlet', 'T-101.out')
    await add(page, 'Product')
    await connect(page, 'inlet', 'L-101.out')

    await page.locator('.react-flow__pane').click({ position: { x: 30, y: 30 } })
    await fill(await addEntry(page, 'Loops', 'PID', 'LC-101'), { setpoint: '30', gain: '5', integral: '120' })
    await fill(await addEntry(page, 'Goals', 'Follow a set point', 'goal'), { scale: '1' })
    await fill(await addEntry(page, 'Limits', 'Limit', 'limit'), { above: '60' })
    await fill(await addEntry(page, 'Disturbances', 'Disturbance', 'disturbance'), { step: '20 to 40' })
    await expect(page.getByText('No problems')).toBeVisible()
    await page.getByRole('button', { name: 'Arrange' }).click()
    await page.getByRole('button', { name: 'Fit', exact: true }).click()
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    await keep(opened, 'line')
    await page.getByRole('tab', { name: 'YAML' }).click()
    await expect(page.getByText('F-101 > P-101 > T-101')).toBeVisible()
    await keep(opened, 'line-yaml')
  })

  await test.step('what can fail on it', async () => {
    await goTo(page, 'Failures')
    for (const name of ['T-101 leak', 'P-101 low output', 'LT-101 bias', 'LT-101 dropout']) {
      await page.getByRole('checkbox', { name: `${name} is in the line` }).check()
    }
    await keep(opened, 'failures')
  })

  await test.step('dreams of it, ranked', async () => {
    await goTo(page, 'Dream')
    await page.getByLabel('Scenarios').fill('256')
    await page.getByRole('main').getByRole('button', { name: 'Dream', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'What followed from what' })).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText('Model not yet compared with a log of the plant.')).toBeVisible()
    await keep(opened, 'dream')
  })

  await test.step('a policy', async () => {
    await goTo(page, 'Train')
    await page.getByRole('button', { name: /How much/ }).click()
    await page.getByRole('option', { name: /^Small/ }).click()
    await page.getByRole('button', { name: 'Start training' }).click()
    await expect(page.getByText('No worse than today', { exact: false }).first()).toBeVisible({ timeout: 120_000 })
    await page.waitForTimeout(3000)
    await keep(opened, 'train')
    await expect(page.getByRole('button', { name: 'Judge' })).toBeEnabled({ timeout: 240_000 })
    await page.getByRole('button', { name: 'Judge' }).click()
    await expect(page.getByText(/than the control the line has today/).first()).toBeVisible({ timeout: 120_000 })
    const worst = page.getByRole('table', { name: 'Worst days found for the policy' })
    await worst.scrollIntoViewIfNeeded()
    await keep(opened, 'verdict')
    await worst
      .getByRole('button', { name: /^Watch/ })
      .first()
      .click()
    await expect(page.locator('canvas')).not.toHaveCount(0, { timeout: 60_000 })
  })

  await test.step('both on a day of choice, in 3D', async () => {
    await goTo(page, 'What if')
    await page.getByRole('button', { name: /Add a fault/ }).click()
    await page.getByRole('option', { name: /LT-101 bias/ }).click()
    await page.getByRole('button', { name: "Run today's control and the policy" }).click()
    await expect(page.getByText('Figures of the day', { exact: false })).toBeVisible({ timeout: 60_000 })
    await keep(opened, 'what-if')
    await page.getByRole('tab', { name: 'Failure modes and policies' }).click()
    await expect(page.getByRole('rowheader', { name: /LT-101 bias/ })).toBeVisible()
    await keep(opened, 'matrix')
    await page.getByRole('tab', { name: 'A day of your choice' }).click()
    await page.getByRole('button', { name: 'Watch in 3D' }).click()
    await expect(page.locator('canvas')).not.toHaveCount(0)
    await page.keyboard.press('n')
    await page.keyboard.press('Space')
    await page.waitForTimeout(3000)
    await page.keyboard.press('Space')
    await keep(opened, 'watch')
  })

  await test.step('the block for the controller', async () => {
    await goTo(page, 'Export')
    await page.getByRole('main').getByRole('button', { name: 'Export', exact: true }).click()
    await expect(page.getByText('The block computes what was judged')).toBeVisible({ timeout: 120_000 })
    await keep(opened, 'export')
    const [folder] = readdirSync(join(studies, 'buffer-tank')).filter((name) => name.startsWith('export'))
    expect(readFileSync(join(studies, 'buffer-tank', folder ?? '', 'buffer-tank.st'), 'utf8')).toContain(
      'FUNCTION_BLOCK',
    )
  })

  expect(strangers()).toEqual([])
})
