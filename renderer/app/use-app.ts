import { createContext, useContext } from 'react'
import type { App } from '../state/app.ts'

export const AppContext = createContext<App | undefined>(undefined)

export function useApp(): App {
  const app = useContext(AppContext)
  if (app === undefined) throw new Error('a component is shown outside the application')
  return app
}
