// Every test inside one process runs on this evening, never on the real date; the night run sets others
// (TODAY=2028-02-29T12:00Z).
const { TODAY = "2026-11-24T18:00Z" } = process.env;

// A worker keeps globals across files and reads this one anew for each: what it found first is the real one.
const worker = globalThis as { calendar?: { real: DateConstructor; ahead: number; timers: unknown[] } };
const timersNow = () => [setTimeout, setInterval, setImmediate];

if (!worker.calendar) {
  const real = Date;
  const ahead = Date.parse(TODAY) - real.now();
  const now = () => real.now() + ahead;
  worker.calendar = { real, ahead, timers: timersNow() };
  const today: DateConstructor = new Proxy(real, {
    construct: (_real, given, target) =>
      Reflect.construct(real, given.length > 0 ? given : [now()], target === today ? real : target),
    get: (_real, name) => (name === "now" ? now : Reflect.get(real, name)),
  });
  real.prototype.constructor = today;
  globalThis.Date = today;
}

if (timersNow().some((timer, n) => timer !== worker.calendar?.timers[n])) {
  throw new Error("a file that ran before this one left a turned clock behind");
}
