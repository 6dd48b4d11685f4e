import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { folderOf } from "#lab/dev/folder.ts";
import { copyTree, removeCopy } from "#lab/mutants/copy.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { openWire, type Wire } from "#src/demo/client.ts";
import { outcome, type Place, place, run, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";

let here: Place;
let copy: string;
let dev: Started | undefined;

beforeAll(() => {
  here = place();
  copy = copyTree();
});
afterAll(async () => {
  await dev?.stop("SIGKILL");
  removeCopy(copy);
  here.remove();
});

const folders = () => readdirSync(here.folder).filter((name) => name.startsWith("porchlight-dev-"));

async function signIn(origin: string): Promise<Wire> {
  const mika = openWire(origin, {});
  const [, password] = /name="password" value="([^"]+)"/.exec(await (await mika.get("/staff/sign-in")).text())!;
  expect((await mika.post("/staff/sign-in", { name: "mika", password: password! })).status).toBe(303);
  return mika;
}

async function comesIn(origin: string, text: string): Promise<Wire> {
  const noor = openWire(origin, {});
  const form = await (await noor.get("/?l=en")).text();
  const [, rules] = /name="rules" value="(\w+)"/.exec(form)!;
  const begun = await noor.post("/start", { client_id: newClientId(), l: "en", rules: rules!, text });
  expect(begun.headers.get("location")).toBe("/");
  return noor;
}

test("npm run dev: a mistake is waited out, a mended text is there, who was there still is, and nothing is left at the end", async () => {
  const port = String(await freePort());
  const origin = `http://localhost:${port}`;
  // It is the demo's, whatever is set for one's own helpline.
  dev = run("node", [join(copy, "bin/dev.mjs")], { env: { ...here.env, PORT: port } });
  expect(await dev.says(/\/dev\/views\n\n/)).toContain("Ctrl+C ends it");
  expect(await (await fetch(`${origin}/dev/views`)).text()).toContain("coming back");
  const mika = await signIn(origin);
  await mika.post("/staff/available", { availability: "available" });
  const noor = await comesIn(origin, "my own words from a private window");
  const [folder] = folders();

  const english = join(copy, "src/i18n/locales/en/youth.json");
  const text = readFileSync(english, "utf8");
  expect(text).toContain("Your own mobile data often works.");
  writeFileSync(english, "{");
  await dev.says(/starts again when a source file changes/);
  writeFileSync(english, text.replace("mobile data often works.", "mobile data often works, or a friend’s phone."));
  await dev.says(/Started again/);
  expect(await (await fetch(`${origin}/help?l=en`)).text()).toContain("often works, or a friend’s phone.");
  const queue = await mika.get("/staff");
  expect([queue.status, await queue.text()]).toEqual([200, expect.stringContaining("my own words")]);
  expect(await (await noor.get("/")).text()).toContain("my own words");
  expect(folders()).toEqual([folder]);

  expect(await dev.stop("SIGINT")).toBe(0);
  expect(folders()).toEqual([]);
  expect(existsSync(here.data)).toBe(false);
});

test("its program takes the end of a temporary folder's name, and no path", async () => {
  for (const path of ["", "./data", "../data", here.data, "data", "données"]) expect(folderOf(path), path).toBe(null);
  expect(folderOf("a1B2c3")).toBe(join(tmpdir(), "porchlight-dev-a1B2c3"));
  const tried = run(process.execPath, [join(copy, "lab/dev/dev.ts"), here.data], { env: here.env, cwd: copy });
  expect(await outcome(tried)).toEqual({ code: 2, out: "", err: "npm run dev starts this.\n" });
  expect(existsSync(here.data)).toBe(false);
});
