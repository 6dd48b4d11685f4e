import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { binary } from "#tests/support/outside/binary.ts";
import { debOf, usual } from "./deb.ts";
import { type Booted, booted, hindrance } from "./machine.ts";

// A bare Debian is made and started with systemd, without a network. There the package comes, is set up, upgraded and taken away, and
// then the one file is set up without it.

const folder = mkdtempSync(join(tmpdir(), "porchlight-bare-"));
const tree = join(folder, "tree");
const maker = ["mmdebstrap", "debootstrap"].find((name) => spawnSync(name, ["--version"]).status === 0);
const architecture = process.arch === "arm64" ? "arm64" : "amd64";

/** What every Debian server has, and a Caddy, as apt can fetch nothing there. */
const include = "systemd,systemd-sysv,adduser,debconf,libstdc++6,caddy";

/** Why it cannot be tried here; null when the Debian is made. */
function made(): string | null {
  const why = hindrance(folder, ["unshare", "nsenter", "pivot_root"]);
  if (why) return why;
  if (!maker) return "there is neither mmdebstrap nor debootstrap";
  // A mirror that stands still is good enough here.
  const options = maker === "mmdebstrap" ? ['--aptopt=Acquire::Check-Valid-Until "false"'] : [];
  chmodSync(folder, 0o755);
  const { status, stderr } = spawnSync(
    maker,
    [...options, "--variant=minbase", `--include=${include}`, "stable", tree],
    {
      encoding: "utf8",
    },
  );
  return status === 0 ? null : `no Debian could be fetched: ${stderr.trim().split("\n").at(-1)}`;
}
const why = made();
if (why) console.warn(`The package is not tried on a bare Debian: ${why}.`);

let machine: Booted;
const ok = async (script: string) => {
  const { code, out } = await machine.sh(script);
  expect(code, `${script}: ${out}`).toBe(0);
  return out;
};
const link = /(https?:\/\/\S+\/staff\/welcome\/[\w-]{40,})/;
const install = (version: string) => ok(`apt-get install --yes --no-install-recommends /root/${version}.deb`);
/** As many as a page of the helpline has when it is there. */
const status = (path: string) =>
  ok(
    `perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new("127.0.0.1:8080") or die; print $s "GET ${path} HTTP/1.0\\r\\nHost: chat.example.org\\r\\n\\r\\n"; print substr(<$s>, 9, 3)'`,
  );

