import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { processSettings, readConfig } from "#src/config.ts";
import { commandIn } from "#src/help.ts";
import { limits } from "#src/http/limits/limits.ts";
import { ownPlace, packagePlace, settingsFile, unitDataDir } from "#src/installed.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const text = (path: string) => readFileSync(join(root, path), "utf8");
/** A file of settings or code without its comments. */
const bare = (path: string) => text(path).replace(/^\s*#.*\n/gm, "");

const settings = processSettings.map(({ name }) => name as string);
/** What Bun itself reads: no telemetry, no crash reports. */
const quiet = { DO_NOT_TRACK: "1", BUN_ENABLE_CRASH_REPORTING: "0" };
const usual = readConfig({}, []);
const allowed = (name: string) => settings.includes(name) || name in quiet;

interface Service {
  image: string;
  build?: string;
  environment: Record<string, string>;
  volumes: string[];
  networks?: string[];
  [key: string]: unknown;
}
const compose = Bun.YAML.parse(text("deploy/compose.yml")) as {
  services: Record<"porchlight" | "caddy", Service>;
  volumes: Record<string, null>;
  networks?: unknown;
};
const { porchlight, caddy } = compose.services;

const dockerfile = bare("Dockerfile").replaceAll("\\\n", "");
const lines = (instruction: string) =>
  [...dockerfile.matchAll(new RegExp(`^${instruction} +(.*)$`, "gm"))].map((one) => one[1]!);
const imageEnvironment = Object.fromEntries(
  lines("ENV").flatMap((line) => line.split(/\s+/).map((pair) => pair.split("=") as [string, string])),
);
const image = readConfig(imageEnvironment, []);

const caddyfile = bare("deploy/Caddyfile");
const unit = bare("deploy/porchlight.service");
/** Every value of a key of the unit. */
const values = (key: string) => [...unit.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map((one) => one[1]!);

const environmentOf = (one: string) =>
  Object.fromEntries(
    [...one.matchAll(/^Environment=(.*)$/gm)].flatMap((line) => line[1]!.split(" ").map((pair) => pair.split("="))),
  ) as Record<string, string>;

describe("Dockerfile", () => {
  test("its environment is what Porchlight knows, and Bun says nothing to anybody", () => {
    const { PATH: path, ...given } = imageEnvironment;
    expect(path).toBe("/usr/local/bin");
    expect(Object.keys(given).filter((name) => !allowed(name))).toEqual([]);
    expect(given).toMatchObject(quiet);
    // Nobody reaches a container on its own loopback.
    expect(image.host).toBe("0.0.0.0");
    expect(lines("EXPOSE")).toEqual([String(image.port)]);
  });

  test("data and key lie in two volumes", () => {
    const volumes: string[] = JSON.parse(lines("VOLUME")[0]!);
    const holding = (path: string) => volumes.find((volume) => path.startsWith(`${volume}/`));
    expect([holding(image.dataDir), holding(image.masterKeyFile)]).toEqual(["/data", "/keys"]);
  });

  test("what it copies is there and is let through, and nothing else is", () => {
    const copied = lines("COPY")
      .filter((line) => !line.startsWith("--from"))
      .flatMap((line) => line.split(/\s+/).slice(0, -1));
    expect(copied).toContain("src");
    for (const path of copied) expect(statSync(join(root, path)).size, path).toBeGreaterThan(0);
    const [first, ...letThrough] = bare(".dockerignore").trim().split("\n");
    expect(first).toBe("*");
    expect(letThrough.map((line) => line.replace("!", "")).sort()).toEqual(copied.sort());
  });
});

describe("compose.yml", () => {
  test("it names what Porchlight and the Caddyfile know", () => {
    expect(Object.keys(porchlight.environment).filter((name) => !settings.includes(name))).toEqual([]);
    const address = porchlight.environment.PUBLIC_ADDRESS!.replace(/\$\{ADDRESS:\?[^}]*\}/, "chat.example.org");
    expect(readConfig({ PUBLIC_ADDRESS: address }, []).publicAddress?.origin).toBe("https://chat.example.org");
    const read = [...caddyfile.matchAll(/\{\$(\w+)/g)].map((one) => one[1]!);
    expect([...new Set(read)].sort()).toEqual(Object.keys(caddy.environment).sort());
    expect(caddy.environment.ADDRESS).toMatch(/^\$\{ADDRESS\}$/);
    expect(caddy.environment.UPSTREAM).toBe(`porchlight:${image.port}`);
  });

  test("every volume of the image is kept under a name, and the Caddyfile is the one beside it", () => {
    expect(porchlight.volumes).toEqual(["data:/data", "keys:/keys"]);
    expect(caddy.volumes).toEqual(["./Caddyfile:/etc/caddy/Caddyfile:ro", "caddy:/data"]);
    expect(Object.keys(compose.volumes).sort()).toEqual(["caddy", "data", "keys"]);
  });

  test("only Caddy is reached from outside, and Porchlight finds the way out to its mail server", () => {
    expect(porchlight.ports).toBeUndefined();
    // On the one network that Compose makes by itself, both reach each other and the world.
    expect([porchlight.networks, caddy.networks, compose.networks]).toEqual([undefined, undefined, undefined]);
    expect(caddy.ports).toEqual(["80:80", "443:443", "443:443/udp"]);
  });

  test("[ASVS 13.2.2] both are read-only and without rights, start again by themselves, and are of a known version", () => {
    for (const service of [porchlight, caddy]) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"], restart: "unless-stopped" });
      expect(service).toMatchObject({ security_opt: ["no-new-privileges:true"], stop_grace_period: "15s" });
      expect(service.image).toMatch(/:\d+\.\d+\.\d+$/);
    }
    expect(porchlight.cap_add).toBeUndefined();
    expect(porchlight.healthcheck).toBeUndefined();
    expect(lines("HEALTHCHECK")).toHaveLength(1);
    expect(porchlight.image).toBe(`porchlight:${JSON.parse(text("package.json")).version}`);
  });
});

describe("Caddyfile", () => {
  test("it leads to Porchlight's usual port", () => {
    expect(caddyfile).toContain(`reverse_proxy {$UPSTREAM:${usual.host}:${usual.port}} {`);
  });

  test("it keeps no address: no log of requests, nothing of failed ones, none passed on", () => {
    expect(caddyfile).toMatch(/^\{\n\tlog \{\n\t\texclude http\n\t\}\n/);
    expect(caddyfile.match(/\blog\b/g)).toHaveLength(1);
    expect(caddyfile.match(/X-Forwarded-For/g)).toHaveLength(1);
  });

  test.each([
    ["203.0.113.9", "203.0.113"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:"],
    ["2001:db8::6", "2001:db8:"],
  ])("of the address %s it passes on no more than %s", (address, network) => {
    const [, search = "", replacement = ""] = /header_up X-Forwarded-For "(.+)" "(.+)"\n/.exec(caddyfile)!;
    expect(address.replace(new RegExp(search), replacement)).toBe(network);
    // The same in the page for whoever has nginx.
    const names = [...text("docs/proxy.md").matchAll(/"~(\^.+)" \$v[46];/g)].map(([, regex]) => new RegExp(regex!));
    expect(names.map((one) => one.exec(address)?.[1]).find((one) => one)).toBe(network);
  });

  test("no account of the machine can change what it serves, and nothing of its memory is ever kept", () => {
    expect(caddyfile).toMatch(/^\{[^}]*\}\n\n?\tadmin off\n/);
    expect(unit).toContain("\nLimitCORE=0\n");
    expect(text("deploy/compose.yml")).toContain("ulimits: { core: 0 }");
  });

  test("what is too big for Porchlight it lets through as far as Porchlight answers it in words", () => {
    const [, megabytes] = /max_size (\d+)MiB/.exec(caddyfile)!;
    expect(Number(megabytes) * 1024 * 1024).toBe(limits.requestBytes);
    const { requestBytes, bodyBytes, entryBytes, filesBytes, hoursBytes, rulesBytes, lookBytes } = limits;
    const doors = [bodyBytes, entryBytes, filesBytes, hoursBytes, rulesBytes, lookBytes];
    expect(Math.max(...doors)).toBeLessThan(requestBytes);
  });

  test("it does not hide that somebody has gone", () => {
    expect(caddyfile).not.toContain("flush_interval");
  });
});

describe("porchlight.service", () => {
  const environment = environmentOf(unit);

  test("its environment is what Porchlight knows, and Bun says nothing to anybody", () => {
    expect(Object.keys(environment).filter((name) => !allowed(name))).toEqual([]);
    expect(environment).toMatchObject(quiet);
    expect(values("ExecStart")).toEqual(["/usr/local/bin/porchlight serve"]);
  });

  test("data and key lie in the one folder it may write", () => {
    const folder = `/var/lib/${values("StateDirectory")[0]}`;
    const config = readConfig(environment, []);
    expect(config.dataDir).toBe(`${folder}/data`);
    expect(config.masterKeyFile).toBe(`${folder}/data.key`);
    expect(values("ProtectSystem")).toEqual(["strict"]);
    expect(values("ReadWritePaths")).toEqual([]);
  });

  test("machine code can be made, which Bun needs, and the command line's socket can be opened", () => {
    expect(values("MemoryDenyWriteExecute")).toEqual([]);
    expect(values("RestrictAddressFamilies")[0]!.split(" ")).toContain("AF_UNIX");
  });

  test("it can reach a mail server, and the hosts of feeds and of those told on call", () => {
    expect([...values("IPAddressDeny"), ...values("PrivateNetwork")]).toEqual([]);
    expect(values("RestrictAddressFamilies")).toEqual(["AF_UNIX AF_INET AF_INET6"]);
  });

  const analyze = (...args: string[]) => spawnSync("systemd-analyze", args, { encoding: "utf8" });
  const noSystemd = analyze("--version").status !== 0;
  if (noSystemd) console.warn("The unit is not looked at by systemd itself: there is no systemd-analyze.");

  test.skipIf(noSystemd)(
    "[ASVS 13.2.2, 15.2.5] systemd understands it, and gives it 1.1 at most, where 0 is closed and 10 is open",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "porchlight-unit-"));
      const file = join(folder, "porchlight.service");
      // The program need not be installed here.
      writeFileSync(file, unit.replace("/usr/local/bin/porchlight", "/bin/true"));
      const understood = analyze("verify", file);
      const closed = analyze("security", "--offline=true", "--threshold=11", "--no-pager", file);
      rmSync(folder, { recursive: true });
      expect(understood).toMatchObject({ status: 0, stdout: "", stderr: "" });
      expect(closed.status, closed.stdout.split("\n").at(-2)).toBe(0);
    },
  );
});

