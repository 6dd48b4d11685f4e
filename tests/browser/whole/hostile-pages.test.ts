import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { doors } from "#src/http/server/doors.ts";
import { isStaffPath } from "#src/http/server/guards.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { close, page } from "#tests/support/browser/browser.ts";
import { aliveIn, listenTo, turnedIn } from "#tests/support/browser/inert.ts";
import { type Planted, plant, theirs, turning } from "#tests/support/hostile/house.ts";
import { open, password } from "#tests/support/house/helpline.ts";
import { give, type Person, staff, youth } from "#tests/support/house/http.ts";
import { everyMail } from "#tests/support/keys/every-mail.ts";
import { batches, payloads } from "#tests/support/made/payloads.ts";
import { inTurn, night } from "#tests/support/run/night.ts";
import { type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

// PROMISES.md S8, A9, A10, A19: every text of a house is an attacker’s, and every page is looked at by everybody who may.

const heard: string[] = [];
let house: TimedServer;
let planted: Planted;
let noor: Person & { id: number };
/** Open before anything was planted: what came since came live. */
let shown: Page[];

beforeAll(async () => {
  house = await timedServer();
  await open(house);
  noor = await youth(house, "hello", house);
  await give(house, noor.id, house.anna);
  const { anna, bela, aino } = await staffOf();
  shown = await Promise.all([
    at(noor, "/"),
    at(anna, `/staff/conversation/${noor.id}`),
    at(bela, "/staff/overview"),
    at(aino, "/staff"),
  ]);
  planted = await plant(house, noor);
});
afterAll(async () => {
  await close();
  await house.stop();
});

async function staffOf() {
  const cookiesOf = (one: StaffMember) => staff(house, one, house);
  return { anna: await cookiesOf(house.anna), bela: await cookiesOf(house.bela), aino: await cookiesOf(house.aino) };
}

async function at(who: Person, path: string): Promise<Page> {
  const made = await page({ width: 1280 });
  await listenTo(made, house.origin, heard);
  await made.context().addCookies([...who.cookies].map(([name, value]) => ({ name, value, url: house.origin })));
  await made.goto(house.origin + path);
  return made;
}

/** What is wrong with a page as it stands. */
async function wrongWith(one: Page): Promise<string[]> {
  const isWide = await one.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth");
  return [...(await aliveIn(one)), ...(await turnedIn(one, theirs)), ...(isWide ? [`${one.url()} is too wide`] : [])];
}

/** Every address that shows a page, with ids of what is there. */
function addresses({ chats, serviceId }: Planted): string[] {
  const none = /^\/(leave|log|here|static|healthz|hsds|hours|copies)|:token|\.csv|left-out|\/file$/;
  const pages = doors.filter(({ method, path, socket }) => method === "GET" && !socket && !none.test(path));
  const ids: Record<string, (string | number)[]> = {
    "/other/:id": [serviceId],
    "/staff/conversation/:id": [chats.talking, chats.waiting, chats.over],
    "/admin/directory/:id": [serviceId, "new"],
    "/admin/directory/:id/preview": [serviceId],
    "/staff/records/:id": [1, "new"],
    "/staff/replies/:id": ["new"],
    "/admin/replies/:id": ["new"],
  };
  return pages.flatMap(({ path }) => {
    if (path.includes(":subject")) return ["helpline", "chat"].map((one) => path.replace(":subject", one));
    if (!path.includes(":")) return [path];
    const own = ids[path] ?? (path.startsWith("/staff/conversation/") ? [chats.talking, chats.over] : [1]);
    return own.map((id) => path.replace(/:\w+/, String(id)));
  });
}

test("S8 A9: the doors take what attackers write as words, but for addresses that lead nowhere on the web", () => {
  const { address, ...words } = Object.fromEntries(planted.taken);
  expect(address).toEqual({ taken: 0, refused: expect.any(Number) });
  expect(Object.entries(words).filter(([, { refused }]) => refused > 0)).toEqual([]);
  expect(Object.keys(words).length).toBeGreaterThanOrEqual(20);
});

test("[ASVS 3.2.2, 3.2.3] S8 A10: what htmx and chat.js brought to open pages is text", async () => {
  const [, annas, , ainos] = shown as [Page, Page, Page, Page];
  await annas.locator(".notes, [id^=notes-]").first().waitFor({ state: "attached" });
  await expect.poll(() => ainos.locator("#queue .words").count()).toBeGreaterThan(2);
  for (const one of shown) expect(await wrongWith(one)).toEqual([]);
  expect(heard).toEqual([]);
});

test("[ASVS 1.2.1, 1.2.2, 1.3.3, 3.2.2] S8 A9: nothing that anybody wrote lives, turns our words round or makes a page wide, on any page that anybody may see", async () => {
  const every = addresses(planted);
  const { anna, bela, aino } = await staffOf();
  const people: [Person, string[]][] = [
    [noor, every.filter((path) => !isStaffPath(path))],
    [anna, every.filter((path) => path.startsWith("/staff"))],
    [bela, every.filter(isStaffPath)],
    [aino, every.filter(isStaffPath)],
  ];
  let looked = 0;
  for (const [n, [who, paths]] of people.entries()) {
    const one = await at(who, paths[0]!);
    // By day each page is looked at by one of four commits, where words are said by each.
    for (const path of paths.filter((path) => path.includes("/conversation/") || inTurn(`hostile ${n} ${path}`, 4))) {
      const answer = await one.goto(house.origin + path);
      if (!answer?.ok()) continue;
      looked += 1;
      expect(await wrongWith(one)).toEqual([]);
    }
    await one.context().close();
  }
  expect(looked).toBeGreaterThan(night ? 100 : 20);
  expect(heard.filter((line) => !/status of 40[34]/.test(line))).toEqual([]);
  expect(house.reported).toEqual([]);
});

test("[ASVS 1.2.10] A19: no cell of any file that goes out begins a formula", async () => {
  const { aino } = await staffOf();
  const files = [
    await aino.get("/admin/replies/file"),
    await aino.get("/admin/hours/file"),
    await aino.post("/admin/audit/file"),
    await aino.post("/admin/directory/export/file", { as: "csv", confirm_password: password }),
  ];
  let cells = 0;
  for (const { status, text, headers } of files) {
    expect([status, headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
    expect(headers.get("content-disposition")).toMatch(/^attachment; /);
    for (const [cell] of text.replace("\ufeff", "").matchAll(/"(?:[^"]|"")*"|[^,;\r\n]+/g)) {
      cells += 1;
      // Also where a cell would end for a spreadsheet of another country.
      expect(
        cell
          .replace(/^"|"$/g, "")
          .split(/[;,\t\r\n]/)
          .filter((one) => /^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(one)),
      ).toEqual([]);
    }
  }
  expect(cells).toBeGreaterThan(500);
});

test("[ASVS 1.3.11] S8 A16: mails are plain text, and their heads are ours", async () => {
  const quiet = await timedServer();
  const browser = await staff(quiet, quiet.aino);
  const who = {
    admin: quiet.aino,
    browser,
    available: quiet.anna,
    forWhom: turning(batches(70)[3]!),
    words: turning(payloads[0]!),
  };
  for (const { purpose, mail } of await everyMail(quiet, who)) {
    expect([purpose, mail.read.html]).toEqual([purpose, false]);
    expect(mail.raw).not.toMatch(/content-type: (text\/html|multipart)/i);
    expect(mail.to).toHaveLength(1);
    const [head = "", ...rest] = mail.raw.split("\r\n\r\n");
    expect(head).not.toMatch(/evil|planted|^(bcc|cc|reply-to):/im);
    expect(rest.join("")).not.toMatch(/hit\(|data-planted/);
  }
  await quiet.stop();
});
