import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fromSources, type Place, place, porchlight, result, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";

let here: Place;
let env: Record<string, string>;
const started: Started[] = [];

function serve(more: Record<string, string> = {}, args: string[] = []): Started {
  const one = porchlight(["serve", ...args], { ...env, ...more });
  started.push(one);
  return one;
}

const link = /(http\S+\/staff\/welcome\/\S+)/;
const open = /The master key is in|Staff go to.*\n\n$/;

beforeEach(async () => {
  here = place();
  env = { ...here.env, PORT: String(await freePort()) };
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop("SIGKILL")));
  here.remove();
});

test("it serves with no configuration and leaves nothing in the home", async () => {
  const one = fromSources(["serve"], env);
  started.push(one);
  const said = await one.says(/nobody can help/);
  expect(said).toContain(`Young people go to  http://localhost:${env.PORT}/\n`);
  expect(said).toContain(`Staff go to         http://localhost:${env.PORT}/staff\n`);
  expect(said).toMatch(/This link makes the first one. It works once, for 24 hours:\s+http/);
  expect((await fetch(`http://localhost:${env.PORT}/`)).status).toBe(200);
  expect(readdirSync(here.home)).toEqual([]);
  expect(statSync(`${here.data}.key`).mode & 0o777).toBe(0o400);
  expect(statSync(here.data).mode & 0o777).toBe(0o700);
});

test("it can be started from any folder", async () => {
  const one = fromSources(["serve"], env, here.home);
  started.push(one);
  await one.says(link);
  expect((await fetch(`http://localhost:${env.PORT}/`)).status).toBe(200);
});

test("a start before anybody has an account prints a new link, and the older one still opens", async () => {
  const first = serve();
  const older = link.exec(await first.says(/nobody can help/))![1]!;
  expect(await first.stop()).toBe(0);
  const second = serve();
  // The advice on the key is said again as long as nobody has an account: a first start may have failed after making it.
  const newer = link.exec(await second.says(/nobody can help/))![1]!;
  expect(newer).not.toBe(older);
  expect((await fetch(older)).status).toBe(200);
  expect((await fetch(newer)).status).toBe(200);
});

test("once there is an account the other first links open nothing, and a start prints none", async () => {
  const first = serve();
  const older = link.exec(await first.says(/nobody can help/))![1]!;
  await first.stop();
  const second = serve();
  const newer = link.exec(await second.says(link))![1]!;
  expect((await becomeFirst(newer)).status).toBe(303);
  expect((await fetch(older)).status).toBe(410);
  expect((await becomeFirst(older)).status).toBe(410);
  await second.stop();
  const third = serve();
  await third.says(open);
  expect(await third.stop()).toBe(0);
  expect(third.out()).not.toMatch(link);
});

/** Fills the form behind a link. */
function becomeFirst(url: string) {
  const form = { name: "aino", real_name: "Aino Virtanen", alias: "Robin", helpline: "Line", language: "en" };
  const body = new URLSearchParams({ ...form, password: "a porch with a light" });
  return fetch(url, { method: "POST", body, redirect: "manual", headers: { Origin: new URL(url).origin } });
}

test("a port in use: said in plain words, with another one to try", async () => {
  await serve().says(link);
  const other = await result(["serve"], { ...env, DATA_DIR: join(here.folder, "other") });
  expect(other).toMatchObject({ code: 1, out: "" });
  expect(other.err).toBe(
    `Port ${env.PORT} is in use. Choose another with PORT, for example PORT=${Number(env.PORT) + 1}.\n`,
  );
});

test("an address that is not this machine's", async () => {
  const { code, err } = await result(["serve", "--host", "192.0.2.1"], env);
  expect(code).toBe(1);
  expect(err).toBe("HOST must be an address of this machine, like 127.0.0.1 or 0.0.0.0, not “192.0.2.1”.\n");
});

test("a data folder that cannot be used", async () => {
  const file = join(here.folder, "a-file");
  writeFileSync(file, "");
  const same = await result(["serve"], { ...env, DATA_DIR: file });
  expect(same).toMatchObject({
    code: 1,
    err: `The data folder ${file} cannot be used: there is a file with that name.\n`,
  });
  const inside = await result(["serve"], { ...env, DATA_DIR: join(file, "data") });
  expect(inside.code).toBe(1);
  expect(inside.err).toContain("something on the way to it is a file");
});

