import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { RunCard } from '../../../core/engine/window/contract.ts'
import { useApp } from '../../app/use-app.ts'
import { type Column, Table } from '../../parts/table.tsx'
import { useFigures } from '../../parts/use-figures.ts'
import { Compared } from './compared.tsx'
import { settingUp } from './setting-up.ts'
import styles from './train.module.css'

const shapes: Record<RunCard['status'], string> = { running: '▶', done: '✓', failed: '▲', interrupted: '‖' }

/** Every run of the study with what it was set up with; trainings can be compared. */
export function RunsView() {
  const { t } = useTranslation('train')
  const figures = useFigures()
  const runs = useStore(useApp().findings, ({ runs }) => runs)
  const compared = useStore(settingUp, ({ compared }) => compared)
  const toggle = (id: number) =>
    settingUp.setState({ compared: compared.includes(id) ? compared.filter((run) => run !== id) : [...compared, id] })
  const setUp = ({ configuration }: RunCard) =>
    Object.entries(configuration)
      .filter(([name]) => ['trainer', 'budget', 'device', 'scenarios', 'policy', 'target'].includes(name))
      .map(([name, value]) => (typeof value === 'number' ? `${t(`settingIs.${name}`)} ${value}` : String(value)))
      .join(' · ')
  const columns: readonly Column<RunCard>[] = [
    {
      key: 'compare',
      title: t('compare'),
      value: ({ id }) => (compared.includes(id) ? 0 : 1),
      cell: ({ id, kind }) =>
        kind === 'train' && (
          <input
            type="checkbox"
            aria-label={t('compareRun', { run: id })}
            checked={compared.includes(id)}
            onChange={() => toggle(id)}
          />
        ),
      width: '80px',
    },
    { key: 'id', title: t('run'), value: ({ id }) => id, numeric: true, width: '60px' },
    { key: 'kind', title: t('kind'), value: ({ kind }) => t(`kindIs.${kind}`) },
    {
      key: 'status',
      title: t('status'),
      value: ({ status }) => t(`statusIs.${status}`),
      cell: ({ status, message }) => (
        <span className={status === 'failed' ? styles.bad : styles.oneLine}>
          <span aria-hidden="true">{shapes[status]}</span> {t(`statusIs.${status}`)}
          {status === 'failed' && message !== undefined && <small>{message}</small>}
        </span>
      ),
    },
    { key: 'seed', title: t('seed'), value: ({ seed }) => seed, numeric: true },
    { key: 'configuration', title: t('configuration'), value: setUp },
    {
      key: 'version',
      title: t('version'),
      value: ({ versions }) => versions.dreamline ?? '',
    },
    {
      key: 'started',
      title: t('started'),
      value: ({ started }) => started,
      cell: ({ started }) => <span className={styles.oneLine}>{figures.moment(started)}</span>,
    },
    {
      key: 'lasted',
      title: t('lasted'),
      value: ({ started, ended }) => (ended ?? started) - started,
      cell: ({ started, ended }) => (
        <span className={styles.oneLine}>{ended === undefined ? '' : figures.duration((ended - started) / 1000)}</span>
      ),
      numeric: true,
    },
    {
      key: 'line',
      title: t('line'),
      value: ({ outdated }) => t(outdated ? 'lineIs.changed' : 'lineIs.same'),
      cell: ({ outdated }) => (
        <span className={outdated ? styles.changed : styles.oneLine}>
          {outdated ? '▲ ' : ''}
          {t(outdated ? 'lineIs.changed' : 'lineIs.same')}
        </span>
      ),
    },
  ]
  return (
    <div className={styles.runs}>
      <div className={styles.runTable}>
        <Table label={t('runs')} rows={runs} columns={columns} id={({ id }) => String(id)} empty={t('noRuns')} />
      </div>
      <Compared runs={runs.filter(({ id }) => compared.includes(id))} />
    </div>
  )
}
