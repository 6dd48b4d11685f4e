import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { newClientId } from "#src/crypto/hash.ts";
import { openWire, type Wire } from "#src/demo/client.ts";
import { loadAssets } from "#src/http/server/assets.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { outcome, type Place, place, run, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { canSeal, type Seal, sealed, standing, unprivileged } from "#tests/support/outside/sealed.ts";

let here: Place;
let seal: Seal;
let env: Record<string, string>;
let origin: string;
let server: Started;
let aino: Wire;
const others: Started[] = [];

const link = /(http\S+\/staff\/welcome\/\S+)/;
const password = "a porch with a light";
const isSealed = canSeal(import.meta.dirname);
const where = isSealed
  ? "alone on a read-only root, as nobody"
  : "alone in an empty folder (NOT TRIED: read-only root, other account, noexec; that takes an administrator who may mount)";
if (!isSealed) console.warn(`The one file is tried ${where}.`);

/** Starts the one file, where neither sources nor node_modules can be seen. */
function porchlight(args: string[], more: Partial<Seal> = {}): Started {
  if (isSealed) return sealed({ ...seal, ...more }, args, env);
  return run(seal.program, args, { cwd: seal.root, env });
}

beforeAll(async () => {
  here = place();
  const folder = (name: string) => {
    mkdirSync(join(here.folder, name));
    return join(here.folder, name);
  };
  seal = { program: binary(), root: folder("root"), data: folder("own") };
  if (isSealed) chownSync(seal.data, unprivileged, unprivileged);
  else {
    seal.program = join(folder("program"), "porchlight");
    copyFileSync(binary(), seal.program);
    chmodSync(seal.program, 0o500);
  }
  const PORT = String(await freePort());
  env = { PORT, DATA_DIR: isSealed ? "/data/chats" : join(seal.data, "chats") };
  origin = `http://localhost:${PORT}`;
});
afterEach(async () => {
  await Promise.all(others.splice(0).map((one) => one.stop("SIGKILL")));
});
afterAll(async () => {
  await server?.stop("SIGKILL");
  here.remove();
});

/** Makes the account behind a link, and gives its browser. */
async function account(url: string, name: string, alias: string): Promise<Wire> {
  const wire = openWire(origin, { "HX-Request": "true" });
  const form = { name, password, real_name: `${name} Virtanen`, alias, helpline: "Line", language: "en" };
  expect((await wire.post(new URL(url).pathname, form)).status).toBe(303);
  return wire;
}

/** A live channel and all that came down it. */
async function listen(wire: Wire, path: string) {
  const heard = { text: "", code: 0 };
  const socket = await wire.live(
    path,
    (frame) => {
      heard.text += frame;
    },
    () => {},
  );
  socket.addEventListener("close", ({ code }) => {
    heard.code = code;
  });
  return heard;
}

const words = (text: string) => ({ client_id: newClientId(), text });

/** The door's form, filled in and sent. */
async function start(wire: Wire, text: string) {
  const page = await (await wire.get("/?l=en")).text();
  const hidden = [...page.matchAll(/name="(client_id|rules|line)" value="(\w+)"/g)].map((one) => [one[1]!, one[2]!]);
  return wire.post("/start", { ...Object.fromEntries(hidden), l: "en", text });
}