test("a data folder or a key's folder that is closed to this account", async () => {
  const shut = join(here.folder, "shut");
  await serve({ DATA_DIR: shut }).says(link);
  await started.pop()!.stop();
  // The administrator may write everywhere: a folder of the kernel's stands in then.
  const closed = process.getuid?.() === 0 ? "/proc/porchlight" : shut;
  chmodSync(shut, 0o500);
  const { code, err } = await result(["serve"], { ...env, DATA_DIR: closed });
  chmodSync(shut, 0o700);
  expect(code).toBe(1);
  expect(err).toMatch(
    /^The data folder \S+ cannot be used: (this account may not write there; they must belong to .*|it cannot be made there)\.\n$/,
  );
  const key = await result(["serve"], { ...env, MASTER_KEY_FILE: "/proc/porchlight.key" });
  expect(key.code).toBe(1);
  expect(key.err).toMatch(/^The master key cannot be written to \/proc\/porchlight\.key \(\w+\)/);
});

test("an unknown setting, option or command is refused with exit code 2 and the nearest known one", async () => {
  expect(await result(["serve", "--prot", "9000"], env)).toMatchObject({
    code: 2,
    err: "There is no setting --prot. Did you mean --port?\n",
  });
  expect(await result(["serve"], { ...env, PORCHLIGHT_DATADIR: "/x" })).toMatchObject({
    code: 2,
    err: "There is no setting PORCHLIGHT_DATADIR. Did you mean PORCHLIGHT_DATA_DIR?\n",
  });
  const unknown = await result(["sevre"], env);
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain("There is no command “sevre”.");
  expect(unknown.err).toContain("porchlight serve ");
});

test("version and the list of commands", async () => {
  const version = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
  expect(await result(["--version"], env)).toEqual({ code: 0, out: `porchlight ${version}\n`, err: "" });
  for (const args of [[], ["--help"], ["-h"], ["help"]]) {
    const { code, out, err } = await result(args, env);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("porchlight staff link");
    expect(out).toContain("Exit codes: 0 done, 1 it could not be done, 2 the command was not understood.");
  }
  expect(existsSync(here.data)).toBe(false);
});

test("each command has help of its own, and does nothing when asked for it", async () => {
  for (const words of [
    "serve",
    "demo",
    "staff link",
    "keys doctor",
    "keys new",
    "keys recover",
    "keys rotate",
    "keys sheet",
    "audit check",
    "doctor",
  ]) {
    const { code, out, err } = await result([...words.split(" "), "--port", "1", "--help"], env);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(new RegExp(`^porchlight ${words}: `));
    expect(out).toMatch(new RegExp(`\nExample:\n  (node bin/porchlight\\.mjs|porchlight) ${words}`));
    expect(out).toMatch(/\nExit codes:\n {2}0 {2}.*\n {2}1 {2}.*\n {2}2 {2}/);
  }
  expect(await result(["help", "staff", "link"], env)).toEqual(await result(["staff", "link", "--help"], env));
  expect((await result(["staff", "--help"], env)).out).toMatch(/^ {2}porchlight staff link /);
  expect(existsSync(here.data)).toBe(false);
});

test("half a command: what is missing, exit code 2; help on what does not exist is refused too", async () => {
  const staff = await result(["staff"], env);
  expect(staff).toMatchObject({ code: 2, out: "" });
  expect(staff.err).toMatch(/^“porchlight staff” needs one more word: link\.\n\n {2}porchlight staff link /);
  expect((await result(["keys", "--data-dir", "x"], env)).err).toMatch(
    /^“porchlight keys” needs one more word: doctor or new or recover or rotate or sheet\./,
  );
  for (const args of [["staff", "lnik"], ["sevre", "--help"], ["constructor"], ["--port", "1"]]) {
    const { code, out, err } = await result(args, env);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(`There is no command “${args.join(" ")}”.\n`);
  }
});
