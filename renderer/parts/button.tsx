import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components'
import styles from './button.module.css'

interface Props extends Omit<ButtonProps, 'className' | 'children'> {
  readonly children: ReactNode
  /** `primary` is the one thing a screen is for; `quiet` sits in tool bars. */
  readonly look?: 'plain' | 'primary' | 'quiet'
  /** Said on hover and focus; for a button of an icon alone also its name. */
  readonly hint?: string
}

export function Button({ look = 'plain', hint, children, ...props }: Props) {
  const button = (
    <AriaButton {...props} className={`${styles.button} ${styles[look]}`}>
      {children}
    </AriaButton>
  )
  if (hint === undefined) return button
  return (
    <TooltipTrigger delay={500}>
      {button}
      <Tooltip className={styles.hint ?? ''}>{hint}</Tooltip>
    </TooltipTrigger>
  )
}
