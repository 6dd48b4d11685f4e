/** What work in steps comes to, all of it at once. */
export function finished<T>(steps: Generator<unknown, T>): T {
  while (true) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
