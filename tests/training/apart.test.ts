import { beforeEach, expect, test } from "vitest";
import { anyone } from "#src/http/server/door.ts";
import { doors } from "#src/http/server/doors.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { changedTables, dump } from "#tests/support/house/dump.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, type Person, person, staff, youth } from "#tests/support/house/http.ts";
import { inRoom, practises } from "./in-practice.ts";

// Practice stands apart: nothing that counts, estimates, exports, mails or calls can tell that there was any.

const words = "xylophone and velvet";

let line: House;
let people: Record<"anna" | "bela" | "aino" | "noor", Person>;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  await open(line);
  const noor = await youth(line);
  const [anna, bela, aino] = [await staff(line, line.anna), await staff(line, line.bela), await staff(line, line.aino)];
  people = { anna, bela, aino, noor };
});

/** An evening of practice: alone, in danger, with a colleague, and one handed in. */
async function evening() {
  const { anna } = people;
  const alone = await practises(anna, "home-brother", "alone");
  await inRoom(anna, alone, { text: words });
  for (const act of ["risk_marked", "timer_paused", "wait", "ended"])
    await inRoom(anna, alone, { act }).catch(() => {});
  await anna.post(alone, { act: "hand_in" });
  const room = await practises(anna, "moods-must-be-asked", "colleague");
  const link = (await anna.get(room)).text.match(/\/staff\/with\/[\w.]+/)![0];
  const kim = person(line);
  const { to } = await kim.post(link, { act: "begin" });
  await kim.post(to!, { act: "say", client_id: clientId(), text: words });
  await inRoom(anna, room, { text: words });
  const hints = await practises(anna, "craft-silent-hi", "hints");
  await inRoom(anna, hints, { act: "card", place: words });
}

test("an evening of practice changes not one table beside its own: no contact, no count, no wait, no mail, no chat", async () => {
  const before = dump(line);
  const heard = line.heard.length;
  await evening();
  const own = ["practice", "practice_wrap", "audit"];
  expect(changedTables(before, dump(line)).filter((table) => !own.includes(table))).toEqual([]);
  const types = new Set(line.heard.slice(heard).map(({ type }) => type));
  expect([...types].sort()).toEqual(["practice.changed", "practice.handed_in"]);
  // Nor do the jobs find anything to call, mail or forget in it.
  const settled = dump(line);
  for (const name of [/whoever is on call/, /somebody urgent/, /silences/, /^mails$/, /words kept/, /practice kept/])
    await runJob(line.helpline, jobs.find((job) => name.test(job.name))!);
  expect(changedTables(settled, dump(line))).toEqual([]);
  expect(line.reported).toEqual([]);
});

test("every page and figure is the same before and after, and holds none of its words", {
  timeout: 60_000,
}, async () => {
  const paths = doors
    .filter(({ method, path, socket }) => method === "GET" && !path.includes(":") && !socket && path !== "/log")
    .filter(({ path }) => path !== "/updates" && path !== "/leave" && !path.startsWith("/backup"))
    .map(({ path }) => path);
  const looks = async () => {
    const seen: Record<string, string> = {};
    for (const [name, who] of Object.entries(people)) {
      for (const path of paths) {
        const { text } = await who.get(path);
        // Ids and secrets that each page makes anew, and the trail, which says that something was handed in.
        if (!/^\/(admin\/audit|staff\/practice)/.test(path)) {
          seen[`${name} ${path}`] = text.replace(/\b[0-9a-f]{32}\b|[\w-]{43}|"\d{13}"/g, "");
        }
        expect([name, path, text.includes(words)]).toEqual([name, path, false]);
      }
    }
    return seen;
  };
  const before = await looks();
  await evening();
  const after = await looks();
  const different = Object.keys(before).filter((page) => before[page] !== after[page]);
  expect(different).toEqual([]);
  expect(paths.length).toBeGreaterThan(60);
});

test("practice goes after 90 days, and with whoever practised", async () => {
  await evening();
  const count = () => line.files.data.prepare("SELECT count(*) FROM practice").pluck().get();
  const keys = () => line.files.keys.prepare("SELECT count(*) FROM practice_wrap").pluck().get();
  const forget = () => runJob(line.helpline, jobs.find(({ name }) => /practice kept/.test(name))!);
  await forget();
  expect([count(), keys()]).toEqual([3, 3]);
  line.files.data.prepare("UPDATE practice SET started_at = started_at - 90 * 86400000 WHERE id = 1").run();
  await forget();
  expect([count(), keys()]).toEqual([2, 2]);
  line.files.data.prepare("UPDATE staff SET deactivated_at = 1 WHERE id = ?").run(line.anna.id);
  await forget();
  expect([count(), keys()]).toEqual([0, 0]);
});

test("a link to practise leads to nothing else, whatever is asked there", async () => {
  const guests = doors.filter(({ path, gate }) => path.startsWith("/staff/with") && gate === anyone);
  expect(guests.map(({ method }) => method).sort()).toEqual(["GET", "GET", "POST"]);
  const room = await practises(people.anna, "home-brother", "colleague");
  const link = (await people.anna.get(room)).text.match(/\/staff\/with\/[\w.]+/)![0];
  const kim = person(line);
  const { to } = await kim.post(link, { act: "begin" });
  expect(kim.cookies.size).toBe(0);
  expect((await kim.get(to!)).text).not.toMatch(/id="live"|things at home are bad again/);
  expect((await kim.get("/staff")).to).toBe("/staff/sign-in");
});
