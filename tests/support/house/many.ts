import { setSetting } from "#src/settings/settings.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn } from "./chats.ts";
import { type FakeClock, type House, member, open } from "./helpline.ts";

const names = ["Ash", "Birch", "Cedar", "Elm", "Fern", "Hazel", "Ivy", "Juniper", "Linden", "Maple"] as const;
const seconds = ["Brook", "Hill"] as const;

/** Makes available counsellors (20 at most), each with up to `chats` conversations at once. */
export async function manyCounsellors(home: House, n: number, chats = 2): Promise<StaffMember[]> {
  await home.helpline.db.change("porchlight", (tx, emit) =>
    setSetting(tx, emit, { name: "chatsAtOnce", value: chats }),
  );
  const all: StaffMember[] = [];
  for (let i = 0; i < n; i += 1) {
    const alias = `${names[i % names.length]} ${seconds[Math.floor(i / names.length)]}`;
    all.push(await member(home.helpline, `counsellor${i}`, `Person Number ${i}`, alias, ["counsellor"]));
    await open(home, all[i]);
  }
  return all;
}

/** Young people come a second apart, every fifth urgent. Returns them in order. */
export async function manyYoung(home: House, clock: FakeClock, n: number): Promise<{ id: number; urgent: boolean }[]> {
  const all: { id: number; urgent: boolean }[] = [];
  for (let i = 0; i < n; i += 1) {
    clock.pass(1_000);
    const urgent = i % 5 === 0;
    all.push({ id: await comesIn(home, `number ${i}`, { urgent }), urgent });
  }
  return all;
}

/** Copies a chat with what was said in it so many times: by their doors, thousands would take minutes. */
export function copyChat({ data }: Pick<House["files"], "data">, id: number, times: number) {
  const last = data.prepare("SELECT max(id) FROM conversation").pluck().get() as number;
  const copy = (table: string, where: string, changed: Record<string, string>) => {
    const names = data.prepare("SELECT name FROM pragma_table_info(?)").pluck().all(table) as string[];
    const kept = names.filter((name) => changed[name] !== "");
    data.exec(`WITH RECURSIVE copy (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < ${times})
      INSERT INTO ${table} (${kept.join()}) SELECT ${kept.map((name) => changed[name] ?? name).join()}
      FROM ${table}, copy WHERE ${where} = ${id}`);
  };
  const another = `${last} + copy.n`;
  const own = { youth_token_hash: "youth_token_hash || copy.n", start_id: "start_id || copy.n" };
  copy("conversation", "id", { id: another, ...own });
  copy("message", "conversation_id", { conversation_id: another });
  copy("conversation_event", "conversation_id", { id: "", conversation_id: another });
}
