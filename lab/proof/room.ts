import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "#src/config.ts";
import { open } from "#tests/support/house/helpline.ts";
import { server } from "#tests/support/house/server.ts";
import { type Caddy, caddy, helplineName } from "#tests/support/outside/caddy.ts";

const inside = "--inside";

/**
 * Runs the program that asks for it again in a network of its own: every port is free there, nothing of it is seen
 * outside, nothing outside is reached, and the helpline's name leads to this machine. True within; outside it waits for
 * the run within, takes over its exit code and gives false. Needs Linux, and an account that may make namespaces.
 */
export function inRoom(): boolean {
  if (process.argv.includes(inside)) return true;
  const folder = mkdtempSync(join(tmpdir(), "porchlight-room-"));
  const hosts = join(folder, "hosts");
  writeFileSync(hosts, `127.0.0.1 localhost ${helplineName}\n::1 localhost\n`);
  const prepare = 'ip link set lo up && mount --bind "$0" /etc/hosts && exec "$@"';
  const own = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1), inside];
  const args = [...own, "--net", "--mount", "sh", "-c", prepare, hosts, ...again];
  const { status } = spawnSync("unshare", args, { stdio: "inherit" });
  rmSync(folder, { recursive: true });
  process.exitCode = status ?? 1;
  return false;
}

/**
 * An open helpline behind the Caddy of this machine, as it is shipped, on the ports of the web; for inside a room.
 * Ends both when the work is done.
 */
export async function behindCaddy(work: (caddy: Caddy) => Promise<void>): Promise<void> {
  const config = readConfig({ PUBLIC_ADDRESS: `https://${helplineName}`, OUTGOING_ALLOW: "off" }, []);
  const line = await server({ config });
  await open(line);
  const proxy = await caddy({
    upstream: new URL(line.origin).host.replace("localhost", "127.0.0.1"),
    http: 80,
    https: 443,
  });
  try {
    await work(proxy);
  } finally {
    await proxy.stop();
    await line.stop();
  }
}

/** Runs another program and gives what it wrote, without holding up the helpline in this process. Never rejects. */
export async function outputOf(command: string[], env: Record<string, string> = {}): Promise<string> {
  const child = Bun.spawn(command, {
    env: { ...process.env, ...env },
    stdout: "pipe",
    stderr: "inherit",
    stdin: "ignore",
  });
  return new Response(child.stdout).text();
}
