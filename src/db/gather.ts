/**
 * Puts many callers' questions into one statement: what is asked while a statement is on its way goes with the next.
 * No timer, so a lone question goes at once, and no answer is older than its question.
 *
 * @param ask sends some questions in one statement and gives the answers in their order
 * @param most so many questions go in one statement
 * @example const find = gather((ids: readonly Uuid[]) => selectAll(sql, ids)) // await find(id)
 */
export function gather<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  most = 500,
): (question: Question) => Promise<Answer> {
  let waiting: Waiting<Question, Answer>[] = []
  let isRunning = false

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const some = waiting.slice(0, most)
      waiting = waiting.slice(most)
      await answerAll(ask, some)
    }
    isRunning = false
  }
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject })
      if (isRunning) return
      isRunning = true
      // After this turn of the event loop, so that requests which came in together go together.
      setImmediate(run)
    })
}

interface Waiting<Question, Answer> {
  readonly question: Question
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** Never rejects: what fails, fails for those who asked. */
async function answerAll<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  asked: readonly Waiting<Question, Answer>[],
): Promise<void> {
  try {
    const answers = await ask(asked.map(({ question }) => question))
    if (answers.length !== asked.length) throw new RangeError('each question wants one answer')
    for (const [index, answer] of answers.entries()) asked[index]?.resolve(answer)
  } catch (error) {
    for (const { reject } of asked) reject(error)
  }
}
