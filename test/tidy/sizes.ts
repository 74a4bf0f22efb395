import ts from 'typescript'
import { countLines, type Finding, type TextFile } from './project.ts'
import { lineOf, parse, walk } from './syntax.ts'

const FILE_LINES_MAX = 400
const FUNCTION_LINES_MAX = 70

/** Files and functions that do not fit on their page. */
export function checkSizes(files: readonly TextFile[]): readonly Finding[] {
  return files.flatMap((file) => [...checkFile(file), ...checkFunctions(file)])
}

function checkFile(file: TextFile): readonly Finding[] {
  const lines = countLines(file.text)
  if (lines <= FILE_LINES_MAX) return []
  const message = `has ${lines} lines; a file has at most ${FILE_LINES_MAX}`
  return [{ path: file.path, line: FILE_LINES_MAX + 1, message }]
}

function checkFunctions(file: TextFile): readonly Finding[] {
  const source = parse(file)
  const findings: Finding[] = []
  walk(source, (node) => {
    if (!ts.isFunctionLike(node) || isSuite(node)) return
    const line = lineOf(source, node)
    const lines = source.getLineAndCharacterOfPosition(node.getEnd()).line + 2 - line
    if (lines <= FUNCTION_LINES_MAX) return
    const message = `a function of ${lines} lines; one has at most ${FUNCTION_LINES_MAX}`
    findings.push({ path: file.path, line, message })
  })
  return findings
}

/** The body of a `describe` is a chapter of tests, not a function that does something. */
function isSuite(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText())
}
