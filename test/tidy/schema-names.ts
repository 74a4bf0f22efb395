import ts from 'typescript'
import type { Finding, TextFile } from './project.ts'
import { lineOf, parse, walk } from './syntax.ts'

/**
 * Finds names that two schemas of the API have, `.openapi('Name')`: the document would show one of them in both places.
 * In a function a name is one for as many schemas as the function is called.
 */
export function checkSchemaNames(files: readonly TextFile[]): readonly Finding[] {
  const homes = new Map<string, string>()
  return files
    .filter(({ path, text }) => path.startsWith('src/') && text.includes('.openapi('))
    .flatMap((file) => namesIn(file))
    .flatMap(({ name, path, line, isInFunction }): Finding[] => {
      if (isInFunction) {
        const message = `the schema ${name} is named in a function: each call makes another one`
        return [{ path, line, message }]
      }
      const home = homes.get(name)
      homes.set(name, `${path}:${line}`)
      if (home === undefined) return []
      return [{ path, line, message: `the schema ${name} has the name of the one at ${home}` }]
    })
}

interface Named {
  readonly name: string
  readonly path: string
  readonly line: number
  readonly isInFunction: boolean
}

function namesIn(file: TextFile): readonly Named[] {
  const source = parse(file)
  const found: Named[] = []
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return
    const [first] = node.arguments
    if (node.expression.name.text !== 'openapi' || first === undefined) return
    if (!ts.isStringLiteralLike(first)) return
    const isInFunction = ts.findAncestor(node, ts.isFunctionLike) !== undefined
    found.push({ name: first.text, path: file.path, line: lineOf(source, first), isInFunction })
  })
  return found
}
