import { type Answer, answerQuestion } from '../../../../simulations/quantity.ts'

/** An answer, and which of the questions it is to. */
export interface OracleReply {
  readonly index: number
  readonly answer: Answer
}

interface WorkerScope {
  postMessage(reply: OracleReply): void
  addEventListener(
    name: 'message',
    listener: (event: { readonly data: readonly unknown[] }) => void,
  ): void
}

const scope = globalThis as unknown as WorkerScope

scope.addEventListener('message', ({ data }) => {
  for (const [index, question] of data.entries()) {
    scope.postMessage({ index, answer: answerQuestion(question) })
  }
})
