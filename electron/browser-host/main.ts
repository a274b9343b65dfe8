#!/usr/bin/env node
import { openBrowserHost } from './open.ts'

await openBrowserHost(process.argv.slice(2))
