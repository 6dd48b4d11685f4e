import { afterAll, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { doors } from "#src/http/server/doors.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { clientId, type Form, says } from "#tests/support/house/http.ts";
import { filled } from "#tests/support/rights/forms.ts";
import { reads, tellsAnna } from "#tests/support/rights/lead.ts";
import { addressOf, canonical, type Standing, standings, type World, worldOf } from "#tests/support/rights/worlds.ts";
import { drawnFrom } from "#tests/support/run/night.ts";

// Non-interference (PROMISES.md S19 and SG22): nobody who had a part in a chat learns from anything that they can fetch, do, hear or
// be mailed that its young person said that something was wrong with it.

const ofStaff = doors.filter(({ audience, path }) => audience === "staff" && !path.endsWith("/live"));
const pages = ofStaff.filter(({ method }) => method === "GET");
/** What can be done to something that an address names, and last what ends a chat or takes it off a screen. */
const isLast = ({ path }: { path: string }) => /\/(end|aside|close)$/.test(path);
const verbs = ofStaff
  .filter(({ method, path }) => method === "POST" && path.includes(":"))
  .toSorted((a, b) => Number(isLast(a)) - Number(isLast(b)));
const names = ["anna", "bela", "aino"] as const;

const available = { availability: "available" };

// By day two of them, drawn.
const today = drawnFrom("standings", standings, 2);

let pairs = 0;
afterAll(() => {
  console.log(`${pairs} pairs`);
  expect(pairs).toBeGreaterThanOrEqual(1_000);
});

/** The addresses of a door, with what there is in these worlds in the place of its ids. */
function addressesOf(path: string, { chats }: World, standing: Standing): string[] {
  if (!path.includes(":")) return [path];
  const ids = idsOf(path, chats, standing);
  return ids.map((id) => path.replace(/:\w+/g, String(id)));
}

function idsOf(path: string, chats: World["chats"], standing: Standing): number[] {
  // Those that were over before Noor came stand elsewhere only after weeks.
  const isOfChat = /^\/staff\/(conversation|holds|danger|debriefs\/thanks)\/:id/.test(path);
  if (isOfChat) return standing === "15 days later" ? Object.values(chats) : [chats.noor];
  if (/^\/staff\/(concerns|heard)\/:id/.test(path)) return [1, 2, 3, 4];
  return /^\/staff\/(emergencies|records|debriefs)\/:id/.test(path) ? [1, 2] : [1];
}

/** What most doors take, and what single ones need besides. */
const form = { reason: "report", days: "40", done: "yes", act: "take", outcome: "help_came", text: "words" };
const forms: Record<string, Record<string, string>> = {
  ...filled,
  "POST /staff/danger/:id/close": { sure: "yes" },
  "POST /staff/debriefs/thanks/:id": { act: "passed" },
  "POST /staff/emergencies/:id/address": { reason: "no_answer" },
};

type Sent = { status: number; to: string | null; text: string };
type Ask = (world: World) => Promise<Sent>;

const fetched =
  (name: (typeof names)[number], at: string): Ask =>
  (world) =>
    world.people[name].person.get(at);
const sent =
  (name: (typeof names)[number], at: string, given: Form = {}): Ask =>
  (world) =>
    world.people[name].person.post(at, given);

/** Everything heard, in its order; of one's own chats what came last: while much happens their list rests, by the clock of the machine. */
function asHeard(frames: string[]): string {
  const pieces = frames.flatMap((frame) => canonical(frame).split(/(?=<hx-partial )/));
  const isList = (piece: string) => piece.startsWith('<hx-partial hx-target="#chats"');
  return [...pieces.filter((piece) => !isList(piece)), pieces.findLast(isList) ?? ""].join("\n");
}

/** Every mail to somebody; which of those that go together is the first is nobody's choice. */
function mailed({ taken }: World, name: string): string {
  const theirs = taken.filter(({ to }) => to.includes(addressOf(name)));
  return theirs
    .map(({ read }) => canonical(`${read.subject}\n${read.text}`))
    .sort()
    .join("\n");
}

function difference(a: string, b: string): string {
  if (a === b) return "";
  let i = 0;
  while (a[i] === b[i]) i += 1;
  return `…${a.slice(Math.max(0, i - 80), i + 120)}… against …${b.slice(Math.max(0, i - 20), i + 120)}…`;
}

/** Two worlds side by side: what is not the same in them for whoever had a part. */
function sideBySide(calm: World, wrong: World, standing: Standing) {
  let found: string[] = [];

  function isSame(what: string, [one, other]: [string, string]) {
    pairs += 1;
    const said = difference(one, other);
    if (said !== "") found.push(`${what}: ${said}`);
  }

  async function compares(what: string, ask: Ask) {
    const said = async (world: World) => {
      const { status, to, text } = await ask(world);
      return `${status} ${canonical(to ?? "")}\n${canonical(text)}`;
    };
    isSame(what, [await said(calm), await said(wrong)]);
  }

  /** Everything they can fetch. */
  async function looks() {
    await compares("the entries are opened", sent("aino", "/admin/audit"));
    for (const { path } of pages) {
      for (const at of addressesOf(path, calm, standing)) {
        for (const name of names) await compares(`${name} ${at}`, fetched(name, at));
      }
    }
    await compares("the file of the trail", sent("aino", "/admin/audit/file"));
  }

  /** Everything they can do, and what they find after that. */
  async function acts() {
    for (const { method, path } of verbs) {
      // Nobody does as much at once: what is done too fast is refused alike.
      for (const { clock } of [calm, wrong]) clock.pass(10_000);
      const given = { ...form, client_id: clientId(), ...forms[`${method} ${path}`] };
      for (const at of addressesOf(path, calm, standing)) {
        for (const name of names) await compares(`${name} POST ${at}`, sent(name, at, given));
      }
    }
    const goes = jobs.find(({ name }) => name === "words kept long enough")!;
    for (const { home } of [calm, wrong]) await runJob(home.helpline, goes);
    for (const at of [
      "/staff",
      "/staff/holds",
      "/staff/records",
      "/staff/emergencies",
      "/admin/audit",
      "/admin/mail",
    ]) {
      for (const name of names) await compares(`${name} ${at}, afterwards`, fetched(name, at));
    }
  }

  function hears() {
    for (const name of names) {
      isSame(`${name} hears`, [asHeard(calm.people[name].heard), asHeard(wrong.people[name].heard)]);
      isSame(`${name} is mailed`, [mailed(calm, name), mailed(wrong, name)]);
    }
  }

  /** What was not the same since it was asked last. */
  function all(): string[] {
    const last = found;
    found = [];
    return last;
  }

  return { compares, looks, acts, hears, all };
}

async function both(standing: Standing): Promise<[World, World]> {
  const calm = await worldOf(standing, false, 0);
  return [calm, await worldOf(standing, true, calm.port)];
}

describe.each(today)("%s", (standing: Standing) => {
  test("every page, every answer, everything heard and every mail is the same to whoever had a part", async () => {
    const [calm, wrong] = await both(standing);
    const { looks, acts, hears, all } = sideBySide(calm, wrong, standing);
    await looks();
    await acts();
    hears();
    expect(all()).toEqual([]);
    const called = ({ taken }: World) =>
      taken.filter(
        ({ to, read }) => to.includes(addressOf("hera")) && read.subject === says("mail.staff.waits.subject"),
      );
    expect([calm, wrong].map((world) => called(world).length)).toEqual([0, 1]);
    expect([...calm.home.reported, ...wrong.home.reported]).toEqual([]);
  }, 120_000);
});

// Where the silence ends (SG22): on purpose, for one of them, and where they are told.
test("read and taken off, nobody learns of it; told, Anna does where she is told, and nobody else", async () => {
  const [calm, wrong] = await both("taken off");
  const { home, lead, chats } = wrong;
  const { compares, looks, acts, hears, all } = sideBySide(calm, wrong, "taken off");
  const { id } = home.helpline.db.first(
    q.selectFrom("concern").select("id").where("conversation_id", "=", chats.noor),
  )!;
  await reads(home, lead, id);
  await looks();
  await compares("Anna presses that she is available", sent("anna", "/staff/available", available));
  const lets = { staff: String(home.anna.id), takes: "yes" };
  await compares("an admin lets her back", sent("aino", "/staff/new-chats", lets));
  await acts();
  hears();
  expect(all()).toEqual([]);
  await tellsAnna(home, lead, id, "Somebody felt asked for their number.");
  await looks();
  const found = all();
  expect(found.filter((one) => !one.startsWith("anna "))).toEqual([]);
  for (const at of ["/staff", "/staff/heard"]) {
    expect(found.some((one) => one.startsWith(`anna ${at}:`))).toBe(true);
  }
  const { text } = await wrong.people.anna.person.get("/staff/heard");
  expect(text).toContain("Somebody felt asked for their number.");
  expect(text).not.toContain("where I live");
  hears();
  expect(all().filter((one) => !one.startsWith("anna "))).toEqual([]);
  const noted = q.selectFrom("concern_audit").select(["actor", "action", "after"]).orderBy("id", "desc").limit(1);
  expect(home.helpline.db.first(noted)).toEqual({
    actor: `staff:${lead.id}`,
    action: "concern.informed",
    after: `staff:${home.anna.id}`,
  });
}, 120_000);
