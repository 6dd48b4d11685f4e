import { DemoOver, type Pace } from "./pace.ts";
import type { Script } from "./scripts/script.ts";
import { liveYoungPerson } from "./young-person.ts";

export const most = 6;
/** In ms: for the first ones, then for each next one. */
const first = [500, 1_500, 2_000, 2_500];
const later = 25_000;

interface Street {
  origin: string;
  scripts: Script[];
  pace: Pace;
  report(what: string, error: unknown): void;
}

/** Lets young people come one after the other. Throws DemoOver when the demo ends. */
export async function openStreet({ origin, scripts, pace, report }: Street): Promise<never> {
  const here = new Set<Script>();
  const rested = [...scripts];
  for (let count = 0; ; count += 1) {
    const soon = first[count];
    await (soon === undefined ? pace.about(later) : pace.pause(soon));
    const script = here.size < most ? rested.shift() : undefined;
    if (!script) continue;
    here.add(script);
    void liveYoungPerson(origin, script, pace)
      .catch((error) => {
        if (!(error instanceof DemoOver)) report("a young person of the demo is gone", error);
      })
      .then(() => {
        here.delete(script);
        rested.push(script);
      });
  }
}
