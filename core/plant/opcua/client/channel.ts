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
import type { Access } from '../connection.ts'
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
export async function openChannel(access: Access, password: () => Promise<string>): Promise<Channel> {
  await using cleanup = new AsyncDisposableStack()
  const pki = cleanup.use(await openPki(pkiFolder(access.file)))
  const endpoint = await endpointOf(access, pki)
  if (access.mode !== 'None') await pki.check(endpoint.serverCertificate, access.endpoint)
  const client = clientFor(access, pki, {
    securityMode: MessageSecurityMode[access.mode],
    securityPolicy: access.mode === 'None' ? SecurityPolicy.None : SecurityPolicy[access.securityPolicy],
    serverCertificate: endpoint.serverCertificate,
    keepSessionAlive: true,
  })
  cleanup.defer(() => client.disconnect())
  const lost = new Promise<string>((resolve) => {
    client.on('connection_lost', () => resolve('the connection is lost'))
    client.on('close', () => resolve('the connection is closed'))
  })
  await client.connect(access.endpoint).catch((error) => {
    throw /ECONN|premature/.test(saidBy(error)) ? unreachable(access, error) : turnedAway(access, pki, error)
  })
  const identity = await identityFor(access, password)
  const session = await client.createSession(identity).catch((error) => {
    const problem = `The server does not open a session: ${saidBy(error)}`
    throw new PlantError(
      problem,
      'Check the user and the password, and that the server trusts Dreamline',
      access.endpoint,
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

function clientFor(access: Access, { manager }: Pki, options: OPCUAClientOptions): OPCUAClient {
  return OPCUAClient.create({
    applicationName,
    applicationUri,
    clientName: `Dreamline of ${access.file}`,
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
async function endpointOf(access: Access, pki: Pki): Promise<EndpointDescription> {
  const client = clientFor(access, pki, {
    securityMode: MessageSecurityMode.None,
    securityPolicy: SecurityPolicy.None,
  })
  try {
    await client.connect(access.endpoint)
    const offered = await client.getEndpoints()
    const policy = access.mode === 'None' ? 'None' : access.securityPolicy
    const found = offered.find(
      ({ securityMode, securityPolicyUri }) =>
        securityMode === MessageSecurityMode[access.mode] && securityPolicyUri?.endsWith(`#${policy}`),
    )
    if (found !== undefined) return found
    const known = offered.map(
      (each) => `${each.securityPolicyUri?.split('#')[1]} ${MessageSecurityMode[each.securityMode]}`,
    )
    const problem = `The server does not offer ${policy} with ${access.mode}`
    throw new PlantError(problem, `It offers ${[...new Set(known)].join(', ')}`, access.endpoint)
  } catch (error) {
    throw error instanceof PlantError ? error : unreachable(access, error)
  } finally {
    await client.disconnect()
  }
}

const unreachable = ({ endpoint }: Access, error: unknown) =>
  new UnreachableError(
    `The server cannot be reached: ${saidBy(error)}`,
    'Check that it runs, and its address',
    endpoint,
    error,
  )

async function identityFor(access: Access, password: () => Promise<string>): Promise<UserIdentityInfo> {
  const { user } = access
  if (user === undefined) return { type: UserTokenType.Anonymous }
  if (user !== 'certificate') {
    return { type: UserTokenType.UserName, userName: user.name, password: await password() }
  }
  const { certificate, privateKey } = userCertificate(pkiFolder(access.file))
  return { type: UserTokenType.Certificate, certificateData: certificate, privateKey }
}

function turnedAway({ endpoint }: Access, { manager }: Pki, error: unknown): PlantError {
  const problem = `The server does not let Dreamline in: ${saidBy(error)}`
  const remedy = `Have its administrator trust the certificate in ${manager.ownCertFolder}`
  return new PlantError(problem, remedy, endpoint, error)
}
