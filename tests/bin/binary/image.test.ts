import { spawnSync } from "node:child_process";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { binary } from "#tests/support/outside/binary.ts";
import { run, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The instructions of the Dockerfile, a step that makes the file and the image itself: ["ENV", "HOST=…"]. */
const [making, image] = readFileSync(join(root, "Dockerfile"), "utf8")
  .replace(/^#.*\n/gm, "")
  .replaceAll("\\\n", "")
  .split(/^(?=FROM )/m)
  .map((step) => step.split("\n").map((line) => /^([A-Z]+) +(.*)$/.exec(line)?.slice(1) ?? []));

function all(step: string[][] | undefined, instruction: string): string[] {
  return step!.filter(([name]) => name === instruction).map(([, text]) => text!);
}
const one = (instruction: string) => all(image, instruction).at(-1)!;
const list = (text: string): string[] => JSON.parse(text.slice(text.indexOf("[")));

const volumes = list(one("VOLUME"));
const account = one("USER").split(":")[0]!;

/** Why the image cannot be laid out and entered here; null when it can. */
function hindrance(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "only the administrator of a Linux can enter it";
  const missing = ["ldd", "unshare", "setpriv"].filter((name) => spawnSync(name, ["--version"]).status !== 0);
  if (missing.length > 0) return `there is no ${missing.join(", no ")}`;
  const tried = spawnSync("unshare", ["--mount", "--pid", "--fork", "mount", "--bind", "/tmp", "/tmp"]);
  return tried.status === 0 ? null : "nothing can be mounted";
}

const why = hindrance();
if (why) console.warn(`The image is not tried: ${why}.`);

let folder: string;
let tree: string;
let port: number;
const started: Started[] = [];

/** Does the last step of the making on this machine, and then copies what the image copies. */
function layOut() {
  const steps = all(making, "RUN").at(-1)!;
  const step = steps
    .replace("npm run build &&", "")
    .replace(" /image ", ` ${folder}/image `)
    .replace("dist/porchlight-$platform", binary());
  const made = spawnSync("sh", ["-ec", step], { cwd: root, encoding: "utf8" });
  expect(made, made.stderr).toMatchObject({ status: 0, stderr: "" });
  mkdirSync(tree);
  for (const copy of all(image, "COPY")) {
    const [, owner, from] = /^--from=made (?:--chown=(\S+) )?\/image\/(\w+) \/$/.exec(copy)!;
    const source = join(folder, "image", from!);
    for (const name of owner ? readdirSync(source) : []) spawnSync("chown", ["-R", owner!, join(source, name)]);
    expect(spawnSync("cp", ["-a", ...readdirSync(source).map((name) => join(source, name)), tree]).status).toBe(0);
  }
  // Every runtime of containers mounts something of its own there.
  for (const name of ["proc", "dev"]) mkdirSync(join(tree, name));
}

/** As compose.yml has it: nothing but the volumes can be written, and there are no rights to gain. */
const enter = `
set -e
mount --make-rprivate /
mount --bind "$TREE" "$TREE.mounted"
mount -o remount,bind,ro "$TREE.mounted"
for volume in $VOLUMES; do mount --bind "$TREE$volume" "$TREE.mounted$volume"; done
mount -t proc proc "$TREE.mounted/proc"
mount --rbind /dev "$TREE.mounted/dev"
exec setpriv --no-new-privs unshare --root "$TREE.mounted" --wd "$FOLDER" --setgid "$ACCOUNT" --setuid "$ACCOUNT" "$@"
`;

/** Runs a command in the image with the image's environment; only its port and its network are ours. */
function inside(command: string[]): Started {
  const given = all(image, "ENV").flatMap((line) => line.split(/\s+/).map((pair) => pair.split("=")));
  const settings = { ...Object.fromEntries(given), HOST: "127.0.0.1", PORT: String(port) };
  const where = { TREE: tree, VOLUMES: volumes.join(" "), FOLDER: one("WORKDIR"), ACCOUNT: account };
  const args = ["--mount", "--pid", "--fork", "--kill-child", "sh", "-c", enter, "enter", ...command];
  const running = run("unshare", args, { env: { ...settings, ...where, PATH: process.env.PATH! } });
  started.push(running);
  return running;
}

/** Every path in the tree, from its top. */
function paths(at = ""): string[] {
  return readdirSync(tree + at).flatMap((name) => {
    const path = `${at}/${name}`;
    return lstatSync(tree + path).isDirectory() ? [path, ...paths(path)] : [path];
  });
}

describe.skipIf(why !== null)("the image", () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "porchlight-image-"));
    tree = join(folder, "tree");
    layOut();
    mkdirSync(`${tree}.mounted`);
    port = await freePort();
  });
  afterAll(async () => {
    await Promise.all(started.map((running) => running.stop("SIGKILL")));
    rmSync(folder, { recursive: true, force: true });
  });

  test("it holds one program and its libraries; all of it is root's but for the volumes", () => {
    const files = paths().filter((path) => lstatSync(tree + path).isFile());
    const others = files.filter((path) => !/^\/lib(64)?\/.*\.so[.\d]*$/.test(path));
    expect(others.sort()).toEqual(["/etc/group", "/etc/passwd", "/usr/local/bin/porchlight"]);
    for (const path of paths()) {
      const { uid, mode } = lstatSync(tree + path);
      if (volumes.includes(path)) expect(String(uid), path).toBe(account);
      else if (path !== "/tmp") expect([uid, mode & 0o022], path).toEqual([0, 0]);
    }
  });

  test("it serves without rights, asks itself how it is, writes only its volumes, and stops in order", async () => {
    const [health, serve] = [list(one("HEALTHCHECK")), [...list(one("ENTRYPOINT")), ...list(one("CMD"))]];
    const origin = `http://localhost:${port}`;
    const running = inside(serve);
    const said = await running.says(/nobody can help/);
    expect((await fetch(origin)).status).toBe(200);
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ ok: true, keys: "ready", backup: "none" });
    const well = inside(health);
    expect(await well.ended, well.err()).toBe(0);

    const outer = running.child.pid!;
    const inner = readFileSync(`/proc/${outer}/task/${outer}/children`, "utf8").trim();
    const status = readFileSync(`/proc/${inner}/status`, "utf8");
    expect(status).toMatch(new RegExp(`^Uid:(\\s+${account}){4}$`, "m"));
    expect(status).toMatch(new RegExp(`^Gid:(\\s+${account}){4}$`, "m"));
    expect(status).toMatch(/^CapEff:\s+0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    const closed = paths().filter(
      (path) => statSync(tree + path).isDirectory() && !/^\/(data|keys|dev|proc)\b/.test(path),
    );
    expect(closed).toContain("/usr/local/bin");
    for (const path of ["", ...closed]) {
      expect(() => writeFileSync(`/proc/${inner}/root${path}/new`, ""), path).toThrow("EROFS");
    }
    expect(readdirSync(`${tree}/data`)).toEqual(["helpline"]);
    expect(readdirSync(`${tree}/keys`)).toEqual(["master.key"]);
    expect(await becomeFirst(/http\S+\/staff\/welcome\/\S+/.exec(said)![0])).toBe(303);

    // It is the first process of its container, for which signals do nothing unless they are waited for.
    process.kill(Number(inner), "SIGTERM");
    expect(await running.ended).toBe(0);
    const ill = inside(health);
    expect(await ill.ended).toBe(1);
    expect(ill.err()).toBe(`Porchlight does not answer at http://127.0.0.1:${port}.\n`);
  });
});

/** Makes the first account, which is written to the data. */
async function becomeFirst(link: string): Promise<number> {
  const form = { name: "aino", real_name: "Aino Virtanen", alias: "Robin", helpline: "Line", language: "en" };
  const body = new URLSearchParams({ ...form, password: "a porch with a light" });
  const headers = { Origin: new URL(link).origin };
  return (await fetch(link, { method: "POST", body, redirect: "manual", headers })).status;
}
