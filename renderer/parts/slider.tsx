import { Slider as AriaSlider, SliderThumb, SliderTrack } from 'react-aria-components'
import styles from './slider.module.css'

interface Props {
  readonly label: string
  readonly value: number
  readonly low: number
  readonly high: number
  readonly step: number
  onChange(value: number): void
}

/** A value within a range, by hand; it stands beside a field that takes any value. */
export const Slider = ({ label, value, low, high, step, onChange }: Props) => (
  <AriaSlider
    aria-label={label}
    value={Math.min(high, Math.max(low, value))}
    minValue={low}
    maxValue={high}
    step={step}
    onChange={onChange}
    className={styles.slider ?? ''}
  >
    <SliderTrack className={styles.track ?? ''}>
      <SliderThumb className={styles.thumb ?? ''} />
    </SliderTrack>
  </AriaSlider>
)
