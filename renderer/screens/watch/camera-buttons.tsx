import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import type { Scene } from '../../scene/scene.ts'
import type { Stage } from './stage.ts'
import styles from './watch.module.css'

interface Props {
  readonly stage: Stage
  readonly canShowPicked: boolean
}

const quarter = Math.PI / 12

/** Where the views are looked at from: presets, and small moves for those who do not drag. */
export function CameraButtons({ stage, canShowPicked }: Props) {
  const { t } = useTranslation('watch')
  const button = (key: string, name: string, act: (scene: Scene) => void, sign?: string, isDisabled = false) => (
    <Button
      key={key}
      look="quiet"
      {...(sign !== undefined && { 'aria-label': name })}
      hint={t(`camera.${key}`)}
      isDisabled={isDisabled}
      onPress={() => stage.each(act)}
    >
      {sign ?? name}
    </Button>
  )
  const sign = (key: string, sign: string, act: (scene: Scene) => void) => button(key, t(`camera.${key}`), act, sign)
  return (
    <div className={styles.camera} role="toolbar" aria-label={t('camera.title')}>
      {button('overview', t('camera.overviewShort'), (scene) => scene.setCamera('overview'))}
      {button('front', t('camera.frontShort'), (scene) => scene.setCamera('front'))}
      {button('top', t('camera.topShort'), (scene) => scene.setCamera('top'))}
      {button('selected', t('camera.selectedShort'), (scene) => scene.setCamera('selected'), undefined, !canShowPicked)}
      {button('fit', t('camera.fitShort'), (scene) => scene.fit())}
      {sign('turnLeft', '⟲', (scene) => scene.moveCamera({ turn: -quarter }))}
      {sign('turnRight', '⟳', (scene) => scene.moveCamera({ turn: quarter }))}
      {sign('nearer', '+', (scene) => scene.moveCamera({ nearer: 1.25 }))}
      {sign('farther', '−', (scene) => scene.moveCamera({ nearer: 0.8 }))}
    </div>
  )
}
