import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { binary } from "#tests/support/outside/binary.ts";
import { outcome } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { hindrance, type Overlaid, overlaid } from "./machine.ts";

// The one file in the place of the package: commands know what the unit knows, and root makes nothing there that is root's.

const folder = mkdtempSync(join(tmpdir(), "porchlight-as-installed-"));
const why = hindrance(folder, ["unshare", "useradd", "setpriv", "curl"]);
if (why) console.warn(`Commands of an installed helpline are not tried: ${why}.`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let machine: Overlaid;
let port: number;

beforeAll(async () => {
  if (why) return;
  // Others may look into it, as into the folders of a machine.
  chmodSync(folder, 0o755);
  machine = overlaid(folder, [binary()]);
  port = await freePort();
  machine.write(
    "/etc/porchlight.conf",
    `# mine\nPORT=${port}\nBACKUP_DIR="/var/lib/porchlight/elsewhere"\nOUTGOING_ALLOW=off\n`,
  );
  await sh(`useradd --system --user-group --home-dir /var/lib/porchlight --shell /usr/sbin/nologin porchlight
    install -d -m 0700 -o porchlight -g porchlight /var/lib/porchlight
    cp ${binary()} /usr/bin/porchlight; chmod 755 /usr/bin/porchlight; mkdir -m 700 -p /srv/mine`);
});

/** Runs commands of a shell there, as root and from a folder of root's alone. */
async function sh(script: string) {
  const { code, out, err } = await outcome(
    machine.sh(`exec 2>&1; mkdir -m 700 -p /srv/mine; cd /srv/mine; ${script}`, {
      HOME: "/root",
      TMPDIR: "/srv/mine",
    }),
  );
  expect(code, out + err).toBe(0);
  return out;
}

const serving = `porchlight serve > /served 2>&1 & server=$!
  for n in $(seq 100); do curl -s -o /dev/null http://127.0.0.1:$PORT/healthz && break; sleep 0.1; done`;
const stopping = "kill $server; wait $server";

describe.skipIf(why !== null)("what is typed on the server", () => {
  test("knows port, folder and copies as the unit does, and all that root makes belongs to the account", async () => {
    const said = await sh(`PORT=${port}; ${serving}
      grep -E '^(Uid|Gid|Groups|CapEff|CapBnd)' /proc/$server/status
      porchlight health; porchlight staff link --first; porchlight backup; porchlight doctor
      ${stopping}; porchlight keys doctor; ls /var/lib/porchlight/elsewhere
      porchlight restore /var/lib/porchlight/elsewhere; porchlight audit check
      find /var/lib/porchlight ! -user porchlight -o ! -group porchlight; ls -A /srv/mine; ls /var/lib/porchlight`);
    const [, uid] = /Uid:\t(\d+)/.exec(said)!;
    expect(Number(uid)).toBeGreaterThan(0);
    expect(said).toContain(`Uid:\t${uid}\t${uid}\t${uid}\t${uid}\n`);
    expect(said).toMatch(/Groups:\t\d+ \nCapEff:\t0{16}\n/);
    expect(said).toContain(`Porchlight answers at http://127.0.0.1:${port} and all is well.`);
    expect(said).toContain(`  http://localhost:${port}/staff/welcome/`);
    expect(said).toMatch(/The copy porchlight-\S+ lies in \/var\/lib\/porchlight\/elsewhere\./);
    expect(said).toContain("Both files are whole.");
    expect(said).toContain("Nobody had used the helpline in /var/lib/porchlight/data yet");
    expect(said).toContain("The audit trail is whole");
    expect(said).toMatch(/\ndata\ndata\.key\ndata\.unused-\S+\nelsewhere\n$/);
  });

  test("what stands in root's environment reaches no process of the account", async () => {
    const said = await sh(`export OF_ROOT=yes DO_NOT_TRACK=1; PORT=${port}; ${serving}
      (for n in $(seq 500); do [ -s /environ ] && break
        for one in $(cat /proc/$server/task/*/children 2> /dev/null); do
          if grep -q -- --copy-work /proc/$one/cmdline 2> /dev/null; then tr '\\0' '\\n' < /proc/$one/environ > /environ; fi
        done; sleep 0.02
      done) & porchlight backup > /dev/null; wait $!; ${stopping}; cat /environ`);
    expect(said).toContain("DO_NOT_TRACK=1\n");
    expect(said).toContain("HOME=/var/lib/porchlight\n");
    expect(said).not.toMatch(/OF_ROOT|TMPDIR/);
  });

  test("the account itself needs no more words either, and hears what it may not read", async () => {
    const as = "setpriv --reuid porchlight --regid porchlight --init-groups";
    expect(await sh(`${as} porchlight doctor`)).toBe("Both files are whole.\n");
    const shut = await sh(
      `chmod 600 /etc/porchlight.conf; ${as} porchlight doctor; echo $?; chmod 644 /etc/porchlight.conf`,
    );
    expect(shut).toBe("/etc/porchlight.conf cannot be read by this account: sudo chmod 644 /etc/porchlight.conf\n2\n");
  });

  test("a folder that is named is the one, without any setting of the other", async () => {
    const none = (data: string) => `There are no data in ${data}. Start the helpline once`;
    expect(await sh("DATA_DIR=/srv/other porchlight doctor; true")).toContain(none("/srv/other"));
    expect(await sh("PORCHLIGHT_DATA_DIR=/srv/other porchlight doctor; true")).toContain(none("/srv/other"));
    expect(await sh("porchlight doctor --data-dir=/srv/other; true")).toContain(none("/srv/other"));
    for (const named of ["DATA_DIR=/srv/other porchlight health", "porchlight health --data-dir /srv/other"])
      expect(await sh(`${named}; true`)).toContain("Porchlight does not answer at http://127.0.0.1:8080.");
    expect(await sh("PORT=1 porchlight health; true")).toContain("at http://127.0.0.1:1.");
  });

  test("the same file in another place, without the settings or for an account nobody knows, does as it always did", async () => {
    expect(await sh(`cd /srv; ${binary()} doctor; true`)).toContain("There are no data in /srv/data.");
    expect(await sh("cd /srv; rm /etc/porchlight.conf; porchlight doctor; true")).toContain(
      "There are no data in /srv/data.",
    );
    const nobodys = await sh(
      `touch /etc/porchlight.conf; chown -R 4242:4242 /var/lib/porchlight; porchlight doctor; echo $?`,
    );
    expect(nobodys).toContain("belongs to another account, which could not use what root puts there.");
    expect(nobodys).toMatch(/\n {2}sudo -u '#4242' porchlight …\n1\n$/);
  });
});
