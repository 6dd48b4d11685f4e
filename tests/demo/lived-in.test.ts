import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { openWire, type Wire } from "#src/demo/client.ts";
import { demoIn } from "#src/demo/demo.ts";
import { demoStaff } from "#src/demo/staff.ts";
import { doors } from "#src/http/server/doors.ts";
import { listenOnBun } from "#src/listen-bun.ts";
import { freePort } from "#tests/support/outside/port.ts";

// A helpline in which somebody has lived for eight weeks: as whoever tries it finds it.

let folder: string;
let origin: string;
let said = "";
let stop = () => {};
let over: Promise<number>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-demo-"));
  const port = await freePort();
  origin = `http://localhost:${port}`;
  await new Promise<void>((started, failed) => {
    const terminal = {
      say: (text: string) => {
        said = text;
        started();
      },
      stopped: () => new Promise<void>((resolve) => (stop = () => resolve())),
    };
    over = demoIn(folder, readConfig({}, ["--port", String(port)]), listenOnBun, terminal);
    over.catch(failed);
  });
}, 120_000);
afterAll(async () => {
  stop();
  await over;
  rmSync(folder, { recursive: true });
});

async function signedIn(name: (typeof demoStaff)[number]["account"]["name"]): Promise<Wire> {
  const wire = openWire(origin, {});
  const { account } = demoStaff.find((one) => one.account.name === name)!;
  const answer = await wire.post("/staff/sign-in", { name, password: account.password });
  expect(answer.status).toBe(303);
  return wire;
}

const read = async (wire: Wire, path: string) => (await wire.get(path)).text();
/** What a page says in its own part, without the frame of all pages. */
const body = (html: string) => html.slice(html.indexOf("<main"));

/** Pages that speak of nobody, or of something that has not happened to them. */
const quiet = ["/staff/sign-in", "/staff/heard", "/staff/concerns", "/staff/read-alone", "/staff/holds"];

test("the terminal says where to look, and where the mails are", () => {
  expect(said).toContain(`${origin}/staff`);
  expect(said).toContain(`${origin}/staff/demo/mails`);
});

test("everything on the way to an open helpline is done, a recovery sheet and a tried copy among it", async () => {
  const robin = await signedIn("robin");
  await expect.poll(() => read(robin, "/admin/open"), { timeout: 60_000 }).toContain("13 of 13 steps done");
  await expect.poll(() => read(robin, "/admin/backup"), { timeout: 60_000 }).toContain("Last drill");
});

describe.each(demoStaff.map(({ account }) => account))("$alias", ({ name, roles }) => {
  test("no page is refused that is theirs, none breaks, none warns", async () => {
    const wire = await signedIn(name);
    const pages = doors.filter(
      ({ method, path, audience, socket }) =>
        method === "GET" && audience === "staff" && !path.includes(":") && !socket && !quiet.includes(path),
    );
    const found: string[] = [];
    for (const { path } of pages) {
      const answer = await wire.get(path);
      const html = await answer.text();
      if (answer.status >= 500) found.push(`${path}: ${answer.status}`);
      // Copies can lie elsewhere only where somebody has set where.
      const warned = html.matchAll(/class="[^"]*\bwarn\b[^"]*"[^>]*>(.*?)<\/(?:p|span|div)>/gs);
      for (const [, text = ""] of warned) {
        const words = text.replace(/<[^>]+>/g, "").trim();
        if (words !== "" && !/this machine only|Never checked|^Sound is off|^While the helpline is open/.test(words))
          found.push(`${path}: ${words}`);
      }
    }
    expect(found).toEqual([]);
    if (!(roles as readonly string[]).includes("admin")) expect((await wire.get("/admin/lines")).status).toBe(403);
  });
});

test("eight weeks of records, debriefs, an emergency that is settled, a chat that is held, thanks to pass on", async () => {
  const [mika, robin] = [await signedIn("mika"), await signedIn("robin")];
  expect((await read(mika, "/staff/records")).match(/href="\/staff\/records\/\d+"/g)!.length).toBeGreaterThan(10);
  const debriefs = body(await read(robin, "/staff/debriefs"));
  expect(debriefs).toContain("It stayed with me on the way home.");
  expect(debriefs).toContain("you gave me courage");
  expect(body(await read(robin, "/staff/emergencies"))).toContain("Help reached them");
  expect(body(await read(robin, "/staff/holds"))).toMatch(/name="conversation" value="\d+"|held/i);
});

test("two lines, one in another language; a neighbour that is open; places, and some to be checked", async () => {
  const robin = await signedIn("robin");
  const lines = body(await read(robin, "/admin/lines"));
  expect(lines).toContain("Day and night");
  expect(lines).toContain("Le soir, en français");
  await expect.poll(() => read(robin, "/admin/directory/sharing")).toContain("Harbour chat");
  const places = body(await read(robin, "/admin/directory"));
  expect(places).toContain("The Night Bridge");
  expect(places).toContain("4 places have never been checked");
  const other = await read(openWire(origin, {}), "/other");
  expect(other).toContain("The Night Bridge");
});

test("whoever asked to be written to gets a mail, in a box that opens, and comes in by its link", async () => {
  const nobody = openWire(origin, {});
  const link = new RegExp(`href="(${origin}/later/[^"]+)"`);
  await expect.poll(() => read(nobody, "/staff/demo/mails"), { timeout: 30_000 }).toMatch(link);
  const page = await read(nobody, "/staff/demo/mails");
  expect(page).toContain("noor@lantern.example");
  const [, address] = link.exec(page)!;
  const answer = await nobody.get(new URL(address!).pathname);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toMatch(/<form[^>]*method="post"/);
});

test("somebody who writes English waits for whoever tries the demo, whatever the colleague does", async () => {
  const robin = await signedIn("robin");
  await expect.poll(() => read(robin, "/staff")).toContain("i have exams next week");
});
