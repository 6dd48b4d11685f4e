import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { binary } from "#tests/support/outside/binary.ts";
import { outcome, place, run } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { hindrance, type Overlaid, overlaid } from "./machine.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "porchlight-setup-"));
const why = hindrance(folder, ["unshare", "useradd", "setpriv", "script", "curl"]);
if (why) console.warn(`Setting a machine up is not tried: ${why}.`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const here = place();
afterAll(() => here.remove());
const setup = (...args: string[]) => outcome(run(binary(), ["setup", ...args], { env: here.env }));

describe("on this machine, which stays as it is", () => {
  test("--dry-run shows each step with all it would write, and does none", async () => {
    const { code, out, err } = await setup("chat.example.org", "--dry-run");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/\n1\. Copy this program to \/usr\/local\/bin\/porchlight\n/);
    const unit = readFileSync(`${root}deploy/porchlight.service`, "utf8").split("\n");
    for (const line of unit.filter((one) => one !== "")) expect(out).toContain(`\n     | ${line}\n`);
    expect(out).toContain("\n     | PUBLIC_ADDRESS=https://chat.example.org\n");
    expect(out.endsWith("\nNothing was changed.\n")).toBe(true);
  });

  test("what can be no name is refused, with one that could be", async () => {
    const { code, out, err } = await setup("chat.example.org:8080", "--dry-run");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toBe(
      "“chat.example.org:8080” is no name of a helpline. One is like chat.example.org: no port, no path, no network address.\n",
    );
  });

  test("what it does not know is not understood", async () => {
    for (const args of [
      ["a.example", "b.example"],
      ["--port", "9000"],
    ]) {
      expect(await setup(...args, "--dry-run")).toMatchObject({ code: 2, out: "" });
    }
  });
});

/** In the place of systemd: writes down what it is told, and starts the program as the unit does. */
const systemctl = `#!/bin/sh
echo "systemctl $*" >> /told
case "$*" in
  "restart porchlight" | "enable --now porchlight")
    install -d -m 0700 -o porchlight -g porchlight /var/lib/porchlight
    env DATA_DIR=/var/lib/porchlight/data $(grep -v '^#' /etc/porchlight.conf) \\
      setsid setpriv --reuid porchlight --regid porchlight --init-groups /usr/local/bin/porchlight serve > /served 2>&1 &
    ;;
esac
`;
/** In the place of apt-get: brings a Caddy with the file it comes with. */
const aptGet = `#!/bin/sh
echo "apt-get $*" >> /told
[ "$1" = install ] || exit 0
mkdir -p /etc/caddy
: > /usr/bin/caddy
printf ':80 {\\n\\troot * /usr/share/caddy\\n\\tfile_server\\n}\\n' > /etc/caddy/Caddyfile
`;

