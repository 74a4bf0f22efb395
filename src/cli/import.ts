import { resolve } from 'node:path'
import { StartError } from '../kernel/start-error.ts'
import { demonstrationFolder, pilotDeps } from '../main.ts'
import { formatReport, type ImportReport } from '../pilot/report.ts'
import { importDemonstrationPilot, importPilot } from '../pilot/service.ts'
import { tellStory } from '../pilot/story.ts'
import { print, tell } from './terminal.ts'
import { withProgram } from './with-program.ts'

/** Imports a pilot from a folder of CSV files: all of it, or nothing where anything is wrong. */
export async function importFolder(folder: string): Promise<void> {
  await withProgram(async (program) => {
    tellReport(await importPilot(resolve(folder), pilotDeps(program)))
  })
}

function tellReport(report: ImportReport): void {
  const lines = formatReport(report)
  if (report.status === 'refused') throw new StartError(lines.join('\n'))
  for (const line of lines) print(line)
}

/** Imports the demonstration pilot that comes with the program. */
export async function importDemonstration(): Promise<void> {
  tell('Loading the demonstration pilot: 13 regions, invented.')
  await withProgram(async (program) => {
    const folder = demonstrationFolder()
    const report = await importDemonstrationPilot(folder, pilotDeps(program))
    if (report.status === 'imported') await tellStory(pilotDeps(program))
    tellReport(report)
  })
}
