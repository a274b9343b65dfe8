import { createHash, timingSafeEqual } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type AddressSpace, MessageSecurityMode, OPCUAServer, SecurityPolicy } from 'node-opcua'
import { followTrusted, openServerPki, trustList } from './pki.ts'

/** Who may connect to a plant's server, and how. */
export interface ServerAccess {
  /** Folder of key, certificate and trust lists; clients' user certificates lie in `users` in it. */
  readonly pki: string
  /** Loopback by default. */
  readonly host?: string | undefined
  /** A free one by default. */
  readonly port?: number | undefined
  /** Trust the first client that is not known yet, and no other. */
  readonly accept?: boolean | undefined
  /** Names and passwords. */
  readonly users?: Readonly<Record<string, string>> | undefined
  /** Sessions without a user. */
  readonly anonymous?: boolean | undefined
  /** Connections that are neither signed nor encrypted. */
  readonly insecure?: boolean | undefined
}

export interface PlantServer {
  readonly endpoint: string
  readonly port: number
  /** SHA-1 of the certificate, in hexadecimal. */
  readonly thumbprint: string
  readonly addressSpace: AddressSpace
  stop(): Promise<void>
}

const loopback = '127.0.0.1'

/** Starts an OPC UA server whose own namespace, `ns=1`, is called `applicationUri`. */
export async function startPlantServer(applicationUri: string, access: ServerAccess): Promise<PlantServer> {
  const {
    host = loopback,
    port = 0,
    accept = false,
    users: passwords = {},
    anonymous = false,
    insecure = false,
  } = access
  const name = isEverywhere(host) ? hostname() : host
  const pki = await openServerPki(access.pki, applicationUri, [...new Set([name, hostname()])])
  pki.manager.automaticallyAcceptUnknownCertificate = accept && !pki.hasTrusted
  const userFolder = join(access.pki, 'users')
  const users = trustList(userFolder)
  const server = new OPCUAServer({
    host,
    hostname: name,
    port,
    serverInfo: { applicationUri, applicationName: { text: 'Dreamline plant' }, productUri: 'urn:dreamline' },
    buildInfo: { productName: 'Dreamline plant', manufacturerName: 'Dreamline' },
    serverCertificateManager: pki.manager,
    userCertificateManager: users,
    certificateFile: pki.certificateFile,
    privateKeyFile: pki.privateKeyFile,
    securityPolicies: [SecurityPolicy.Basic256Sha256, ...(insecure ? [SecurityPolicy.None] : [])],
    securityModes: [
      MessageSecurityMode.SignAndEncrypt,
      MessageSecurityMode.Sign,
      ...(insecure ? [MessageSecurityMode.None] : []),
    ],
    allowAnonymous: anonymous,
    userManager: { isValidUser: (name: string, password: string) => isPassword(passwords, name, password) },
  })
  // One new client, as with a pairing button.
  server.on('channelSecured', ({ securityMode }) => {
    if (securityMode !== MessageSecurityMode.None) pki.manager.automaticallyAcceptUnknownCertificate = false
  })
  await server.start()
  const endFollowing = [followTrusted(access.pki, pki.manager), followTrusted(userFolder, users)]
  const [endpoint] = server.endpoints
  if (endpoint === undefined) throw new Error('the server has no endpoint')
  return {
    endpoint: `opc.tcp://${name}:${endpoint.port}`,
    port: endpoint.port,
    thumbprint: createHash('sha1').update(server.getCertificate()).digest('hex'),
    addressSpace: server.engine.addressSpace as AddressSpace,
    async stop() {
      for (const end of endFollowing) end()
      await server.shutdown(0)
    },
  }
}

/** Whether a server there listens on all of a computer's addresses, of which none is called so. */
const isEverywhere = (host: string) => host === '0.0.0.0' || host === '::'

/** In the same time for any name and password. */
function isPassword(users: Readonly<Record<string, string>>, name: string, password: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const isKnown = Object.hasOwn(users, name)
  return timingSafeEqual(digest(password), digest(isKnown ? (users[name] as string) : '')) && isKnown
}
