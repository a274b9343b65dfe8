import { useTranslation } from 'react-i18next'
import { Button } from '../../../parts/button.tsx'
import { useLine } from '../editor/use-line.ts'
import { type Alignment, alignments } from './align.ts'
import styles from './toolbar.module.css'

/** Strokes on a field of 16 by 16: the line that things stand on, and two things. */
const pictures: Record<Alignment, string> = {
  left: 'M2 1V15M4 3H14V6H4ZM4 10H10V13H4Z',
  centre: 'M8 1V15M3 3H13V6H3ZM5 10H11V13H5Z',
  top: 'M1 2H15M3 4V14H6V4ZM10 4V10H13V4Z',
  middle: 'M1 8H15M3 3V13H6V3ZM10 5V11H13V5Z',
  across: 'M1 1V15M15 1V15M6 4H10V12H6Z',
  down: 'M1 1H15M1 15H15M4 6V10H12V6Z',
}

export function AlignButtons() {
  const { commands } = useLine()
  const { t } = useTranslation('line')
  return (
    <div className={styles.group}>
      {alignments.map((how) => (
        <Button
          key={how}
          look="quiet"
          hint={t(`alignment.${how}`)}
          aria-label={t(`alignment.${how}`)}
          onPress={() => commands.align(how)}
        >
          <svg
            width="16"
            height="16"
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.4"
            aria-hidden="true"
          >
            <path d={pictures[how]} />
          </svg>
        </Button>
      ))}
    </div>
  )
}
