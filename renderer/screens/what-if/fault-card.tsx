import { useTranslation } from 'react-i18next'
import type { ChosenFault, LineFailure } from '../../../core/engine/window/contract.ts'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Slider } from '../../parts/slider.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { hasDegrees, isBeyond, severityNumber, writtenSeverity } from './severity.ts'
import styles from './what-if.module.css'

interface Props {
  readonly fault: ChosenFault
  /** As the line has it now; undefined where it has no such failure. */
  readonly failure: LineFailure | undefined
  onChange(fault: ChosenFault): void
  onRemove(): void
}

/** One fault of the day: when, how bad and for how long. */
export function FaultCard({ fault, failure, onChange, onRemove }: Props) {
  const { t } = useTranslation('what-if')
  const figures = useFigures()
  const { severity: written } = fault
  const change = (key: 'onset' | 'severity' | 'duration', text: string) => {
    const { [key]: _, ...rest } = fault
    onChange(text === '' && key !== 'onset' ? { ...rest, onset: fault.onset } : { ...fault, [key]: text })
  }
  const range = failure?.severity
  return (
    <li className={styles.fault}>
      <header>
        <span>
          <strong>{fault.failure}</strong>
          {failure !== undefined && <small>{failure.text}</small>}
        </span>
        <Button
          look="quiet"
          aria-label={t('removeFault', { name: fault.failure })}
          hint={t('removeFault', { name: fault.failure })}
          onPress={onRemove}
        >
          <Icon name="close" size={14} />
        </Button>
      </header>
      {failure === undefined && <p className={styles.wrong}>▲ {t('unknownFailure')}</p>}
      <div className={styles.fields}>
        <Field label={t('onset')} placeholder="1 min" value={fault.onset} onChange={(text) => change('onset', text)} />
        <Field
          label={t('duration')}
          placeholder={t('asTheFailure')}
          value={fault.duration ?? ''}
          onChange={(text) => change('duration', text)}
        />
      </div>
      {range !== undefined && hasDegrees(range) && (
        <div className={styles.severity}>
          <Field
            label={t('severity', { what: range.text })}
            placeholder={writtenSeverity(range.high, range.unit)}
            value={written ?? ''}
            onChange={(text) => change('severity', text)}
          />
          <Slider
            label={t('severity', { what: range.text })}
            value={severityNumber(written, range.unit) ?? range.high}
            low={range.low}
            high={range.high}
            step={(range.high - range.low) / 100}
            onChange={(value) => change('severity', writtenSeverity(value, range.unit))}
          />
          <small className={isBeyond(written, range) ? styles.warning : styles.quiet}>
            {isBeyond(written, range) ? '▲ ' : ''}
            {t(isBeyond(written, range) ? 'beyond' : 'range', {
              low: figures.number(range.low),
              high: figures.number(range.high),
              unit: range.unit,
            })}
          </small>
        </div>
      )}
    </li>
  )
}
