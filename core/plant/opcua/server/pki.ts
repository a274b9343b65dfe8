import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { OPCUACertificateManager } from 'node-opcua'

/** A server's own key and certificate in its PKI folder, and whom it trusts. */
export interface ServerPki {
  readonly manager: OPCUACertificateManager
  /** PEM */
  readonly certificateFile: string
  readonly privateKeyFile: string
  readonly hasTrusted: boolean
}

const days = 3650

const certificateIn = (folder: string) => join(folder, 'own', 'certs', 'plant.pem')
const keyIn = (folder: string) => join(folder, 'own', 'private', 'private_key.pem')

/**
 * Opens a PKI folder, laid out as OPC UA has it (`own`, `trusted`, `rejected`, `issuers`), and makes key and self-signed
 * certificate where there are none. A client's certificate that is not in `trusted` is put into `rejected`.
 */
export async function openServerPki(
  folder: string,
  applicationUri: string,
  hosts: readonly string[],
): Promise<ServerPki> {
  const [certificateFile, privateKeyFile] = [certificateIn(folder), keyIn(folder)]
  const manager = trustList(folder)
  await manager.initialize()
  if (!existsSync(certificateFile)) {
    await manager.createSelfSignedCertificate({
      applicationUri,
      subject: '/CN=Dreamline plant',
      dns: hosts.filter((host) => isIP(host) === 0),
      ip: hosts.filter((host) => isIP(host) !== 0),
      startDate: new Date(),
      validity: days,
      outputFile: certificateFile,
    })
  }
  return { manager, certificateFile, privateKeyFile, hasTrusted: trustedIn(folder).length > 0 }
}

const trustedIn = (folder: string) => readdirSync(join(folder, 'trusted', 'certs'))

/** The trust list in a folder. It does not watch the folder by itself: watchers miss changes on some disks. */
export const trustList = (folder: string) =>
  new OPCUACertificateManager({
    rootFolder: folder,
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
  })

/** How soon a certificate that an engineer moved is trusted, ms. */
const lookPeriod = 1000

/** Has a trust list read again where other certificates lie in its folder than before; gives what ends that. */
export function followTrusted(folder: string, manager: OPCUACertificateManager): () => void {
  let known = trustedIn(folder).join()
  const looking = setInterval(() => {
    const now = trustedIn(folder).join()
    if (now !== known) manager.reloadCertificates().catch(() => {})
    known = now
  }, lookPeriod)
  return () => clearInterval(looking)
}

/** Takes key and certificate away, so that the folder gets new ones when it is opened next. */
export async function forgetOwnCertificate(folder: string): Promise<void> {
  await rm(certificateIn(folder), { force: true })
  await rm(keyIn(folder), { force: true })
}
