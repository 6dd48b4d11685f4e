/** Returns the result of work in steps, done at once. */
export function finished<T>(steps: Generator<unknown, T>): T {
  while (true) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
