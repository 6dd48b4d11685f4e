import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const shipped = fileURLToPath(new URL("../../../deploy/Caddyfile", import.meta.url));

/** Whether this machine has a Caddy. */
export const hasCaddy = spawnSync("caddy", ["version"]).status === 0;

/** A running Caddy with the shipped Caddyfile, before something at `upstream`. */
export interface Caddy {
  /** File of the authority's certificate. */
  authority: string;
  log(): string;
  stop(): Promise<void>;
}

interface Wanted {
  upstream: string;
  http: number;
  https: number;
  /** Changes the Caddyfile, for a control. */
  change?: (text: string) => string;
}

/** Reserved for tests: RFC 6761. */
export const helplineName = "helpline.test";

/** Starts it; resolves once it has its certificate (`tls internal`). It trusts nothing new on this machine. */
export async function caddy({ upstream, http, https, change = (text) => text }: Wanted): Promise<Caddy> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-caddy-"));
  const text = readFileSync(shipped, "utf8")
    .replace("\n\tadmin off\n", `\n\tadmin off\n\tskip_install_trust\n\thttp_port ${http}\n\thttps_port ${https}\n`)
    .replace("\n{$ADDRESS} {\n", "\n{$ADDRESS} {\n\ttls internal\n");
  writeFileSync(join(folder, "Caddyfile"), change(text));
  const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn("caddy", ["run", "--config", "Caddyfile", "--adapter", "caddyfile"], {
    ...{ cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
    env: { ...env, ADDRESS: helplineName, UPSTREAM: upstream },
  });
  let written = "";
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on("data", (chunk: Buffer) => {
      written += chunk;
    });
  }
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const authority = join(folder, "caddy/pki/authorities/local/root.crt");
  const until = performance.now() + 20_000;
  while (!written.includes("certificate obtained successfully") || !existsSync(authority)) {
    if (child.exitCode !== null || performance.now() > until) {
      await stop();
      throw new Error(`Caddy did not start: ${written}`);
    }
    await pause(20);
  }
  return { authority, log: () => written, stop };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null) return done();
    child.once("close", () => done());
    child.kill("SIGTERM");
  });
}
