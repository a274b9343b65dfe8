import { createRoot } from 'react-dom/client'
import './theme.css'
import { Frame } from './app/frame.tsx'
import { AppContext } from './app/use-app.ts'
import { openSocket, portsOf } from './engine/channel.ts'
import { createClient } from './engine/client.ts'
import { createApp } from './state/app.ts'
import { draftsIn } from './state/drafts.ts'
import { startWords } from './text/words.ts'

// Electron serves the window by its own protocol and hands over a port; a browser opens a socket to its host.
const client = await createClient(location.protocol === 'app:' ? portsOf(window) : openSocket)
const app = await createApp(client, draftsIn(localStorage))
await startWords(app.settings.getState().settings.language)
createRoot(document.getElementById('root') as HTMLElement).render(
  <AppContext value={app}>
    <Frame />
  </AppContext>,
)

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void app.study.getState().save()
})
