import { useConnection } from '@xyflow/react'
import { portsFit } from '../../../document/ports-fit.ts'
import { useLine } from '../editor/use-line.ts'
import styles from './diagram.module.css'

/** Marks a port while another one is being connected, where the two fit. */
export function Fit({ tag, port }: { readonly tag: string; readonly port: string }) {
  const from = useConnection(({ fromNode, fromHandle }) =>
    fromNode && fromHandle?.id && fromNode.id !== tag ? `${fromNode.id}.${fromHandle.id}` : undefined,
  )
  return from === undefined ? null : <FitMark tag={tag} port={port} from={from} />
}

function FitMark({ tag, port, from }: { readonly tag: string; readonly port: string; readonly from: string }) {
  const { byTag, edges } = useLine().situation
  const dot = from.indexOf('.')
  const [other, otherPort] = [from.slice(0, dot), from.slice(dot + 1)]
  const reason = portsFit(
    { tag: other, port: otherPort, kind: byTag.get(other) },
    { tag, port, kind: byTag.get(tag) },
    edges,
  )
  return <span className={reason === undefined ? styles.fits : styles.fitsNot} />
}
