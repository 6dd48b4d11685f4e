import { said } from "#lab/load/report/figures.ts";
import { clientId } from "#lab/load/report/random.ts";
import { type Figure, percentile } from "#lab/load/report/report.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { member, password } from "#tests/support/house/helpline.ts";
import { manyPlaces } from "#tests/support/people/other-places.ts";
import { honest, honestFigures, mb, wholeFigure } from "./honest.ts";
import { house } from "./house.ts";

interface StaffPlan {
  program: string;
  each: number;
  places: number;
  seconds: number;
  slack: number;
}

const files: [path: string, fields: Record<string, string>][] = [
  ["/admin/directory/export/file", { as: "csv" }],
  ["/admin/directory/export/file", { as: "tabular" }],
  ["/admin/directory/export/file", { as: "hsds" }],
  ["/admin/audit/file", {}],
];
const searches = ["school", "someone to talk to at night", "dr", "bullying phone", "help with money"];

/** A8: all of a large staff download files and search at the same moment, beside an honest chat. */
export async function staff({ program, each, places, seconds, slack }: StaffPlan): Promise<Figure[]> {
  const admins: string[] = [];
  const arrange = async (helpline: Helpline) => {
    await manyPlaces(helpline.db, places);
    for (let n = 0; n < each; n += 1) {
      const made = await member(helpline, `admin${n}`, `Admin ${n}`, `Admin ${n}`, [
        "counsellor",
        "supervisor",
        "admin",
      ]);
      admins.push((await helpline.sessions.start(made.id)).split(";")[0]!);
    }
  };
  const attacked = await house({ program, chats: 4 * (each + 1), arrange });
  try {
    const { origin, world } = attacked;
    const counts = new Map<number, number>();
    const took: number[] = [];
    const ask = async (path: string, cookie: string, body: Record<string, string>) => {
      const from = performance.now();
      const headers = { Cookie: cookie, Origin: origin };
      const sent = { method: "POST", headers, body: new URLSearchParams(body) };
      // 0: it broke off.
      const answer = await fetch(origin + path, sent).catch(() => null);
      await answer?.arrayBuffer().catch(() => null);
      took.push(performance.now() - from);
      counts.set(answer?.status ?? 0, (counts.get(answer?.status ?? 0) ?? 0) + 1);
    };
    // Downloads need a recent confirmation of the password.
    for (const cookie of admins) await ask(files[0]![0], cookie, { ...files[0]![1], confirm_password: password });
    counts.clear();
    const noor = await honest(attacked);
    const before = attacked.memory();
    let most = before;
    const until = performance.now() + seconds * 1_000;
    const takes = admins.map(async (cookie, n) => {
      for (let turn = n; performance.now() < until; turn += 1) {
        await ask(...pathAnd(files[turn % files.length]!, cookie));
        most = Math.max(most, attacked.memory());
      }
    });
    const looks = world.counsellors.slice(1, 1 + each).map(async ({ cookie, conversations }, n) => {
      for (let turn = n; performance.now() < until; turn += 1) {
        await ask(`/staff/conversation/${conversations[0]}/referrals`, cookie, {
          client_id: clientId(),
          words: searches[turn % searches.length]!,
        });
        // As quickly as allowed.
        await Bun.sleep(200);
      }
    });
    await Promise.all([...takes, ...looks]);
    await noor.stop();
    const bad = [...counts].filter(([status]) => status !== 200 && status !== 429);
    return [
      ...honestFigures("A8", noor, 100, slack),
      {
        name: `A8: ${2 * each} of the staff take files and search`,
        got: `${[...counts].map(([status, n]) => `${n} × ${status}`).join(", ")}, p95 ${percentile(took, 0.95).toFixed(0)} ms`,
        aim: "only answers, and “too fast”",
        pass: bad.length === 0 && (counts.get(200) ?? 0) > each,
      },
      said("A8: memory before, and at its most", `${mb(before)}, ${mb(most)}`),
      wholeFigure("A8", attacked),
    ];
  } finally {
    await attacked.stop();
  }
}

const pathAnd = ([path, fields]: (typeof files)[number], cookie: string) => [path, cookie, fields] as const;
