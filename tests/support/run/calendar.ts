// Every test inside one process runs on this evening, never on the real date; the night run sets others
// (TODAY=2028-02-29T12:00Z).
const { TODAY = "2026-11-24T18:00Z" } = process.env;

// A worker keeps globals across files and reads this one anew for each: what it found first is the real one.
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
