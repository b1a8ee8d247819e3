// Language tags come from users' own data: inventing new ones must not fill the memory.
const MOST_ANSWERS = 1_000

/** The same function, which computes each answer once. */
export function memoize<Answer>(compute: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>()
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined || answers.has(text)) return known as Answer
    if (answers.size >= MOST_ANSWERS) answers.clear()
    const answer = compute(text)
    answers.set(text, answer)
    return answer
  }
}
