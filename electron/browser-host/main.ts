#!/usr/bin/env node
import { openBrowserHost } from './open.ts'
import { askedOptions } from './options.ts'

const options = askedOptions(process.argv.slice(2), process.env)
if (options !== undefined) await openBrowserHost(options)
