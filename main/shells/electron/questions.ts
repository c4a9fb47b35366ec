/** Questions of the engine to the main process, each with a number that its answer carries. */
export interface Questions<Question, Answer> {
  ask(question: Question): Promise<Answer>
  answered(id: number, answer: Answer): void
}

/** `send` passes a question on; its answer comes by `answered`. */
export function createQuestions<Question, Answer>(
  send: (id: number, question: Question) => void,
): Questions<Question, Answer> {
  const waiting = new Map<number, (answer: Answer) => void>()
  let count = 0
  return {
    ask: (question) => {
      count += 1
      const id = count
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        send(id, question)
      })
    },
    answered: (id, answer) => {
      waiting.get(id)?.(answer)
      waiting.delete(id)
    },
  }
}