describe(`the one file, ${where}`, () => {
  test("makes its data, serves, and has nothing but itself", async () => {
    server = porchlight(["serve"]);
    const said = await server.says(/nobody can help/);
    expect(server.err()).toBe("");
    aino = await account(link.exec(said)![1]!, "aino", "Robin");
    expect(readdirSync(seal.data).sort()).toEqual(["chats", "chats.key"]);
    // Migrated, and nothing of what was unpacked is left.
    expect(readdirSync(join(seal.data, "chats")).sort()).toEqual([
      ".version",
      "keys.db",
      "keys.db-shm",
      "keys.db-wal",
      "porchlight.db",
      "porchlight.db-shm",
      "porchlight.db-wal",
      "porchlight.lock",
      "porchlight.lock-journal",
      "porchlight.sock",
    ]);
    if (!isSealed) return;
    const { pid } = server.child;
    const root = `/proc/${pid}/root`;
    expect(readdirSync(root).sort()).toEqual(["data", "lib", "lib64", "opt", "proc"]);
    expect(readdirSync(join(root, "opt"))).toEqual(["porchlight"]);
    const nobody = Array(4).fill(unprivileged).join("\t");
    expect(standing(pid!)).toMatchObject({ uid: nobody, groups: "", capabilities: "0000000000000000" });
    expect(standing(pid!).root).toMatch(/^ro\b/);
  });

  test("a chat over HTTP and WebSocket: words go both ways, and it ends", async () => {
    const opening = { opening: "open", anyway: "yes", based_on: "0", waiting: "0" };
    expect((await aino.post("/admin/open", opening)).status).toBe(303);
    await aino.post("/staff/available", { availability: "available" });
    const noor = openWire(origin, { "X-Chat": "1" });
    expect((await start(noor, "are you there?")).status).toBe(204);
    const below = await listen(noor, "/live?after=0&v=");
    const taken = await aino.post("/staff/claim", {});
    const chat = /\/staff\/conversation\/(\d+)$/.exec(taken.headers.get("location")!)!;
    const above = await listen(aino, `/staff/live?open=${chat[1]}`);
    expect((await aino.post(`${chat[0]}/send`, words("I’m here"))).ok).toBe(true);
    await expect.poll(() => below.text).toContain("I’m here");
    const sent = await noor.post("/send", words("good to hear"));
    expect(await sent.text()).toMatch(/^<li[^>]*data-seq="\d+"/);
    await expect.poll(() => above.text).toContain("good to hear");
    await aino.post(`${chat[0]}/end`, {});
    await expect.poll(() => below.text).toContain('id="over"');
    expect(await (await noor.get("/")).text()).toContain("data-ended");
  });

  test("a chat without scripts: every form leads back by 303", async () => {
    const sam = openWire(origin, {});
    const begun = await start(sam, "no scripts here");
    expect([begun.status, begun.headers.get("location")]).toEqual([303, "/"]);
    const sent = await sam.post("/send", words("second words"));
    expect([sent.status, sent.headers.get("location")]).toEqual([303, "/"]);
    const log = (await sam.get("/log")).body!.getReader();
    let shown = "";
    while (!shown.includes("second words")) shown += new TextDecoder().decode((await log.read()).value);
    await log.cancel();
    expect((await aino.post("/staff/claim", {})).status).toBe(303);
    expect((await sam.post("/end", {})).status).toBe(303);
    expect(await (await sam.get("/")).text()).toContain("data-ended");
  });

  test("static files, plain and compressed, are to the byte what the sources serve, and are kept for ever", async () => {
    const assets = [...loadAssets().byPath.values()];
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) {
      const bodies = { identity: Buffer.from(asset.text), br: asset.encoded("br"), gzip: asset.encoded("gzip") };
      for (const [encoding, expected] of Object.entries(bodies)) {
        const answer = await fetch(origin + asset.path, {
          headers: { "Accept-Encoding": encoding },
          decompress: false,
        });
        expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
        expect(answer.headers.get("content-encoding")).toBe(encoding === "identity" ? null : encoding);
        expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), expected)).toBe(0);
      }
    }
  });

  test("staff link through the running helpline, and without it; SIGTERM ends with 0; the data are there again", async () => {
    const asked = await outcome(porchlight(["staff", "link", "--roles", "supervisor"]));
    expect(asked).toMatchObject({ code: 0, err: "" });
    await account(link.exec(asked.out)![1]!, "bela", "Luna");

    const noor = openWire(origin, { "X-Chat": "1" });
    await start(noor, "will you keep this?");
    const chat = (await aino.post("/staff/claim", {})).headers.get("location")!;
    const below = await listen(noor, "/live?after=0&v=");
    expect(await server.stop()).toBe(0);
    expect(server.err()).toBe("");
    await expect.poll(() => below.code).toBe(1001);
    expect(readdirSync(join(seal.data, "chats")).sort()).toEqual([
      ".version",
      "keys.db",
      "porchlight.db",
      "porchlight.lock",
    ]);

    const alone = await outcome(porchlight(["staff", "link"]));
    expect(alone).toMatchObject({ code: 0, err: "" });
    server = porchlight(["serve"]);
    const said = await server.says(/Staff go to.*\n\n/);
    expect(said).not.toMatch(link);
    expect(await (await aino.get(chat)).text()).toContain("will you keep this?");
    await account(link.exec(alone.out)![1]!, "carl", "Finch");
    expect(await server.stop()).toBe(0);
  });

  test("without its key it says what to type here, and that makes another", async () => {
    const key = join(seal.data, "chats.key");
    renameSync(key, `${key}.lost`);
    const locked = porchlight(["serve"]);
    others.push(locked);
    expect(await locked.says(/Chats of before cannot be opened[\s\S]*\n\n/)).toContain(
      "lost for good: porchlight keys new\n",
    );
    expect(await locked.stop()).toBe(0);
    expect(await outcome(porchlight(["keys", "new"]))).toMatchObject({ code: 0, err: "" });
    expect(existsSync(key)).toBe(true);
  });

  test("nothing of lab/ is in it: neither the doors of npm run dev, nor their script", () => {
    const bytes = readFileSync(binary());
    const holds = (words: string) => bytes.includes(words);
    expect([holds("/staff/sign-in"), holds("/admin")]).toEqual([true, true]);
    expect([holds("/dev/views"), holds("porchlight-dev-"), holds("data-scrolled")]).toEqual([false, false, false]);
  });

  test("help names the command as it is typed here", async () => {
    const help = await outcome(porchlight(["keys", "new", "--help"]));
    expect(help).toMatchObject({ code: 0, err: "" });
    expect(help.out).toContain("\n  porchlight keys new --data-dir");
    const general = await outcome(porchlight([]));
    expect(general.out).toContain("porchlight serve --help");
    expect(general.out + help.out).not.toMatch(/node |npm /);
    expect(await outcome(porchlight(["sevre"]))).toMatchObject({ code: 2, out: "" });
  });
});

