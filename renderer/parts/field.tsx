import { FieldError, Input, Label, Text, TextField, type TextFieldProps } from 'react-aria-components'
import styles from './field.module.css'

interface Props extends Omit<TextFieldProps, 'className' | 'children'> {
  readonly label: string
  readonly placeholder?: string
  /** Shown beside the input. */
  readonly unit?: string
  /** A quiet explanation. */
  readonly help?: string
  /** What is wrong, shown beside the field. */
  readonly error?: string | undefined
}

/** A line of text with its label, its unit and its error. */
export function Field({ label, placeholder, unit, help, error, ...props }: Props) {
  return (
    <TextField {...props} isInvalid={error !== undefined} className={styles.field ?? ''}>
      <Label className={styles.label ?? ''}>{label}</Label>
      <span className={styles.row}>
        <Input className={styles.input ?? ''} placeholder={placeholder ?? ''} spellCheck={false} />
        {unit !== undefined && <span className={styles.unit}>{unit}</span>}
      </span>
      {help !== undefined && (
        <Text slot="description" className={styles.help ?? ''}>
          {help}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </TextField>
  )
}