describe("porchlight-standby.service", () => {
  const standby = bare("deploy/porchlight-standby.service");
  const linesOf = (unit: string) => unit.split("\n").filter((line) => /^[A-Z]/.test(line));
  /** In what it says beside how closed it is. */
  const own = /^(Description|After|Wants|ExecStart|EnvironmentFile|RestartSec|LimitNOFILE)=/;

  test("it fetches, into the folder from which a promotion takes, and is as closed as the helpline", () => {
    expect(standby).toContain("\nExecStart=/usr/local/bin/porchlight fetch-backups --keep-on\n");
    const [its, helplines] = [standby, unit].map((one) => linesOf(one).filter((line) => !own.test(line)));
    expect(its).toEqual(helplines);
  });
});

test("commands know the settings and the folder of the unit, and the places where a unit starts the program", () => {
  expect(values("EnvironmentFile")).toEqual([`-${settingsFile}`]);
  expect(readConfig(environmentOf(unit), []).dataDir).toBe(unitDataDir);
  expect(values("ExecStart")).toEqual([`${ownPlace} serve`]);
  expect(packagePlace).toBe(ownPlace.replace("/local", ""));
});

describe("docs/install.md", () => {
  const guide = text("docs/install.md");
  const typed = [...guide.matchAll(/```(?:sh|ini)\n([\s\S]*?)```/g)].map((one) => one[1]).join("");

  test("every setting it writes exists, and so does every file it takes from here", () => {
    const names = [...typed.matchAll(/\b([A-Z][A-Z_]{3,})=/g)]
      .map((one) => one[1]!)
      .filter((name) => name !== "ADDRESS");
    expect(names).toContain("DATA_DIR");
    expect(names.filter((name) => !settings.includes(name))).toEqual([]);
    const files = guide.match(/\.\.\/deploy\/[\w.]+/g)!;
    expect(files).toContain("../deploy/porchlight.service");
    for (const path of files) expect(statSync(join(root, "docs", path)).size).toBeGreaterThan(0);
  });

  test("paths and names are those of the unit", () => {
    expect(typed).toContain(`useradd --system --home-dir /var/lib/${values("StateDirectory")[0]} `);
    expect(typed).toContain(` ${values("User")[0]}\n`);
    expect(typed).toContain(` DATA_DIR=${/DATA_DIR=(\S+)/.exec(unit)![1]} node `);
    expect(guide).toContain(`\`${values("EnvironmentFile")[0]!.replace("-", "")}\``);
    expect(typed).toContain("sudo porchlight staff link");
  });

  test("the first way asks for two commands on the server, and both are ones there are", () => {
    const [, first] = /\n```sh\n(sudo apt install [^`]*)```/.exec(guide)!;
    const [install, setup, ...more] = first!.trimEnd().split("\n");
    expect(more).toEqual([]);
    expect(install).toBe("sudo apt install ./porchlight_*.deb");
    expect(commandIn(setup!.replace("sudo porchlight ", "").split(" "))).toBe("setup");
  });

  test("it stays as short as someone reads on an evening", () => {
    expect(guide.split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(900);
  });
});
