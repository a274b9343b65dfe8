import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Devices } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { Choice } from '../../parts/choice.tsx'
import { graphicsName } from './graphics-name.ts'

/** CPU and GPU by name, and whether the GPU can be used. */
export function DeviceChoice({ devices }: { readonly devices: Devices | undefined }) {
  const { settings, messages } = useApp()
  const { t } = useTranslation('train')
  const device = useStore(settings, ({ settings }) => settings.device)
  const gpu = useMemo(graphicsName, [])
  const isUnusable = devices?.gpu.usable === false
  const change = (device: 'auto' | 'cpu' | 'gpu') =>
    settings.getState().change({ device }).catch(messages.getState().fail)
  useEffect(() => {
    if (isUnusable && device === 'gpu') void settings.getState().change({ device: 'auto' })
  }, [isUnusable, device, settings])
  return (
    <Choice
      label={t('device')}
      value={device}
      disabledKeys={isUnusable ? ['gpu'] : []}
      options={[
        { value: 'auto', text: t('deviceIs.auto'), help: t('deviceHelp.auto') },
        {
          value: 'cpu',
          text: t('deviceIs.cpu'),
          ...(devices && { help: t('settings:cores', { name: devices.cpu.name, count: devices.cpu.cores }) }),
        },
        {
          value: 'gpu',
          text: t('deviceIs.gpu'),
          help: [gpu, isUnusable ? t('gpuUnusable', { reason: devices?.gpu.reason ?? '' }) : undefined]
            .filter((part) => part !== undefined)
            .join(' – '),
        },
      ]}
      onChange={change}
    />
  )
}
