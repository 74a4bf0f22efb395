import { posix } from 'node:path'
import ts from 'typescript'
import type { TextFile } from './project.ts'

/** An import, a re-export or a dynamic import as a file writes it. */
export interface Import {
  readonly specifier: string
  readonly line: number
  /** True where it is erased: nothing of it is left when the program runs. */
  readonly typeOnly: boolean
  /** The path from the root, where the specifier is relative. */
  readonly target?: string
}

const parsed = new WeakMap<TextFile, ts.SourceFile>()

/** Parses a file once. */
export function parse(file: TextFile): ts.SourceFile {
  const known = parsed.get(file)
  if (known !== undefined) return known
  const kind = file.path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true, kind)
  parsed.set(file, source)
  return source
}

/** The line that a node begins on, counted from 1. */
export function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
}

/** Calls `visit` for every node of a file, outer ones first. */
export function walk(source: ts.SourceFile, visit: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    visit(node)
    ts.forEachChild(node, step)
  }
  ts.forEachChild(source, step)
}

/** Everything that a file imports, in the order it is written. */
export function importsOf(file: TextFile): readonly Import[] {
  const source = parse(file)
  const imports: Import[] = []
  walk(source, (node) => {
    const found = readImport(node)
    if (found === undefined) return
    const { specifier, typeOnly } = found
    const relative = specifier.startsWith('.')
    const target = relative ? posix.join(posix.dirname(file.path), specifier) : undefined
    const line = lineOf(source, node)
    imports.push({ specifier, line, typeOnly, ...(target === undefined ? {} : { target }) })
  })
  return imports
}

function readImport(node: ts.Node): { specifier: string; typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    return { specifier: node.moduleSpecifier.text, typeOnly }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    if (!ts.isStringLiteral(node.moduleSpecifier)) return undefined
    return { specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly }
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments
    if (argument === undefined || !ts.isStringLiteralLike(argument)) return undefined
    return { specifier: argument.text, typeOnly: false }
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const { literal } = node.argument
    return ts.isStringLiteral(literal) ? { specifier: literal.text, typeOnly: true } : undefined
  }
  return undefined
}
