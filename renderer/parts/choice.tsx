import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  type SelectProps,
  SelectValue,
} from 'react-aria-components'
import styles from './choice.module.css'
import fieldStyles from './field.module.css'

interface Props<Value extends string>
  extends Omit<SelectProps<object>, 'className' | 'children' | 'onChange' | 'value'> {
  readonly label: string
  readonly value: Value | undefined
  readonly options: readonly { readonly value: Value; readonly text: string; readonly help?: string }[]
  readonly placeholder?: string
  onChange(value: Value): void
}

/** One of a few, from a list that opens. */
export function Choice<Value extends string>({ label, value, options, onChange, ...props }: Props<Value>) {
  return (
    <Select
      {...props}
      value={value ?? null}
      onChange={(key) => key !== null && onChange(key as Value)}
      className={fieldStyles.field ?? ''}
    >
      <Label className={fieldStyles.label ?? ''}>{label}</Label>
      <Button className={styles.button ?? ''}>
        <SelectValue className={styles.value ?? ''} />
        <span aria-hidden="true">▾</span>
      </Button>
      <Popover className={styles.popover ?? ''}>
        <ListBox className={styles.list ?? ''} items={options}>
          {(option) => (
            <ListBoxItem id={option.value} textValue={option.text} className={styles.item ?? ''}>
              <span>{option.text}</span>
              {option.help !== undefined && <small>{option.help}</small>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}
