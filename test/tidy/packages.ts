import { builtinModules } from 'node:module'
import { codeFiles, type Finding, type TextFile } from './project.ts'
import { importsOf } from './syntax.ts'

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

interface LockedPackage {
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
}

/** A lockfile that says where packages come from, or does not say what they are. */
export function checkLockfile(file: TextFile): readonly Finding[] {
  const { packages } = JSON.parse(file.text) as { packages: Record<string, LockedPackage> }
  return Object.entries(packages).flatMap(([name, locked]) => {
    const line = file.text.split('\n').findIndex((text) => text.includes(`"${name}"`)) + 1
    const finding = (message: string): Finding => ({ path: file.path, line, message })
    // What stands in the checkout is not under node_modules; only links from there lead to it.
    const isOurs = !name.includes('node_modules') || locked.link === true
    if (locked.resolved !== undefined && !isOurs) return [finding(`${name} has a resolved address`)]
    return isOurs || locked.integrity !== undefined ? [] : [finding(`${name} has no integrity`)]
  })
}

/** Imports of packages that the manifest does not name, or that a service installed without development packages would lack. */
export function checkPackages(files: readonly TextFile[], manifest: Manifest): readonly Finding[] {
  const shipped = new Set(Object.keys(manifest.dependencies ?? {}))
  const declared = new Set([...shipped, ...Object.keys(manifest.devDependencies ?? {})])
  return codeFiles(files).flatMap((file) => {
    const known = isShipped(file.path) ? shipped : declared
    return importsOf(file).flatMap(({ specifier, line, target, typeOnly }) => {
      const name = packageOf(specifier)
      const allowed = typeOnly ? declared : known
      if (target !== undefined || isBuiltin(specifier) || allowed.has(name)) return []
      const list = isShipped(file.path) ? 'dependencies' : 'package.json'
      return [{ path: file.path, line, message: `${name} is not among the ${list}` }]
    })
  })
}

/** Bundled client modules and development tools are built beforehand; all else in `src` runs from its packages. */
function isShipped(path: string): boolean {
  return /^(src|simulations)\//.test(path) && !/\/client\//.test(path)
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier)
}

/** `@scope/name` of `@scope/name/deep/path`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
