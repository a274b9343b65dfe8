import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from '@xyflow/react'
import { memo } from 'react'
import styles from './diagram.module.css'
import type { LoopEdge, PipingEdge } from './elements.ts'
import { bubbleWords } from './equipment.tsx'

/** A connection, drawn by what flows in it: medium, heat or parts. */
export const Piping = memo(function Piping({ data, selected, markerEnd: _, ...edge }: EdgeProps<PipingEdge>) {
  const [path] = getSmoothStepPath({ ...edge, borderRadius: 3, offset: 12 })
  const medium = data?.medium
  return (
    <BaseEdge
      path={path}
      className={`${styles.pipe} ${medium === undefined ? styles.unclear : styles[`${medium}Pipe`]} ${selected ? styles.chosen : ''}`}
      markerEnd={`url(#flow-${medium === undefined ? 'unclear' : selected ? 'chosen' : medium})`}
      interactionWidth={14}
    />
  )
})

/** From a control to the loops beside it, and from the higher end of a loop's line to its top, px. */
const beside = 52
const rise = 14

/** What the PLC does: from an instrument through its loops to a control. */
export const LoopLine = memo(function LoopLine({ data, sourceX, sourceY, targetX, targetY }: EdgeProps<LoopEdge>) {
  const y = Math.min(sourceY, targetY) - rise
  const path = `M${sourceX} ${sourceY}V${y}H${targetX}V${targetY}`
  const across = sourceX - targetX
  // Beside its control, where a long line is less likely to run behind a symbol.
  const x = Math.abs(across) < 2 * beside ? (sourceX + targetX) / 2 : targetX + Math.sign(across) * beside
  return (
    <>
      <BaseEdge path={path} className={styles.loopLine ?? ''} interactionWidth={0} />
      <EdgeLabelRenderer>
        <div className={styles.loops} style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>
          {data?.loops.map(({ tag, kind }) => {
            const [letters, number] = bubbleWords(tag)
            return (
              <div
                key={tag}
                className={`${styles.bubble} ${styles.loop} ${kind === 'interlock' ? styles.interlock : ''}`}
                title={tag}
              >
                <span>{letters}</span>
                <span>{number}</span>
              </div>
            )
          })}
        </div>
      </EdgeLabelRenderer>
    </>
  )
})

/** Arrow heads in the colours of the theme. */
export const Arrows = () => (
  <svg className={styles.arrows} aria-hidden="true">
    <defs>
      {(['fluid', 'heat', 'parts', 'chosen', 'unclear'] as const).map((name) => (
        <marker
          key={name}
          id={`flow-${name}`}
          viewBox="0 0 10 10"
          refX="10"
          refY="5"
          markerWidth="9"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          orient="auto-start-reverse"
        >
          <path d="M0 1L10 5L0 9Z" className={styles[`${name}Arrow`]} />
        </marker>
      ))}
    </defs>
  </svg>
)
