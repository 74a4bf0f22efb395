import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** One bash that stays open, so that what a step defines is there for the next. */
export interface Shell {
  /** Runs commands as if pasted, and waits for them. Output and messages come as one text. */
  run(commands: string): Promise<{ readonly output: string; readonly exitCode: number }>
  close(): Promise<void>
}

const MARK = /={3} answered (\d+) ={3}\n/

/**
 * Opens a bash.
 *
 * @param cwd the folder it starts in
 * @param env added to the environment of the tests
 */
export function openShell(cwd: string, env: Readonly<Record<string, string>>): Shell {
  const bash = spawn('bash', ['--noprofile', '--norc'], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  bash.stdin.write('exec 2>&1\n')
  const closed = once(bash, 'close')
  let answer = ''
  bash.stdout.setEncoding('utf8')

  const readAnswer = (): Promise<{ output: string; exitCode: number }> =>
    new Promise((resolve, reject) => {
      const onText = (text: string): void => {
        answer += text
        const mark = MARK.exec(answer)
        if (mark === null) return
        bash.stdout.off('data', onText)
        resolve({ output: answer.slice(0, mark.index), exitCode: Number(mark[1]) })
        answer = ''
      }
      bash.stdout.on('data', onText)
      closed.then(() => reject(new Error(`the shell ended: ${answer}`)), reject)
    })

  return {
    run(commands) {
      const reading = readAnswer()
      // A command that reads its input must not eat the next step.
      bash.stdin.write(`{\n${commands}\n} </dev/null\necho "=== answered $? ==="\n`)
      return reading
    },
    async close() {
      bash.stdin.end()
      await closed
    },
  }
}