/** Only where folders can be mounted so; else the name of the others says that it was not tried. */
if (isSealed) {
  describe("where SQLite cannot be loaded", () => {
    let temp: string;

    beforeAll(() => {
      temp = join(here.folder, "temp");
      mkdirSync(temp);
      chownSync(temp, unprivileged, unprivileged);
    });

    test("noexec on the folder of the data: SQLite is loaded by way of the temporary one, and nothing is left there", async () => {
      const one = porchlight(["serve"], { temp, noexec: ["/data"] });
      others.push(one);
      await one.says(/Staff go to.*\n\n/);
      expect(await one.stop()).toBe(0);
      expect(readdirSync(temp)).toEqual([]);
      expect(readdirSync(join(seal.data, "chats")).filter((name) => name.startsWith("."))).toEqual([".version"]);
    });

    test("noexec on both: it says so, with what to do, and ends with 1", async () => {
      const { code, out, err } = await outcome(porchlight(["serve"], { temp, noexec: ["/data", "/tmp"] }));
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toMatch(/^SQLite, which is built in, could be loaded from none of these folders:\n/);
      expect(err).toMatch(/\n {2}\/data\/chats: .*\n {2}\/tmp: .*\nMount one of them without “noexec”, or set TMPDIR/);
      expect(err.trim().split("\n")).toHaveLength(4);
      expect(readdirSync(temp)).toEqual([]);
    });

    test("a system without a library that SQLite needs: it says which, and ends with 1", async () => {
      const { code, out, err } = await outcome(porchlight(["serve"], { lacks: "libstdc++" }));
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toMatch(/\n {2}\/data\/chats: libstdc\+\+\.so\.6: cannot open shared object file/);
      expect(err).toMatch(/\nInstall the library that is named there/);
    });
  });
}
