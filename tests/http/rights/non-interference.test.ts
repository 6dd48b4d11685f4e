import { afterAll, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { doors } from "#src/http/doors.ts";
import { canonical, type Standing, standings, type World, worldOf } from "#tests/support/rights/worlds.ts";
import { drawnFrom } from "#tests/support/run/night.ts";

// Non-interference (security.md 8; safeguarding 22): nobody who had a part in a chat learns from anything that they can fetch, hear or be
// mailed that its young person said that something was wrong with it.

const pages = doors.filter(
  ({ method, audience, path }) => method === "GET" && audience === "staff" && !path.endsWith("/live"),
);
const names = ["anna", "bela", "aino"] as const;

// By day two of them, drawn.
const today = drawnFrom("standings", standings, 2);

let pairs = 0;
afterAll(() => {
  console.log(pairs);
  expect(pairs).toBeGreaterThanOrEqual(400);
});

/** The addresses of a door, with what there is in this world in the place of its ids. */
function addressesOf(path: string, { id }: World): string[] {
  if (!path.includes(":")) return [path];
  return ["1", String(id), "2"].map((one) => path.replace(/:\w+/g, one));
}

const fetched = async (world: World, name: (typeof names)[number], at: string) => {
  const { status, text, to } = await world.people[name].person.get(at);
  return { status, to, text: canonical(text) };
};

/** Everything heard, in its order; of one's own chats what came last: while much happens their list rests, by the clock of the machine. */
function asHeard(frames: string[]): string {
  const pieces = frames.flatMap((frame) => canonical(frame).split(/(?=<hx-partial )/));
  const isList = (piece: string) => piece.startsWith('<hx-partial hx-target="#chats"');
  return [...pieces.filter((piece) => !isList(piece)), pieces.findLast(isList) ?? ""].join("\n");
}

function difference(a: string, b: string): string {
  if (a === b) return "";
  let i = 0;
  while (a[i] === b[i]) i += 1;
  return `…${a.slice(Math.max(0, i - 80), i + 120)}… against …${b.slice(Math.max(0, i - 20), i + 120)}…`;
}

describe.each(today)("%s", (standing: Standing) => {
  test("every page, everything heard and every mail is the same to whoever had a part", async () => {
    const [calm, wrong] = [await worldOf(standing, false), await worldOf(standing, true)];
    const found: string[] = [];
    for (const { people } of [calm, wrong]) await people.aino.person.post("/admin/audit");
    for (const { path } of pages) {
      for (const at of [...new Set(addressesOf(path, calm))]) {
        for (const name of names) {
          const [one, other] = [await fetched(calm, name, at), await fetched(wrong, name, at)];
          pairs += 1;
          const texts = difference(one.text, other.text);
          if (one.status !== other.status || one.to !== other.to || texts !== "") {
            found.push(`${name} ${at}: ${one.status} ${other.status} ${texts}`);
          }
        }
      }
    }
    const files = [calm, wrong].map(({ people }) => people.aino.person.post("/admin/audit/file"));
    const [file, otherFile] = await Promise.all(files.map(async (answer) => canonical((await answer).text)));
    if (file !== otherFile) found.push(`the file of the trail: ${difference(file!, otherFile!)}`);
    for (const name of names) {
      const [one, other] = [calm, wrong].map((world) => asHeard(world.people[name].heard));
      pairs += 1;
      const said = difference(one!, other!);
      if (said !== "") found.push(`${name} hears: ${said}`);
    }
    const mails = [calm, wrong].map(({ home }) => home.helpline.db.all(q.selectFrom("mail").select("purpose")).length);
    expect(mails[0]).toBe(mails[1]);
    expect(found).toEqual([]);
    expect([...calm.home.reported, ...wrong.home.reported]).toEqual([]);
  }, 120_000);
});
