import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { says } from "#tests/support/house/http.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { newer, newerBinary } from "#tests/support/upgrade/newer.ts";
import { debOf, usual } from "./deb.ts";
import { type Booted, booted, hindrance, standingDevices } from "./machine.ts";

// A bare Debian is made and started with systemd, without a network. There the package comes, is set up, upgraded and taken away, and
// then the one file is set up without it.

const root = fileURLToPath(new URL("../../..", import.meta.url));
const devices = standingDevices();
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
const install = (version: string) => ok(`apt-get install --yes --no-install-recommends /srv/${version}.deb`);
/** What dpkg and what the program itself say it is, and whether it runs. */
const standing =
  "dpkg -s porchlight | sed -n 's/^Status: //p; s/^Version: //p'; porchlight --version; systemctl is-active porchlight";
/** As many as a page of the helpline has when it is there. */
const status = (path: string) =>
  ok(
    `perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new("127.0.0.1:8080") or die; print $s "GET ${path} HTTP/1.0\\r\\nHost: chat.example.org\\r\\n\\r\\n"; print substr(<$s>, 9, 3)'`,
  );
const restart = "systemctl restart porchlight; until porchlight health > /dev/null; do sleep 0.2; done";
const words = says("youth.moment.text").split(".")[0]!;
const watcher = `use IO::Socket::INET;
until (-e "/run/seen") {
  open my $uptime, "<", "/proc/uptime" or die;
  my ($at) = split " ", <$uptime>;
  my $told = "none";
  if (my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:8080", Timeout => 5)) {
    print $s "GET / HTTP/1.0\\r\\nHost: chat.example.org\\r\\nAccept: text/html\\r\\n\\r\\n";
    my $all = join "", <$s>;
    $told = substr($all, 9, 3) if length $all;
    $told .= " in words" if index($all, "${words}") > 0;
  }
  printf "%.2f %s\\n", $at, $told;
  select undef, undef, undef, 0.1;
}
`;

/** Asks for the door ten times a second while something goes on. Returns what was told, and for how long (s) it was not the door. */
async function whileDoorIsWatched<Done>(work: () => Promise<Done>) {
  const watched = machine.sh("rm -f /run/seen; perl /srv/watcher.pl");
  const done = await work();
  await ok("touch /run/seen");
  const seen = (await watched).out
    .trim()
    .split("\n")
    .map((line) => ({ at: Number(line.split(" ", 1)[0]), told: line.slice(line.indexOf(" ") + 1) }));
  const shut = seen.filter(({ told }) => told !== "200").map(({ at }) => at);
  const closed = shut.length > 0 ? shut.at(-1)! - shut[0]! : 0;
  return { done, told: new Set(seen.map(({ told }) => told)), last: seen.at(-1)!.told, closed };
}

