import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { checkArrows } from './tidy/arrows.ts'
import { checkCalls } from './tidy/calls.ts'
import { checkCycles } from './tidy/cycles.ts'
import { checkDocuments, checkOrphans, checkReadmes } from './tidy/documents.ts'
import { checkLockfile, checkPackages } from './tidy/packages.ts'
import { codeFiles, describeFinding, type Finding, readProject } from './tidy/project.ts'
import { checkSchemaNames } from './tidy/schema-names.ts'
import { checkSizes } from './tidy/sizes.ts'
import { checkNames, checkWords } from './tidy/words.ts'

const files = readProject(dirname(dirname(fileURLToPath(import.meta.url))))
const code = codeFiles(files)

function lines(findings: readonly Finding[]): readonly string[] {
  return findings.map(describeFinding)
}

function read(path: string): string {
  const file = files.find((one) => one.path === path)
  if (file === undefined) throw new Error(`${path} is missing`)
  return file.text
}

describe('the project', () => {
  test('imports only along the arrows', () => {
    expect(lines(checkArrows(code))).toEqual([])
  })

  test('has no circle of imports', () => {
    expect(lines(checkCycles(code))).toEqual([])
  })

  test('keeps files and functions on their page', () => {
    expect(lines(checkSizes(code))).toEqual([])
  })

  test('asks for clock, randomness, environment and console only where they live', () => {
    expect(lines(checkCalls(code))).toEqual([])
  })

  test('gives each schema of the API a name of its own', () => {
    expect(lines(checkSchemaNames(code))).toEqual([])
  })

  test('has no unfinished, silenced or machine-bound text', () => {
    expect(lines(checkWords(files))).toEqual([])
  })

  test('has names that say something', () => {
    expect(lines(checkNames(files))).toEqual([])
  })

  test('has documents with one title and links that lead somewhere', () => {
    expect(lines(checkDocuments(files))).toEqual([])
  })

  test('has no page that cannot be found', () => {
    expect(lines(checkOrphans(files))).toEqual([])
  })

  test('has a README of readable length in every capability', () => {
    expect(lines(checkReadmes(files))).toEqual([])
  })

  test('imports only packages that the manifest names', () => {
    expect(lines(checkPackages(files, JSON.parse(read('package.json'))))).toEqual([])
  })

  test('locks what packages are, not where they come from', () => {
    const path = 'package-lock.json'
    expect(lines(checkLockfile({ path, text: read(path) }))).toEqual([])
  })
})
