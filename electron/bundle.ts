import { fileURLToPath } from 'node:url'
import { build, type InlineConfig } from 'vite'

const place = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Stays in `node_modules`: Electron itself, and what has a binary beside it. */
const external = ['electron', 'better-sqlite3', 'onnxruntime-node']

const entries = {
  main: place('./main/main.ts'),
  engine: place('./engine-process/main.ts'),
  trainer: place('./engine-process/trainer.ts'),
}

/** Bundles everything of Electron but the window into a folder, by default the one that is packed. */
export async function bundle(folder: string = place('../out/electron')): Promise<void> {
  await build(bundling(folder, entries, 'es', '[name].js'))
  // A page in a sandbox gets its preload as CommonJS, in one file.
  await build(bundling(folder, { preload: place('./preload/preload.ts') }, 'cjs', '[name].cjs'))
}

const bundling = (
  outDir: string,
  input: Record<string, string>,
  format: 'es' | 'cjs',
  entryFileNames: string,
): InlineConfig => ({
  configFile: false,
  logLevel: 'warn',
  root: place('..'),
  publicDir: false,
  ssr: { noExternal: true, external },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: false,
    target: 'node24',
    rolldownOptions: { input, external, output: { format, entryFileNames } },
  },
})

if (import.meta.main) await bundle()
