import { readConfig } from '../config.ts'
import { StartError } from '../kernel/start-error.ts'
import { openProgram, type Program } from '../main.ts'
import { listenForStop } from './stopping.ts'

/**
 * Opens the program for one command, beside a service that may be running, and closes it, also where the
 * command is broken off.
 */
export async function withProgram(work: (program: Program) => Promise<void>): Promise<void> {
  const stopping = listenForStop()
  const program = await openProgram(readConfig(), { purpose: 'command' })
  try {
    const brokenOff = stopping.asked.then((signal) => {
      throw new StartError(`Broken off by ${signal}.`)
    })
    await Promise.race([work(program), brokenOff])
  } finally {
    await program.close()
    stopping.release()
  }
}
