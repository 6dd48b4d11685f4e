// No test of what happens inside one process looks at the calendar it runs on: for all of them it is this evening, and time goes
// on from there. The night run sets other ones (TODAY=2028-02-29T12:00Z).
const { TODAY = "2026-11-24T18:00Z" } = process.env;

// A worker keeps its globals from file to file and reads this again for each: what it found first is the real one.
const worker = globalThis as { calendar?: { real: DateConstructor; ahead: number } };

if (!worker.calendar) {
  const real = Date;
  const ahead = Date.parse(TODAY) - real.now();
  const now = () => real.now() + ahead;
  worker.calendar = { real, ahead };
  const today: DateConstructor = new Proxy(real, {
    construct: (_real, given, target) =>
      Reflect.construct(real, given.length > 0 ? given : [now()], target === today ? real : target),
    get: (_real, name) => (name === "now" ? now : Reflect.get(real, name)),
  });
  real.prototype.constructor = today;
  globalThis.Date = today;
}
