import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'
import styles from './tabs.module.css'

interface Props<Key extends string> {
  readonly label: string
  readonly tabs: readonly { readonly key: Key; readonly title: string; readonly content: ReactNode }[]
  readonly selected?: Key
  onSelect?(key: Key): void
}

/** Views of one thing, one at a time. */
export function Tabs<Key extends string>({ label, tabs, selected, onSelect }: Props<Key>) {
  return (
    <AriaTabs
      className={styles.tabs ?? ''}
      {...(selected !== undefined && { selectedKey: selected })}
      onSelectionChange={(key) => onSelect?.(key as Key)}
    >
      <TabList aria-label={label} className={styles.list ?? ''}>
        {tabs.map(({ key, title }) => (
          <Tab key={key} id={key} className={styles.tab ?? ''}>
            {title}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ key, content }) => (
        <TabPanel key={key} id={key} className={styles.panel ?? ''}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
