import {
  type ClientSession,
  type EndpointDescription,
  MessageSecurityMode,
  OPCUAClient,
  type OPCUAClientOptions,
  SecurityPolicy,
  setDebugLogger,
  setErrorLogger,
  setWarningLogger,
  type UserIdentityInfo,
  UserTokenType,
} from 'node-opcua'
import { PlantError, saidBy, UnreachableError } from '../../plant-error.ts'
import type { Connection } from '../connection.ts'
import { applicationName, applicationUri, openPki, type Pki, pkiFolder, userCertificate } from './pki.ts'

/** A session with the plant's server over a channel secured as the connection file says. */
export interface Channel extends AsyncDisposable {
  readonly session: ClientSession
  readonly namespaces: readonly string[]
  /** Resolves with the reason once the channel or the session is gone, whoever ended it. */
  readonly lost: Promise<string>
}

/** How long the server may take to answer, ms. */
const patience = 5_000

/** The library tells on the terminal what comes back as errors as well. */
for (const silence of [setDebugLogger, setErrorLogger, setWarningLogger]) silence(() => {})

/**
 * Connects to the server and signs in; `password` is asked for only where a user needs one.
 * @throws {PlantError} for a server that cannot be reached, whose certificate is not trusted, or that turns the user away.
 */
export async function openChannel(connection: Connection, password: () => Promise<string>): Promise<Channel> {
  await using cleanup = new AsyncDisposableStack()
  const pki = cleanup.use(await openPki(pkiFolder(connection.file)))
  const endpoint = await endpointOf(connection, pki)
  if (connection.mode !== 'None') await pki.check(endpoint.serverCertificate, connection.endpoint)
  const client = clientFor(connection, pki, {
    securityMode: MessageSecurityMode[connection.mode],
    securityPolicy: connection.mode === 'None' ? SecurityPolicy.None : SecurityPolicy[connection.securityPolicy],
    serverCertificate: endpoint.serverCertificate,
    keepSessionAlive: true,
  })
  cleanup.defer(() => client.disconnect())
  const lost = new Promise<string>((resolve) => {
    client.on('connection_lost', () => resolve('the connection is lost'))
    client.on('close', () => resolve('the connection is closed'))
  })
  await client.connect(connection.endpoint).catch((error) => {
    throw unreachable(connection, error)
  })
  const identity = await identityFor(connection, password)
  const session = await client.createSession(identity).catch((error) => {
    const problem = `The server does not open a session: ${saidBy(error)}`
    throw new PlantError(
      problem,
      'Check the user and the password, and that the server trusts Dreamline',
      connection.endpoint,
    )
  })
  const ended = new Promise<string>((resolve) => session.on('session_closed', () => resolve('the session is closed')))
  const namespaces = await session.readNamespaceArray()
  const open = cleanup.move()
  return {
    session,
    namespaces,
    lost: Promise.race([lost, ended]),
    async [Symbol.asyncDispose]() {
      await session.close(true).catch(() => {})
      await open.disposeAsync()
    },
  }
}

function clientFor(connection: Connection, { manager }: Pki, options: OPCUAClientOptions): OPCUAClient {
  return OPCUAClient.create({
    applicationName,
    applicationUri,
    clientName: `Dreamline of ${connection.file}`,
    clientCertificateManager: manager,
    // A connection that is lost is not mended behind the guard's back.
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 1000 },
    endpointMustExist: false,
    transportTimeout: patience,
    defaultTransactionTimeout: patience,
    requestedSessionTimeout: 30_000,
    ...options,
  })
}

/** What the server offers of the security that the connection file asks for, its certificate among it. */
async function endpointOf(connection: Connection, pki: Pki): Promise<EndpointDescription> {
  const client = clientFor(connection, pki, {
    securityMode: MessageSecurityMode.None,
    securityPolicy: SecurityPolicy.None,
  })
  try {
    await client.connect(connection.endpoint)
    const offered = await client.getEndpoints()
    const policy = connection.mode === 'None' ? 'None' : connection.securityPolicy
    const found = offered.find(
      ({ securityMode, securityPolicyUri }) =>
        securityMode === MessageSecurityMode[connection.mode] && securityPolicyUri?.endsWith(`#${policy}`),
    )
    if (found !== undefined) return found
    const known = offered.map(
      (each) => `${each.securityPolicyUri?.split('#')[1]} ${MessageSecurityMode[each.securityMode]}`,
    )
    const problem = `The server does not offer ${policy} with ${connection.mode}`
    throw new PlantError(problem, `It offers ${[...new Set(known)].join(', ')}`, connection.endpoint)
  } catch (error) {
    throw error instanceof PlantError ? error : unreachable(connection, error)
  } finally {
    await client.disconnect()
  }
}

const unreachable = ({ endpoint }: Connection, error: unknown) =>
  new UnreachableError(
    `The server cannot be reached: ${saidBy(error)}`,
    'Check that it runs, and its address',
    endpoint,
    error,
  )

async function identityFor(connection: Connection, password: () => Promise<string>): Promise<UserIdentityInfo> {
  const { user } = connection
  if (user === undefined) return { type: UserTokenType.Anonymous }
  if (user !== 'certificate') {
    return { type: UserTokenType.UserName, userName: user.name, password: await password() }
  }
  const { certificate, privateKey } = userCertificate(pkiFolder(connection.file))
  return { type: UserTokenType.Certificate, certificateData: certificate, privateKey }
}
