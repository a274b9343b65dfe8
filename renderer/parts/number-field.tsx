import {
  NumberField as AriaNumberField,
  I18nProvider,
  Input,
  Label,
  type NumberFieldProps,
  Text,
} from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import styles from './field.module.css'

interface Props extends Omit<NumberFieldProps, 'className' | 'children' | 'onChange'> {
  /** Left out where an `aria-label` says it. */
  readonly label?: string
  readonly unit?: string
  readonly help?: string
  onChange(value: number): void
}

/** A number that is taken over when it is written; an empty field keeps what was there. */
export function NumberField({ label, unit, help, onChange, ...props }: Props) {
  const { language } = useTranslation().i18n
  return (
    <I18nProvider locale={language}>
      <AriaNumberField
        {...props}
        onChange={(value) => !Number.isNaN(value) && onChange(value)}
        className={styles.field ?? ''}
      >
        {label !== undefined && <Label className={styles.label ?? ''}>{label}</Label>}
        <span className={styles.row}>
          <Input className={styles.input ?? ''} />
          {unit !== undefined && <span className={styles.unit}>{unit}</span>}
        </span>
        {help !== undefined && (
          <Text slot="description" className={styles.help ?? ''}>
            {help}
          </Text>
        )}
      </AriaNumberField>
    </I18nProvider>
  )
}
