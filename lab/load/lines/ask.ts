// Asks a server how it is, again and again: bun ask.ts ORIGIN MS. In a process of its own, since what else a run does would be counted as
// the server's. Says at the end how long each answer took (ms) and how many were none.
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
