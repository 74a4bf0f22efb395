import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeText } from './core/encoding.ts'
import { PILOT_FILES } from './core/files.ts'
import { type FileProblem, quoted } from './core/problem.ts'

/** A file may hold so many bytes. */
export const FILE_BYTES_MAX = 8 * 1024 * 1024

/** The texts of a folder's files by name, and what is wrong with those that have none. */
export interface FolderTexts {
  readonly texts: ReadonlyMap<string, string>
  readonly problems: readonly FileProblem[]
  /** CSV files that are none of the six: nothing of them is read. */
  readonly ignored: readonly string[]
}

/** Reads the six files of a pilot from a folder, as text. */
export async function readFolder(folder: string): Promise<FolderTexts> {
  const names = await listFolder(folder)
  if (typeof names !== 'object') {
    return { texts: new Map(), problems: [folderProblem(folder, names)], ignored: [] }
  }
  if (!PILOT_FILES.some((file) => names.includes(file))) {
    const found = names.length === 0 ? 'is empty' : 'holds none of the six files'
    return { texts: new Map(), problems: [folderProblem(folder, found)], ignored: [] }
  }
  const texts = new Map<string, string>()
  const problems: FileProblem[] = []
  for (const file of PILOT_FILES) {
    const read = names.includes(file)
      ? await readText(join(folder, file))
      : { problem: `it is missing from the folder ${folder}` }
    if ('text' in read) texts.set(file, read.text)
    else problems.push(fileProblem(file, read.problem))
  }
  const others = names.filter((name) => !PILOT_FILES.some((file) => file === name))
  return { texts, problems, ignored: others.filter((name) => /\.csv$/i.test(name)).sort() }
}

async function listFolder(folder: string): Promise<readonly string[] | string> {
  try {
    return await readdir(folder)
  } catch (error) {
    switch (errorCode(error)) {
      case 'ENOENT':
        return 'does not exist'
      case 'ENOTDIR':
        return 'is a file and not a folder'
      case 'EACCES':
      case 'EPERM':
        return 'may not be read by this user'
      default:
        throw error
    }
  }
}

async function readText(path: string): Promise<{ text: string } | { problem: string }> {
  try {
    const found = await stat(path)
    if (!found.isFile()) return { problem: 'it is no file' }
    if (found.size > FILE_BYTES_MAX) {
      return {
        problem: `it has ${found.size} bytes, and at most ${FILE_BYTES_MAX} are read: split it over several folders`,
      }
    }
    const decoded = decodeText(await readFile(path))
    return 'problem' in decoded ? { problem: decoded.problem } : { text: decoded.text }
  } catch (error) {
    const code = errorCode(error)
    if (code === 'EACCES' || code === 'EPERM') return { problem: 'this user may not read it' }
    if (code === 'ENOENT') return { problem: 'it is a link that leads nowhere' }
    throw error
  }
}

function folderProblem(folder: string, found: string): FileProblem {
  const allowed = `a folder with ${PILOT_FILES.join(', ')}`
  const message = `${quoted(folder)} ${found}: a pilot is ${allowed}.`
  return { file: '.', line: null, column: null, got: folder, allowed, message }
}

function fileProblem(file: string, problem: string): FileProblem {
  const allowed = `a CSV file named ${file}`
  return { file, line: null, column: null, got: problem, allowed, message: `${problem}.` }
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
