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
 * Runs its program again in a private network, where all ports are free, the helpline's name leads here and nothing gets out.
 * Returns true within; outside it waits, takes over the exit code and returns false. Linux, and an account with namespaces.
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

/** Runs an open helpline behind this machine's Caddy as shipped, on the web's ports, inside a room; ends both afterwards. */
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

/** Runs another program and returns its output without blocking the helpline in this process. Never rejects. */
export async function outputOf(command: string[], env: Record<string, string> = {}): Promise<string> {
  const child = Bun.spawn(command, {
    env: { ...process.env, ...env },
    stdout: "pipe",
    stderr: "inherit",
    stdin: "ignore",
  });
  return new Response(child.stdout).text();
}