describe.skipIf(why !== null)("on a bare Debian", () => {
  beforeAll(async () => {
    const program = readFileSync(binary());
    mkdirSync(join(tree, "root"), { recursive: true });
    for (const version of [usual.version, "99.0.0"]) {
      writeFileSync(join(tree, `root/${version}.deb`), debOf({ program, version, architecture }));
    }
    copyFileSync(binary(), join(tree, "root/porchlight-file"));
    machine = await booted(tree);
  }, 600_000);
  afterAll(() => {
    machine?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("the package is installed and started, and prints the first link, which opens", async () => {
    const said = await install(usual.version);
    const first = link.exec(said)![1]!;
    expect(first).toMatch(/^http:\/\/localhost:8080\//);
    expect(said).toContain("sudo porchlight setup");
    expect(await ok("systemctl is-active porchlight; systemctl is-enabled porchlight")).toBe("active\nenabled\n");
    expect(await status(new URL(first).pathname)).toBe("200");
    expect(await ok("systemd-analyze verify porchlight.service")).toBe("");
    expect(await ok("systemctl show --property=NRestarts --value porchlight")).toBe("0\n");
  });

  test("S14: systemd runs it closed in, as an account of its own", async () => {
    const pid = (await ok("systemctl show --property=MainPID --value porchlight")).trim();
    const standing = await ok(`cat /proc/${pid}/status; stat -c '%U' /proc/${pid}`);
    expect(standing).toMatch(/^CapEff:\t0+$/m);
    expect(standing).toMatch(/^NoNewPrivs:\t1$/m);
    expect(standing).toMatch(/\nporchlight\n$/);
  });

  test("setup gives it its address and https, and prints the link under it", async () => {
    const said = await ok("porchlight setup chat.example.org --yes");
    expect(link.exec(said)![1]).toMatch(/^https:\/\/chat\.example\.org\//);
    expect(await ok("systemctl is-active porchlight caddy")).toBe("active\nactive\n");
    const again = await ok("porchlight setup --yes < /dev/null");
    expect(again).toContain("(done already)");
    expect(again).toMatch(link);
  });

  test("R8: the same command upgrades it, with its data, and without another link once there is an account", async () => {
    const said = await ok("runuser -u porchlight -- porchlight staff link --first --data-dir /var/lib/porchlight/data");
    const { pathname } = new URL(link.exec(said)![1]!);
    const form =
      "name=aino&real_name=Aino+Virtanen&alias=Robin&helpline=Line&language=en&password=a+porch+with+a+light";
    const post = `POST ${pathname} HTTP/1.0\\r\\nHost: chat.example.org\\r\\nOrigin: https://chat.example.org\\r\\nContent-Type: application/x-www-form-urlencoded\\r\\nContent-Length: ${form.length}\\r\\n\\r\\n${form}`;
    const answer = await ok(
      `perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new("127.0.0.1:8080") or die; print $s "${post}"; print substr(<$s>, 9, 3)'`,
    );
    expect(answer).toBe("303");
    const upgraded = await install("99.0.0");
    expect(upgraded).toContain("There are accounts already.");
    expect(upgraded).not.toMatch(link);
    expect(await ok("dpkg -s porchlight | grep ^Version; systemctl is-active porchlight")).toBe(
      "Version: 99.0.0\nactive\n",
    );
    expect(await ok("porchlight health")).toContain("all is well");
  });

  test("remove keeps the data; purge deletes them only after a yes at the terminal", async () => {
    await ok("apt-get remove --yes porchlight");
    expect(await ok("systemctl is-active porchlight; ls /var/lib/porchlight/data.key")).toContain("inactive\n");
    await install("99.0.0");
    expect(await ok("dpkg --purge porchlight")).toContain("nobody said yes to deleting them");
    await install("99.0.0");
    const no = await machine.answer("dpkg --purge porchlight", "[yes/no]", "no");
    expect(no.out).toContain("nobody said yes to deleting them");
    await ok("ls /var/lib/porchlight/data.key");
    await install("99.0.0");
    const yes = await machine.answer("dpkg --purge porchlight", "[yes/no]", "yes");
    expect(yes.out).toContain("The data of the helpline are deleted.");
    expect(await ok("ls -d /var/lib/porchlight /usr/lib/porchlight 2> /dev/null; getent passwd porchlight; true")).toBe(
      "",
    );
  });

  test("where packages may start nothing, it says how to start it", async () => {
    await ok("printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d");
    const said = await install(usual.version);
    await ok("rm /usr/sbin/policy-rc.d");
    expect(said).toContain("Porchlight is installed, but does not run. To start it: systemctl enable --now porchlight");
    expect(said).not.toMatch(link);
    await ok("systemctl enable --now porchlight");
  });

  test("an upgrade after which it does not answer fails, says where to look, and keeps the program of before", async () => {
    await ok("echo PORT=none >> /etc/porchlight.conf");
    const { code, out } = await machine.sh("apt-get install --yes --no-install-recommends /root/99.0.0.deb");
    expect(code).not.toBe(0);
    expect(out).toContain(
      "Porchlight was started and does not answer. This says why:\n  sudo journalctl -u porchlight -o cat -n 30\n",
    );
    expect(await ok("journalctl -u porchlight -o cat -n 30")).toContain("PORT must be a number");
    expect(await ok("/usr/lib/porchlight/before --version")).toContain("porchlight ");
    await ok(
      "sed -i /PORT=none/d /etc/porchlight.conf; dpkg --configure -a; systemctl is-active porchlight; dpkg --purge porchlight",
    );
    await ok("rm -r /var/lib/porchlight");
  });

  test("the one file sets itself up, and again, and under another name", async () => {
    const said = await ok("/root/porchlight-file setup chat.example.org --yes");
    expect(link.exec(said)![1]).toMatch(/^https:\/\/chat\.example\.org\//);
    expect(await ok("systemctl is-active porchlight caddy; stat -c '%U %a' /var/lib/porchlight")).toBe(
      "active\nactive\nporchlight 700\n",
    );
    const moved = await ok("/usr/local/bin/porchlight setup help.example.net --yes");
    expect(link.exec(moved)![1]).toMatch(/^https:\/\/help\.example\.net\//);
    expect(await ok("grep -c help.example.net /etc/caddy/Caddyfile /etc/porchlight.conf")).toBe(
      "/etc/caddy/Caddyfile:2\n/etc/porchlight.conf:1\n",
    );
  });
});
