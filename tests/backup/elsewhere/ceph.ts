import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsV4Signer } from "aws4fetch";
import { onTestFinished } from "vitest";
import { readStore, type StoreSetting } from "#src/config.ts";
import { freePort } from "#tests/support/outside/port.ts";

/** Whether this machine has the gateway of Ceph (Debian's radosgw), a real S3-compatible store. */
export const hasCeph = spawnSync("radosgw", ["--version"]).status === 0;

interface Ceph {
  /** Makes a bucket, or switches its versions on. */
  bucket(name: string, versions?: boolean): Promise<void>;
  setting(bucket: string): StoreSetting;
}

const id = "AKHELPLINE";
const secret = "not-so-secret";

/** Starts it with its data in a file of SQLite, which goes with the test. */
export async function ceph(): Promise<Ceph> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-ceph-"));
  const port = await freePort();
  const store = ["--no-mon-config", "--name=client.rgw", "--rgw-backend-store=dbstore", "--rgw-config-store=dbstore"];
  const place = [`--dbstore-db-dir=${folder}`, `--rgw-data=${folder}`, `--run-dir=${folder}`, "--admin-socket="];
  const account = [
    "user",
    "create",
    "--uid=helpline",
    "--display-name=helpline",
    `--access-key=${id}`,
    `--secret=${secret}`,
  ];
  const made = spawnSync("radosgw-admin", [...account, ...store, ...place], { cwd: folder, encoding: "utf8" });
  if (made.status !== 0) throw new Error(`no account at the gateway: ${made.stderr}`);
  const front = `--rgw-frontends=beast endpoint=127.0.0.1:${port}`;
  const child = spawn("radosgw", ["-f", ...store, ...place, front], { cwd: folder, stdio: "ignore" });
  const ended = new Promise((done) => child.once("exit", done));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  const origin = `http://127.0.0.1:${port}`;
  while (!(await fetch(origin).catch(() => null))) if (child.exitCode !== null) throw new Error("the gateway ended");
  const keyFile = join(folder, "store.key");
  writeFileSync(keyFile, `${id}:${secret}\n`);
  const put = async (path: string, body: string) => {
    const given = { url: `${origin}/${path}`, method: "PUT", body, accessKeyId: id, secretAccessKey: secret };
    // The tests have a date of their own.
    const datetime = `${new Date(realNow()).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
    const { url, headers } = await new AwsV4Signer({ ...given, service: "s3", region: "us-east-1", datetime }).sign();
    const answer = await fetch(url, { method: "PUT", headers, body });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  };
  return {
    bucket: async (name, versions = false) => {
      await put(name, "");
      const on = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
      if (versions) await put(`${name}?versioning`, on);
    },
    setting: (bucket) => readStore(`${origin}/${bucket}/ours`, { keyFile, region: null }),
  };
}

/** What time it is on this machine, ms UTC. */
export function realNow(): number {
  const { calendar } = globalThis as { calendar?: { real: DateConstructor } };
  return calendar!.real.now();
}