describe.skipIf(why !== null)("on a machine of its own", () => {
  let machine: Overlaid;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    machine = overlaid(folder, [binary()]);
    machine.write("/usr/bin/systemctl", systemctl, 0o755);
    machine.write("/usr/bin/apt-get", aptGet, 0o755);
    machine.write("/etc/porchlight.conf", `# mine\nPORT=${port}\n`);
  });
  const read = (path: string) => readFileSync(join(folder, "upper", path), "utf8");
  /** As if systemd ran there, and without this machine's own Caddy. */
  const bare = "mkdir -p /run/systemd/system; rm -rf /usr/bin/caddy /etc/caddy";

  test("without root it says how to type it, and without a terminal that --yes is needed; nothing is changed", async () => {
    const nobody = await outcome(
      machine.sh(`exec setpriv --reuid 65534 --clear-groups ${binary()} setup a.example.org --yes`),
    );
    expect(nobody).toMatchObject({ code: 1, out: "" });
    expect(nobody.err).toMatch(
      /^Setup makes an account and writes into \/etc, which only root may\. Type: sudo \S+ setup\n/,
    );
    const unasked = await outcome(machine.sh(`${bare}; exec ${binary()} setup a.example.org`));
    expect(unasked).toMatchObject({ code: 2, out: "" });
    expect(unasked.err).toContain("Say --yes to do it");
    const without = await outcome(machine.sh(`rm -rf /run/systemd; exec ${binary()} setup a.example.org --yes`));
    expect(without).toMatchObject({ code: 1, out: "" });
    expect(without.err).toContain("systemd does not run here. Nothing was changed.");
    expect(read("/etc/porchlight.conf")).toBe(`# mine\nPORT=${port}\n`);
  });

  test("at a terminal it asks, and does nothing without a yes", async () => {
    const typed = (answer: string) => `printf '${answer}\\n' | script -qec '${binary()} setup a.example.org' /dev/null`;
    for (const answer of ["n", ""]) {
      const { out } = await outcome(machine.sh(`${bare}; ${typed(answer)}; exit 0`));
      expect(out).toContain("Do this? [y/N]");
      expect(out).toContain("Nothing was changed.");
    }
    expect(read("/etc/porchlight.conf")).toBe(`# mine\nPORT=${port}\n`);
  });

  test("it does what it has shown, prints the first link, and run again it changes nothing", async () => {
    const files =
      "/etc/porchlight.conf /etc/systemd/system/porchlight.service /etc/caddy/Caddyfile /usr/local/bin/porchlight /etc/passwd";
    const script = `${bare}
      ${binary()} setup Chat.Example.Org --yes || exit 1
      cp /told /told-first; : > /told; stat -c '%n %Z %i' ${files} > /before
      install -d /var/lib/porchlight/data.copies; touch /var/lib/porchlight/data.copies/porchlight-20261201T031500Z.data.age
      echo; echo AGAIN
      /usr/local/bin/porchlight setup --yes < /dev/null || exit 1
      stat -c '%n %Z %i' ${files} | diff /before - && echo UNCHANGED
      stat -c '%U %a' /var/lib/porchlight /var/lib/porchlight/data.key; stat -c '%a' ${files}
      curl -s -o /dev/null -w '%{http_code}\\n' http://127.0.0.1:${port}/`;
    const { code, out, err } = await outcome(machine.sh(script));
    expect(code, out + err).toBe(0);
    const [first, again] = out.split("\nAGAIN\n") as [string, string];
    const link = /\n {2}https:\/\/chat\.example\.org\/staff\/welcome\/[\w-]{40,}\n/;
    expect(first).toMatch(link);
    expect(first.indexOf("1. Copy this program")).toBeLessThan(
      first.indexOf("Copy this program to /usr/local/bin/porchlight …"),
    );
    expect(again).toMatch(link);
    expect(again).toContain("\nUNCHANGED\n");
    const back = "sudo porchlight restore /var/lib/porchlight/data.copies";
    expect([first.includes(back), again.includes(back)]).toEqual([false, true]);
    expect(again).toMatch(/\nporchlight 700\nporchlight 400\n644\n644\n644\n755\n/);

    expect(read("/etc/porchlight.conf")).toBe(`# mine\nPORT=${port}\nPUBLIC_ADDRESS=https://chat.example.org\n`);
    expect(read("/etc/passwd")).toMatch(/^porchlight:x:\d+:\d+:.*:\/var\/lib\/porchlight:\/usr\/sbin\/nologin$/m);
    expect(read("/etc/systemd/system/porchlight.service")).toBe(
      readFileSync(`${root}deploy/porchlight.service`, "utf8"),
    );
    expect(read("/etc/caddy/Caddyfile")).toContain("\nchat.example.org {\n");
    expect(read("/told-first")).toBe(
      [
        ...["systemctl daemon-reload", "systemctl enable porchlight", "systemctl restart porchlight"],
        ...["apt-get update", "apt-get install --yes caddy", "systemctl enable caddy", "systemctl restart caddy", ""],
      ].join("\n"),
    );
    expect(read("/told")).toBe("systemctl enable --now porchlight\nsystemctl enable caddy\nsystemctl start caddy\n");
  });

  test("what cannot be done ends it with 1, and says what", async () => {
    machine.write("/usr/bin/systemctl", "#!/bin/sh\nexit 5\n", 0o755);
    const { code, err } = await outcome(machine.sh(`${bare}; exec ${binary()} setup other.example.org --yes`));
    expect(code).toBe(1);
    expect(err).toBe(
      "“systemctl daemon-reload” ended with 5. What was done before stays as it is. Once this is mended, run setup again.\n",
    );
  });
});
