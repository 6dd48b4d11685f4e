import { clientId } from "#lab/load/report/random.ts";
import type { Figure } from "#lab/load/report/report.ts";
import { percentile } from "#lab/load/report/report.ts";
import { socket } from "#tests/support/outside/socket.ts";
import type { House } from "./house.ts";

/** Noor's chat: `took` is how long her words need to reach her counsellor, ms. */
interface Honest {
  took: number[];
  lost(): number;
  stop(): Promise<void>;
}

const least = 8;

/** Writes in the first chat of a house until stopped, within the limits of a chat. */
export async function honest({ origin, world }: House, everyMs = 250): Promise<Honest> {
  const [noor] = world.young;
  const anna = world.counsellors[noor!.counsellor]!;
  const down = await socket(origin, `/staff/live?open=${noor!.id}`, anna.cookie);
  const took: number[] = [];
  let lost = 0;
  let goes = true;
  const going = (async () => {
    while (goes) {
      const word = `w${clientId()}`;
      const from = performance.now();
      const body = new URLSearchParams({ client_id: clientId(), text: word });
      const headers = { Cookie: noor!.cookie, Origin: origin, "X-Chat": "1" };
      const answer = await fetch(`${origin}/send`, { method: "POST", headers, body }).catch(() => null);
      await answer?.text().catch(() => "");
      if (answer?.status === 200 && (await comes(down.got, word))) took.push(performance.now() - from);
      // Her own limit is not the attack's doing.
      else if (answer?.status !== 429) lost += 1;
      await Bun.sleep(everyMs);
    }
  })();
  return {
    took,
    lost: () => lost,
    stop: async () => {
      // One word is no measure.
      for (const from = performance.now(); took.length < least && performance.now() - from < 15_000; )
        await Bun.sleep(50);
      goes = false;
      await going;
      down.close();
    },
  };
}

async function comes(got: string[], word: string): Promise<boolean> {
  for (let from = performance.now(); performance.now() - from < 10_000; await Bun.sleep(1)) {
    if (got.some((frame) => frame.includes(word))) {
      got.length = 0;
      return true;
    }
  }
  return false;
}

/** Judges delivery at the 95th percentile times the slack; with infinite slack, beside other tests, only lost words. */
export function honestFigures(name: string, { took, lost }: Honest, mostMs: number, slack: number): Figure[] {
  const [p50, p95] = [percentile(took, 0.5), percentile(took, 0.95)];
  return [
    {
      name: `${name}: an honest chat, from one screen to the other`,
      got: `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms of ${took.length}, ${lost()} lost`,
      aim: Number.isFinite(slack) ? `p95 at most ${mostMs * slack} ms, none lost` : "none lost",
      pass: p95 <= mostMs * slack && lost() === 0 && took.length >= least,
    },
  ];
}

export const mb = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Judges the memory an attack cost beyond what was used before. */
export function memoryFigure(name: string, before: number, most: number, mostMb: number): Figure {
  return {
    name: `${name}: memory beyond what was there`,
    got: mb(most - before),
    aim: `at most ${mostMb} MB`,
    pass: most - before <= mostMb * 1024 * 1024,
  };
}

/** Judges that the attacked process lives and reported no failure. */
export function wholeFigure(name: string, { isUp, faults }: House): Figure {
  const found = faults();
  return {
    name: `${name}: the process`,
    got: isUp() ? (found[0] ?? "lives, and nothing of it failed") : "has ended",
    aim: "lives, nothing failed",
    pass: isUp() && found.length === 0,
  };
}
