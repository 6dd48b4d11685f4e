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
