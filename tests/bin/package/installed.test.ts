import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outcome } from "#tests/support/outside/command.ts";
import { debOf } from "./deb.ts";
import { hindrance, type Overlaid, overlaid } from "./machine.ts";

// dpkg installs, upgrades and takes away the package on this machine laid over itself, with a small program in the place of the one
// file. At night all of it on a bare Debian where systemd runs: bare.night.test.ts.

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "porchlight-installed-"));
const why = hindrance(folder, ["unshare", "dpkg", "adduser", "deb-systemd-helper"]);
if (why) console.warn(`The package is not installed: ${why}.`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const data = "/var/lib/porchlight";
const quiet = { DEBIAN_FRONTEND: "noninteractive" };
let machine: Overlaid;

beforeAll(() => {
  machine = overlaid(folder);
  for (const version of ["0.1.0", "0.2.0"]) {
    const program = Buffer.from(`#!/bin/sh\necho porchlight ${version}\n`);
    machine.write(`/srv/${version}.deb`, debOf({ program, version }));
  }
});

/** Runs commands of a shell there; whatever runs systemd here does not run it there. */
async function sh(script: string) {
  const { code, out, err } = await outcome(machine.sh(`exec 2>&1; ${script}`, quiet));
  expect(code, out + err).toBe(0);
  return out;
}

describe.skipIf(why !== null)("the package", () => {
  test("makes an account that owns the folder of the data, and says that nothing was started without systemd", async () => {
    const said =
      await sh(`dpkg --no-triggers -i /srv/0.1.0.deb; porchlight; stat -c '%U %a' ${data}; getent passwd porchlight
      ls -l /etc/systemd/system/multi-user.target.wants/porchlight.service; dpkg -V porchlight`);
    expect(said).toContain(
      "\nPorchlight is installed, but was not started: systemd does not run here.\nporchlight 0.1.0\n",
    );
    expect(said).toMatch(/\nporchlight 700\nporchlight:x:\d+:\d+::\/var\/lib\/porchlight:\/usr\/sbin\/nologin\n/);
    expect(said).toContain("-> /usr/lib/systemd/system/porchlight.service\n");
  });

  test("an upgrade keeps data, settings and the program of before", async () => {
    const said = await sh(`echo words > ${data}/words; echo PORT=9000 >> /etc/porchlight.conf
      dpkg --no-triggers -i /srv/0.2.0.deb; porchlight; /usr/lib/porchlight/before; cat ${data}/words; tail -n 1 /etc/porchlight.conf`);
    expect(said).toMatch(/\nporchlight 0\.2\.0\nporchlight 0\.1\.0\nwords\nPORT=9000\n$/);
  });

  test("remove keeps data and settings, and nothing else", async () => {
    const said =
      await sh(`dpkg --no-triggers -r porchlight; cat ${data}/words; tail -n 1 /etc/porchlight.conf; getent passwd porchlight | cut -d: -f1
      ls -d /usr/bin/porchlight /usr/lib/porchlight /usr/share/doc/porchlight 2> /dev/null; true`);
    expect(said).toMatch(/\nwords\nPORT=9000\nporchlight\n$/);
  });

  test("purge where nobody can be asked keeps the data, even with a yes given beforehand, and says how to delete them", async () => {
    const said =
      await sh(`dpkg --no-triggers -i /srv/0.2.0.deb > /dev/null; echo porchlight porchlight/delete-data boolean true | debconf-set-selections
      dpkg --no-triggers -P porchlight; cat ${data}/words; ls /etc/porchlight.conf 2> /dev/null; getent passwd porchlight | cut -d: -f1`);
    expect(said).toContain(
      "The data of the helpline are still in /var/lib/porchlight: nobody said yes to deleting them.\n",
    );
    expect(said).toMatch(/ {2}sudo rm -r \/var\/lib\/porchlight\nwords\nporchlight\n$/);
  });

  test("what setup made without a package is not overwritten: the package is refused, and says what to do", async () => {
    machine.write("/etc/systemd/system/porchlight.service", readFileSync(`${root}deploy/porchlight.service`, "utf8"));
    const said = await sh(
      "dpkg --no-triggers -i /srv/0.2.0.deb; echo ended with $?; ls /usr/bin/porchlight 2> /dev/null; true",
    );
    expect(said).toContain("Porchlight is on this machine already, set up without a package. Nothing was changed.\n");
    expect(said).toMatch(/ended with 1\n$/);
    const then = await sh(`rm /etc/systemd/system/porchlight.service; echo PORT=9000 > /etc/porchlight.conf
      echo | dpkg --no-triggers -i /srv/0.2.0.deb; echo ended with $?; cat /etc/porchlight.conf`);
    expect(then).toMatch(/\nended with 0\nPORT=9000\n$/);
  });
});