describe.skipIf(why !== null)("on a bare Debian", () => {
  beforeAll(async () => {
    const programs = { [usual.version]: readFileSync(binary()), [newer.version]: readFileSync(newerBinary()) };
    mkdirSync(join(tree, "srv"), { recursive: true });
    for (const [version, program] of Object.entries(programs)) {
      writeFileSync(join(tree, `srv/${version}.deb`), debOf({ program, version, architecture }));
    }
    copyFileSync(binary(), join(tree, "srv/porchlight-file"));
    writeFileSync(join(tree, "srv/watcher.pl"), watcher);
    machine = await booted(tree);
  }, 600_000);
  afterAll(() => {
    machine?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("the package is installed and started, and leads to setup without a link that opens nowhere else; the first one opens here", async () => {
    const said = await install(usual.version);
    expect(said).toContain("\n  sudo porchlight setup chat.example.org\n");
    expect(said).not.toMatch(link);
    expect(said).not.toContain("debconf: ");
    const first = link.exec(await ok("porchlight staff link --first"))![1]!;
    expect(first).toMatch(/^http:\/\/localhost:8080\//);
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

  test("R7: a copy goes to a stick that is mounted while it runs, and to a disk that was there before once the unit lets it", async () => {
    // As on a machine that systemd has started by itself: what is mounted is seen by its services.
    await ok(`mount --make-rshared /; mkdir -p /media/stick /mnt/disk; ${restart}`);
    await ok(
      "mount -t tmpfs stick /media/stick; mount -t tmpfs disk /mnt/disk; chown porchlight /media/stick /mnt/disk",
    );
    const here = "lies in /media/stick. It was opened";
    expect(await ok("porchlight backup /media/stick; umount /media/stick; ls /media/stick")).toContain(here);
    await ok(restart);
    const refused = await machine.sh("porchlight backup /mnt/disk");
    expect([refused.code, refused.out]).toEqual([1, expect.stringContaining("the service may write nowhere else")]);
    const manual = /```ini\n(.*?)```/s.exec(readFileSync(join(root, "docs/copies.md"), "utf8"))![1]!;
    writeFileSync(join(tree, "srv/disk.conf"), manual.replace("/mnt/other-disk", "/mnt/disk"));
    await ok(`install -D -m 644 /srv/disk.conf /etc/systemd/system/porchlight.service.d/override.conf
      systemctl daemon-reload; ${restart}`);
    expect(await ok("porchlight backup /mnt/disk")).toContain("lies in /mnt/disk. It was opened");
    await ok(`rm -r /etc/systemd/system/porchlight.service.d; umount /mnt/disk
      systemctl daemon-reload; ${restart}`);
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
    const { done: upgraded, told, last, closed } = await whileDoorIsWatched(() => install(newer.version));
    console.info(`An upgrade by package: the door was closed for ${closed.toFixed(1)} s.`);
    expect(told).toContain("503 in words");
    expect([last, closed < 60]).toEqual(["200", true]);
    expect(upgraded).toContain(`Porchlight ${newer.version} serves`);
    expect(upgraded).toContain("There are accounts already.");
    expect(upgraded).not.toMatch(link);
    expect(await ok("dpkg -s porchlight | grep ^Version; systemctl is-active porchlight")).toBe(
      "Version: 99.0.0\nactive\n",
    );
    expect(await ok("porchlight health")).toContain("all is well");
  });

  test("R8: an older package is refused and says how to go back; after that, it makes apt name what runs", async () => {
    const older = `apt-get install --yes --allow-downgrades --no-install-recommends /srv/${usual.version}.deb`;
    const refused = await machine.sh(older);
    expect(refused.code).not.toBe(0);
    expect(refused.out).toContain(`\n  sudo porchlight rollback\n`);
    expect(await ok(standing)).toBe("install ok installed\n99.0.0\nporchlight 99.0.0\nactive\n");
    const back = await ok("echo back | porchlight rollback");
    expect(back).toContain(`Porchlight ${usual.version} serves`);
    expect(back).toContain("apt still names 99.0.0 as what is installed.");
    expect(await ok("porchlight staff link --first")).toContain("There are accounts already.");
    expect(await ok(standing)).toBe(`install ok installed\n99.0.0\nporchlight ${usual.version}\nactive\n`);
    const agreed = await ok(older);
    expect(agreed).toContain(`Porchlight ${usual.version} runs here already.`);
    expect(await ok(standing)).toBe(`install ok installed\n${usual.version}\nporchlight ${usual.version}\nactive\n`);
  });

  test("R8: a newer one that cannot start in its place: the one of before serves, apt says so, and can try again", async () => {
    const refuse = "#!/bin/sh\nif /usr/bin/porchlight --version | grep -q 99; then exit 1; fi\n";
    writeFileSync(join(tree, "srv/refuse"), refuse);
    await ok(`install -m 755 /srv/refuse /usr/local/bin/refuse
      mkdir -p /etc/systemd/system/porchlight.service.d
      printf '[Service]\\nExecStartPre=/usr/local/bin/refuse\\n' > /etc/systemd/system/porchlight.service.d/refuse.conf
      systemctl daemon-reload`);
    const { done, last, closed } = await whileDoorIsWatched(() =>
      machine.sh(`apt-get install --yes --no-install-recommends /srv/${newer.version}.deb`),
    );
    expect(done.code).not.toBe(0);
    expect(done.out).toContain(`${newer.version} was not taken: systemctl restart porchlight failed`);
    expect(done.out).toContain(`${usual.version} serves again with the data of before, and nothing is lost.`);
    expect(done.out).toContain("Porchlight was not upgraded: the lines above say why.");
    expect([last, closed < 60]).toEqual(["200", true]);
    expect(await ok(standing)).toBe(`install ok half-configured\n99.0.0\nporchlight ${usual.version}\nactive\n`);
    expect(await ok("porchlight health")).toContain("all is well");
    await ok("rm -r /etc/systemd/system/porchlight.service.d; systemctl daemon-reload");
    expect(await ok("dpkg --configure -a")).toContain(`Porchlight ${newer.version} serves`);
    expect(await ok(standing)).toBe("install ok installed\n99.0.0\nporchlight 99.0.0\nactive\n");
  });

  test("remove keeps the data; purge deletes them only after a yes at the terminal", async () => {
    await ok("apt-get remove --yes porchlight");
    expect(await ok("systemctl is-active porchlight; ls /var/lib/porchlight/data.key")).toContain("inactive\n");
    expect(await ok("ls -d /usr/lib/porchlight /usr/bin/porchlight* 2> /dev/null; true")).toBe("");
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

  test("an upgrade with a setting that is wrong by now is not begun, and says which; mended, it goes on", async () => {
    await ok("echo PORT=none >> /etc/porchlight.conf");
    const { code, out } = await machine.sh("apt-get install --yes --no-install-recommends /srv/99.0.0.deb");
    expect(code).not.toBe(0);
    expect(out).toContain("PORT must be a number");
    expect(out).toContain("Porchlight was not upgraded: the lines above say why.");
    expect(await status("/")).toBe("200");
    const mended = await ok("sed -i /PORT=none/d /etc/porchlight.conf; dpkg --configure -a");
    expect(mended).toContain(`Porchlight ${newer.version} serves`);
    await ok("systemctl is-active porchlight; dpkg --purge porchlight");
    await ok("rm -r /var/lib/porchlight");
  });

  test("the one file sets itself up, and again, and under another name", async () => {
    const said = await ok("/srv/porchlight-file setup chat.example.org --yes");
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

  test("nothing of this machine was changed by it: neither its devices nor, as they cannot be written, settings of its kernel", async () => {
    expect(standingDevices()).toEqual(devices);
    const sameAgain = "read n < /proc/sys/kernel/pid_max; echo $n > /proc/sys/kernel/pid_max";
    expect((await machine.sh(sameAgain)).out).toContain("Read-only file system");
  });
});
