import { X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { OPCUACertificateManager } from 'node-opcua'
import { PlantError } from '../../plant-error.ts'

/** What Dreamline is called in its own certificate; the server's administrator trusts it by this. */
export const applicationName = 'Dreamline'
export const applicationUri = `urn:${hostname()}:dreamline`

/** A server's certificate that has been seen. */
export interface SeenCertificate {
  /** SHA-1 of the whole certificate, as OPC UA tools show it. */
  readonly thumbprint: string
  readonly subject: string
  readonly validTo: string
  readonly trusted: boolean
}

/** The folder of certificates beside a connection file: Dreamline's own, and those of servers that the engineer trusts. */
export interface Pki extends AsyncDisposable {
  readonly manager: OPCUACertificateManager
  seen(): readonly SeenCertificate[]
  /** Trusts a certificate that was refused before. Throws `PlantError` where none of this thumbprint was. */
  trust(thumbprint: string): Promise<SeenCertificate>
  /** Throws `PlantError` for a server's certificate that is not trusted, is another than before, or has expired. */
  check(certificate: Buffer, server: string): Promise<void>
}

export const pkiFolder = (connectionFile: string): string => join(dirname(connectionFile), 'pki')

/** Opens the folder, and makes it and Dreamline's own key and certificate on first use. */
export async function openPki(folder: string): Promise<Pki> {
  const manager = new OPCUACertificateManager({
    rootFolder: folder,
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
  })
  try {
    await manager.initialize()
  } catch (error) {
    throw new PlantError('The certificates cannot be kept', 'Check your rights on the folder', folder, error)
  }
  const refused = () => certificatesIn(manager.rejectedFolder, false)
  const trusted = () => certificatesIn(join(manager.trustedFolder), true)
  return {
    manager,
    seen: () => [...trusted(), ...refused()].map(({ seen }) => seen),
    async trust(thumbprint) {
      const wanted = thumbprint.replaceAll(/[:\s]/g, '').toLowerCase()
      const found = refused().find(({ seen }) => seen.thumbprint === wanted)
      if (found === undefined) {
        const remedy = 'Try to connect, and give the thumbprint that is named then'
        throw new PlantError(`No certificate ${wanted.slice(0, 60)} was refused`, remedy, folder)
      }
      await manager.trustCertificate(found.certificate)
      return { ...found.seen, trusted: true }
    },
    async check(certificate, server) {
      const status = await manager.checkCertificate(certificate)
      if (status.isGood()) return
      const seen = describe(certificate, false)
      if (status.name !== 'BadCertificateUntrusted') {
        const problem = `The server's certificate ${seen.thumbprint} is refused: ${status.name}`
        throw new PlantError(problem, 'Have the server given a new certificate', server)
      }
      const before = trusted().find((other) => uriOf(other.certificate) === uriOf(certificate))
      const problem = before
        ? `The server shows another certificate than the trusted one: ${seen.thumbprint}, before ${before.seen.thumbprint}`
        : `The server's certificate is not trusted: ${seen.thumbprint} (${seen.subject})`
      const remedy = `If the server's own tools show this thumbprint, trust it by \`dreamline plant trust LINE ${seen.thumbprint}\``
      throw new PlantError(problem, remedy, server)
    },
    [Symbol.asyncDispose]: () => manager.dispose(),
  }
}

/** A certificate and key by which a user signs in, PEM, in the folder `user` of the certificates. */
export function userCertificate(folder: string): { readonly certificate: Buffer; readonly privateKey: string } {
  const at = (name: string) => join(folder, 'user', name)
  for (const name of ['certificate.pem', 'key.pem']) {
    if (!existsSync(at(name))) {
      throw new PlantError('The certificate to sign in with is not there', 'Put it there, with its key.pem', at(name))
    }
  }
  const { raw } = new X509Certificate(readFileSync(at('certificate.pem')))
  return { certificate: raw, privateKey: readFileSync(at('key.pem'), 'utf8') }
}

function certificatesIn(folder: string, trusted: boolean) {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => /\.(pem|der|crt)$/i.test(name)) : []
  return files.map((name) => {
    const { raw } = new X509Certificate(readFileSync(join(folder, name)))
    return { certificate: raw, seen: describe(raw, trusted) }
  })
}

function describe(certificate: Buffer, trusted: boolean): SeenCertificate {
  const { fingerprint, subject, validTo } = new X509Certificate(certificate)
  return {
    thumbprint: fingerprint.replaceAll(':', '').toLowerCase(),
    subject: subject.replaceAll('\n', ', '),
    validTo,
    trusted,
  }
}

/** The application that a certificate belongs to (OPC UA Part 6, 6.2.2). */
const uriOf = (certificate: Buffer) => /URI:([^,]+)/.exec(new X509Certificate(certificate).subjectAltName ?? '')?.[1]
