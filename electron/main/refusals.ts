import type { App, Session } from 'electron'
import { isOwn } from './protocol.ts'

/** No page goes elsewhere, opens another or holds one inside. */
export function refuseNavigation(app: App): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** Pages get no permission, device or download, and no request of theirs leaves the machine. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isOwn(url) && !isLocal(url) }))
}

const isLocal = (url: string) => ['blob:', 'data:', 'devtools:'].some((scheme) => url.startsWith(scheme))
