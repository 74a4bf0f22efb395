import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PurgeCSS } from 'purgecss'
import { build, defineConfig, type Plugin, type UserConfig } from 'vite'

// The reader's WebAssembly file, from the very version that barcode-detector was built with.
const resolveFromDetector = createRequire(
  createRequire(import.meta.url).resolve('barcode-detector/ponyfill'),
)

type PostcssOptions = Exclude<NonNullable<UserConfig['css']>['postcss'], string | undefined>
type StylePlugin = Extract<
  NonNullable<PostcssOptions['plugins']>[number],
  { postcssPlugin: string; Once?: unknown }
>

/** Bundles what browsers load into dist/web: hashed names, and the manifest that the pages read. */
export default defineConfig({
  // Vite serves nothing: the service hands out dist/web itself.
  appType: 'custom',
  publicDir: 'src/web/public',
  base: '/',
  resolve: {
    alias: [
      {
        find: /^barcode-detector\/zxing_reader\.wasm/,
        replacement: resolveFromDetector.resolve('zxing-wasm/reader/zxing_reader.wasm'),
      },
    ],
  },
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: ['chrome100', 'firefox100', 'safari15.4'],
    // A strict content security policy: nothing may become a data: address by surprise.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: [
        'src/web/styles/page.css',
        'src/web/styles/page-rtl.css',
        'src/web/till/client/main.tsx',
        'src/web/desk/client/progress.ts',
        'src/web/desk/client/hand-over.ts',
        'src/web/desk/client/instrument.ts',
        'src/web/demo/client/main.ts',
        'src/web/till/worker/worker.ts',
        'src/web/till-kit/client/main.ts',
        'src/web/print/client/main.tsx',
        'src/web/wallet-link/client/main.ts',
        'src/web/wallet/client/main.tsx',
        'src/web/wallet/client/worker.ts',
        'src/web/sign-in/client/main.tsx',
        'src/web/desk/client/import.ts',
        'src/web/desk/client/documents.ts',
        'src/web/lab/client/board.ts',
        'src/web/lab/client/form.ts',
        'src/web/lab/client/oracles.ts',
        'src/web/lab/client/sensitivity.ts',
      ],
    },
  },
  css: { postcss: { plugins: [unusedRulesRemover()] } },
  plugins: [verifyPage()],
})

/**
 * Writes the page that verifies an export as one file without any other. Its policy names its own script and style by
 * their hashes and allows nothing else: no request, no form, no frame.
 */
function verifyPage(): Plugin {
  return {
    name: 'fra-noi-verify-page',
    async closeBundle() {
      const built = await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        build: {
          write: false,
          target: ['chrome100', 'firefox100', 'safari15.4'],
          rollupOptions: { input: 'src/web/verify/client/main.ts', output: { format: 'iife' } },
        },
      })
      const outputs = 'output' in built ? built.output : []
      const chunk = outputs.find((one) => one.type === 'chunk')
      if (chunk?.type !== 'chunk') throw new Error('the verifying page has no script')
      const script = chunk.code.replaceAll('</script', '<\\/script')
      const style = await readFile('src/web/verify/verify.css', 'utf8')
      const hash = (text: string) =>
        `'sha256-${createHash('sha256').update(text).digest('base64')}'`
      const policy = [
        "default-src 'none'",
        `script-src ${hash(script)}`,
        `style-src ${hash(style)}`,
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; ')
      const page = await readFile('src/web/verify/verify.html', 'utf8')
      const parts: Readonly<Record<string, string>> = {
        '/* policy */': policy,
        '/* style */': style,
        '/* script */': script,
      }
      const whole = page.replace(
        /\/\* (?:policy|style|script) \*\//g,
        (name) => parts[name] ?? name,
      )
      await writeFile('dist/web/verify.html', whole)
    },
  }
}

/** Keeps of Bootstrap what the pages name. Runs before the files are hashed. */
function unusedRulesRemover(): StylePlugin {
  return {
    postcssPlugin: 'fra-noi-unused-rules',
    async Once(root, { postcss }) {
      const [purged] = await new PurgeCSS().purge({
        content: ['src/web/**/*.{ts,tsx}'],
        css: [{ raw: root.toString() }],
        variables: true,
      })
      if (purged === undefined) throw new Error('PurgeCSS gave no style sheet')
      const from = root.source?.input.from
      root.removeAll()
      root.append(postcss.parse(purged.css, from === undefined ? {} : { from }))
    },
  }
}
