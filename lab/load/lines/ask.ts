// Asks a server how it is, again and again: bun ask.ts ORIGIN MS. Its own process, or a run's work would count as the server's.
// Prints each answer time (ms) and the number of missing answers.
const [origin = "", ms = "0"] = process.argv.slice(2);
const until = performance.now() + Number(ms);
const found = { waits: [] as number[], unanswered: 0 };
while (performance.now() < until) {
  const from = performance.now();
  const answer = await fetch(`${origin}/healthz`).catch(() => null);
  if (!answer?.ok) found.unanswered += 1;
  await answer?.arrayBuffer();
  found.waits.push(performance.now() - from);
  await Bun.sleep(10);
}
process.stdout.write(JSON.stringify(found));

export type Asked = typeof found;
