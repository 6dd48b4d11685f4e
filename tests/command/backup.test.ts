import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWire } from "#src/demo/client.ts";
import { type Place, place, porchlight, result, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";

// `porchlight backup` in processes of their own: beside a running server, without one, and where the server is killed in the middle.

let here: Place;
let env: Record<string, string>;
let copies: string;
const started: Started[] = [];

beforeEach(async () => {
  here = place();
  env = { ...here.env, PORT: String(await freePort()) };
  copies = `${here.data}.copies`;
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop("SIGKILL")));
  here.remove();
});

async function serve(): Promise<Started> {
  const one = porchlight(["serve"], env);
  started.push(one);
  await one.says(/\/staff\n\n/);
  return one;
}

const inFolder = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
/** What nobody may find after a start. */
const leftOver = () =>
  [...inFolder(here.data), ...inFolder(here.folder), ...inFolder(copies)].filter((name) =>
    /^\.copy-|\.restoring$|\.part$/.test(name),
  );
const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);

/** Looks again as soon as the machine lets it. */
async function once<Found>(look: () => Found | undefined): Promise<Found> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((done) => setImmediate(done));
  }
}

test("R7: a copy is made beside the running server and without one, to the folder that is named, and says in words why not", async () => {
  const server = await serve();
  const beside = await result(["backup"], env);
  expect(beside).toMatchObject({ code: 0, err: "" });
  expect(beside.out).toMatch(/^The copy porchlight-\d{8}T\d{6}Z lies in .*data\.copies\. It was opened: \d+ rows/);
  expect(beside.out).toContain("Only the master key opens it: there is no recovery sheet yet.");
  expect(await server.stop()).toBe(0);
  const stick = join(here.folder, "stick");
  expect(await result(["backup", stick], env)).toMatchObject({
    code: 0,
    out: expect.stringContaining(`lies in ${stick}`),
  });
  expect([inFolder(copies).length, inFolder(stick).length, leftOver()]).toEqual([3, 3, []]);

  writeFileSync(join(here.folder, "file"), "");
  const inTheWay = await result(["backup", join(here.folder, "file")], env);
  expect(inTheWay).toMatchObject({ code: 1, out: "" });
  expect(inTheWay.err).toContain("there is a file with that name. What was begun is gone again.");
  expect(await result(["backup", "here", "there"], env)).toMatchObject({ code: 2 });
  rmSync(here.data, { recursive: true });
  expect((await result(["backup"], env)).err).toContain("There are no data");
});

test.each(["data.age.part", "keys.age.part", "opened"])(
  "R7: killed when there is %s, the server leaves nothing that opens once it starts again, and the next copy is made",
  async (when) => {
    const server = await serve();
    const pid = server.child.pid!;
    const asking = porchlight(["backup"], env);
    started.push(asking);
    const [child] = await once(() => {
      const isThere =
        when === "opened"
          ? inFolder(here.data).some(
              (name) => name.startsWith(".copy-") && inFolder(join(here.data, name)).includes("keys.db"),
            )
          : inFolder(copies).some((name) => name.endsWith(when));
      return isThere ? childrenOf(pid) : undefined;
    });
    process.kill(pid, "SIGKILL");
    expect(await asking.ended).toBe(1);
    // What works for it ends with it.
    if (child) await once(() => (existsSync(`/proc/${child}/exe`) ? undefined : true));
    await serve();
    expect(leftOver()).toEqual([]);
    expect((await result(["backup"], env)).code).toBe(0);
    expect(leftOver()).toEqual([]);
    expect(await (await openWire(`http://localhost:${env.PORT}`, {}).get("/")).text()).toContain("</html>");
  },
);

test("R7: a drill beside the running server and without one says what each step took, and leaves a note alone", async () => {
  const server = await serve();
  const drilled =
    /^A copy made now serves again after \d+\.\d s: copied, sealed, opened, restored, started\.\n {2}copied in \d+\.\d s, /;
  expect(await result(["backup", "drill"], env)).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringMatching(drilled),
  });
  expect([inFolder(copies), leftOver()]).toEqual([["drill.json"], []]);
  renameSync(`${here.data}.key`, `${here.data}.aside`);
  const keyless = await result(["backup", "drill"], env);
  expect(keyless).toMatchObject({ code: 1, out: "", err: expect.stringContaining("Bring its file back.") });
  renameSync(`${here.data}.aside`, `${here.data}.key`);
  expect(await server.stop()).toBe(0);
  expect(await result(["backup", "drill"], env)).toMatchObject({ code: 0, out: expect.stringMatching(drilled) });
  expect(leftOver()).toEqual([]);
  expect(await result(["backup", "drill", "twice"], env)).toMatchObject({ code: 2 });
});

test.each(["copying", "restoring"])(
  "R7: killed while a drill is %s, the server leaves nothing of it, and ends what it started",
  async (step) => {
    const server = await serve();
    const pid = server.child.pid!;
    const asking = porchlight(["backup", "drill"], env);
    started.push(asking);
    const child = await once(() => {
      const work = inFolder(here.data).find((name) => name.startsWith(".copy-"));
      const there = work ? inFolder(join(here.data, work)) : [];
      if (step === "copying") return there.includes("data.copied") ? "" : undefined;
      const isRestoring = work !== undefined && inFolder(join(here.data, work, "data")).includes("porchlight.lock");
      return isRestoring ? childrenOf(pid)[0] : undefined;
    });
    process.kill(pid, "SIGKILL");
    expect(await asking.ended).toBe(1);
    if (child) await once(() => (existsSync(`/proc/${child}/exe`) ? undefined : true));
    await serve();
    expect([leftOver(), inFolder(copies)]).toEqual([[], []]);
    expect((await result(["backup", "drill"], env)).code).toBe(0);
  },
);
