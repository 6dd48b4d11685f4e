import { letMachine } from "#src/backup/standby/machines.ts";
import { openFiles } from "#src/db/files.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { setHook } from "#src/on-call/webhook.ts";
import { setSetting, setSettings } from "#src/settings/settings.ts";
import { setOwnAddress } from "#src/staff/accounts/own-address.ts";
import { setOwnPhone } from "#src/staff/accounts/own-phone.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { ownReply, replyRemoved, rulesDrafted } from "#tests/support/hostile/arrange/admin.ts";
import { applied, onePlace, subscribed } from "#tests/support/hostile/arrange/directory.ts";
import type { Scene } from "#tests/support/hostile/scene.ts";
import { daily } from "#tests/support/house/directory.ts";
import { type FakeClock, fakeClock, type House, house, member, open, password } from "#tests/support/house/helpline.ts";
import { act, field, type Person } from "#tests/support/house/http.ts";
import { somePlaces } from "#tests/support/house/places.ts";
import { switches } from "#tests/support/keys/addresses.ts";
import { comesOnShift } from "#tests/support/keys/keys.ts";
import { withApp } from "#tests/support/keys/second.ts";
import { sendsTo } from "#tests/support/outside/post.ts";
import { namesLead } from "#tests/support/rights/lead.ts";
import { type Chats, chatsOfBefore, chatsOfTonight } from "./chats.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What the people of a folder know who come back to it, and when that is (ms UTC). */
export interface Known extends Chats {
  at: number;
  password: string;
  master: string;
  app: string;
  /** The secret of the printed recovery sheet. */
  sheet: string;
  hook: string;
  phone: string;
  addresses: Record<"anna" | "bela", string>;
}

/** The three of every house, Kim, a second supervisor, and Dora, a safeguarding lead. */
export interface Lived {
  line: House;
  clock: FakeClock;
  kim: StaffMember;
  dora: StaffMember;
  people: Record<"anna" | "bela" | "kim" | "aino" | "dora", Person>;
}

/** Plays four days of a helpline through its own doors and verbs, on the files of a folder, and closes them. */
export async function livesIn(folder: string): Promise<Known> {
  const clock = fakeClock(Date.UTC(2026, 10, 20, 18));
  const line = await house({ clock, files: openFiles(folder, clock.now()) });
  const kim = await member(line.helpline, "kim", "Kim Maes", "Wren", ["counsellor", "supervisor"]);
  const dora = await namesLead(line);
  const bela = await comesOnShift(line, "bela");
  const lived: Lived = {
    ...{ line, clock, kim, dora },
    people: {
      bela,
      anna: await comesOnShift(line, "anna"),
      kim: await comesOnShift(line, "kim"),
      aino: await comesOnShift(line, "aino"),
      dora: await comesOnShift(line, "dora"),
    },
  };
  // Signs in with a code from now on.
  const { secret: app } = await withApp(line, line.aino);
  for (const { id } of [kim, dora]) await bela.post("/admin/keys/give", { staff: String(id) });
  const sheet = await printsSheet(bela);
  const set = await setUp(lived);
  const before = await chatsOfBefore(lived);
  await goesBy(lived, 3 * day);
  const tonight = await chatsOfTonight(lived);
  await goesBy(lived, minute);
  const { db, trail } = line.helpline;
  // From then on it would make copies, and these data lie in memory.
  await act(line, line.aino, (tx, emit) => letMachine(tx, emit, { name: "cellar" }));
  await trail.noteHead(db);
  if (line.reported.length > 0) throw new Error(line.reported.join("\n"));
  db.close();
  const master = Buffer.from(new Uint8Array(32).fill(7)).toString("hex");
  return { at: clock.now(), password, master, app, sheet, ...set, ...before, ...tonight };
}

async function printsSheet(bela: Person): Promise<string> {
  const { text } = await bela.post("/admin/keys/sheet");
  const codes = [...text.matchAll(/<code>([^<]+)<\/code>/g)].map(([, code]) => code!);
  const words = codes.filter((code) => /^([bdfgklmnprstv][aeiou]){3}$/.test(code));
  const asked = [...text.matchAll(/Check word (\d)/g)].map(([, place]) => words[Number(place) - 1]!);
  await bela.post("/admin/keys/prove", { sheet: field(text, "sheet"), "word-0": asked[0]!, "word-1": asked[1]! });
  return codes.filter((code) => /^[A-Z0-9-]+$/.test(code)).join(" ");
}

/** What admins set, and everyone for themselves. */
async function setUp({ line, kim, people }: Lived) {
  const { anna, bela, aino } = line;
  const addresses = { anna: "anna@staff.example", bela: "bela@staff.example" };
  const [hook, phone] = ["https://gateway.example/hook", "+32 470 00 00 01"];
  const at = { line } as Scene;
  await act(line, aino, (tx, emit) => {
    setSetting(tx, emit, { name: "name", value: "Lantern" });
    setSetting(tx, emit, { name: "chatsAtOnce", value: 4 });
    setHours(tx, emit, { lineId: 1, timeZone: "Europe/Brussels", calendar: daily(0, 1440) });
    setHook(tx, emit, { address: hook });
    setSettings(tx, emit, { subject: "on_call", values: { onCallWeek: Array(7).fill(bela.id) } });
  });
  await sendsTo(line, 25, { login: "lantern" }, "hush hush");
  for (const [who, address] of [
    [anna, addresses.anna],
    [bela, addresses.bela],
  ] as const) {
    await act(line, who, (tx, emit) =>
      setOwnAddress(tx, emit, { staffId: who.id, address, digest: true, trail: true }),
    );
  }
  await act(line, bela, (tx, emit) => setOwnPhone(tx, emit, { staffId: bela.id, phone }));
  await switches(line, true);
  await somePlaces(line.helpline.db);
  await onePlace(at);
  await applied(at);
  await subscribed(at);
  await ownReply(at);
  await replyRemoved(at);
  await rulesDrafted(at);
  for (const who of [anna, bela, kim]) await open(line, who);
  const pause = { kind: "paused", waiting: "0", end: "30", time: "", reason: "Fire alarm" };
  await people.bela.post("/staff/line/1/override", pause);
  await people.bela.post("/staff/line/1/lift");
  return { hook, phone, addresses };
}

/** Lets time pass (ms) with its jobs; nothing goes out, and those who were there are there again. */
async function goesBy(lived: Lived, ms: number) {
  const { line, clock, kim } = lived;
  clock.pass(ms);
  const outside = /mails|directories|helplines|links|address that is told|nightly/;
  for (const job of jobs.filter(({ name }) => !outside.test(name))) await runJob(line.helpline, job);
  for (const who of [line.anna, line.bela, kim]) await open(line, who);
}
