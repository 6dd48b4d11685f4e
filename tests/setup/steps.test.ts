import { describe, expect, test } from "vitest";
import { projectFile } from "#src/files.ts";
import { settingsIn } from "#src/installed.ts";
import { nameIn, type Plan, planFor, type Server } from "#src/setup/steps.ts";

const unit = projectFile("deploy/porchlight.service");
const standby = projectFile("deploy/porchlight-standby.service");
const caddyfile = (name: string) => projectFile("deploy/Caddyfile").replaceAll("{$ADDRESS}", name);
const debianCaddyfile =
  "# The Caddyfile is an easy way\n:80 {\n\t# Your folder.\n\troot * /usr/share/caddy\n\n\tfile_server\n}\n";

/** A bare machine with Debian on which someone has copied the one file, and what is on it besides. */
function machine(files: Record<string, string> = {}, more: Partial<Server> = {}): Server {
  const all: Record<string, string> = {
    "/usr/bin/apt-get": "",
    "/srv/file": "new",
    "/etc/passwd": "root:x:0:0\n",
    ...files,
  };
  return {
    program: "/srv/file",
    read: (path) => all[path] ?? null,
    exists: (path) => path in all,
    isSame: (one, other) => all[one] === all[other],
    listening: [22],
    ...more,
  };
}

const plan = (one: Server, name = "chat.example.org", isCaddyWanted = true) => planFor(one, name, { isCaddyWanted });
const deeds = ({ steps }: Plan) => steps.flatMap((step) => step.deeds);
const written = (one: Plan) =>
  Object.fromEntries(deeds(one).flatMap((deed) => ("write" in deed ? [[deed.write, deed.text]] : [])));
const commands = (one: Plan) => deeds(one).flatMap((deed) => ("run" in deed ? [deed.run.join(" ")] : []));

/** How a machine is after setup. */
const done = {
  "/usr/local/bin/porchlight": "new",
  "/etc/passwd": "root:x:0:0\nporchlight:x:999:999\n",
  "/etc/porchlight.conf": "PUBLIC_ADDRESS=https://chat.example.org\n",
  "/etc/systemd/system/porchlight.service": unit,
  "/etc/systemd/system/porchlight-standby.service": standby,
  "/usr/bin/caddy": "",
  "/etc/caddy/Caddyfile": caddyfile("chat.example.org"),
};
const packaged = { "/usr/bin/porchlight": "new", "/usr/lib/systemd/system/porchlight.service": unit };

describe("the name", () => {
  test.each([
    ["chat.example.org", "chat.example.org"],
    [" https://Chat.Example.org/ ", "chat.example.org"],
    ["hälp.example.org", "xn--hlp-qla.example.org"],
    ["a.b", "a.b"],
  ])("%j is %s", (typed, name) => expect(nameIn(typed)).toBe(name));

  test.each([
    "",
    "localhost",
    "http://chat.example.org",
    "chat.example.org:8443",
    "chat.example.org/x",
    "chat.example.org?x",
    "10.1.2.3",
    "[::1]",
    "someone@chat.example.org",
    "chat.example.org {",
    "chat_.example.org",
    "-a.example.org",
    "chat..org",
    "{$HOME}.org",
    `${"a.".repeat(130)}org`,
    "a\nb.org x",
  ])("%j is none", (typed) => expect(nameIn(typed)).toBeNull());
});

test("a bare machine gets the program, an account, a unit, its address, Caddy and what starts them, in this order", () => {
  const made = plan(machine());
  expect(deeds(made)[0]).toEqual({ copy: "/srv/file", to: "/usr/local/bin/porchlight" });
  expect(commands(made)).toEqual([
    "useradd --system --user-group --home-dir /var/lib/porchlight --no-create-home --shell /usr/sbin/nologin porchlight",
    "systemctl daemon-reload",
    "systemctl enable porchlight",
    "systemctl restart porchlight",
    "env DEBIAN_FRONTEND=noninteractive apt-get update",
    "env DEBIAN_FRONTEND=noninteractive apt-get install --yes caddy",
    "systemctl enable caddy",
    "systemctl restart caddy",
  ]);
  expect(written(made)).toEqual({
    "/etc/systemd/system/porchlight.service": unit,
    "/etc/systemd/system/porchlight-standby.service": standby,
    "/etc/porchlight.conf": "PUBLIC_ADDRESS=https://chat.example.org\n",
    "/etc/caddy/Caddyfile": caddyfile("chat.example.org"),
  });
  expect(written(made)["/etc/caddy/Caddyfile"]).not.toContain("$ADDRESS");
  expect(made.left).toEqual([]);
  expect(commands(made).join()).not.toContain("example");
});

test("where all is done nothing is written, and nothing is started that runs", () => {
  const again = plan(machine(done));
  expect(written(again)).toEqual({});
  expect(commands(again)).toEqual([
    "systemctl enable --now porchlight",
    "systemctl enable caddy",
    "systemctl start caddy",
  ]);
});

test("another name changes the address and the Caddyfile, and nothing else", () => {
  const moved = plan(machine(done), "help.example.net");
  expect(written(moved)).toEqual({
    "/etc/porchlight.conf": "PUBLIC_ADDRESS=https://help.example.net\n",
    "/etc/caddy/Caddyfile": caddyfile("help.example.net"),
  });
  expect(commands(moved)).toContain("systemctl restart porchlight");
});

test("the package has brought program, account and unit: the address and https are left to do", () => {
  const made = plan(machine(packaged, { program: "/usr/bin/porchlight" }));
  expect(Object.keys(written(made))).toEqual(["/etc/porchlight.conf", "/etc/caddy/Caddyfile"]);
  expect(commands(made).join()).not.toContain("useradd");
  expect(() => plan(machine(packaged))).toThrow(
    "Porchlight is installed here as a package. Type: sudo porchlight setup",
  );
});

test("another Porchlight that is there is not replaced, and neither is a unit that someone has changed", () => {
  const other = machine({ ...done, "/usr/local/bin/porchlight": "old" });
  expect(() => plan(other)).toThrow(
    /^\/usr\/local\/bin\/porchlight is another Porchlight, and setup does not replace it\./,
  );
  const changed = plan(machine({ ...done, "/etc/systemd/system/porchlight.service": `${unit}# mine\n` }));
  expect(written(changed)).toEqual({});
  expect(changed.left).toEqual([expect.stringContaining("It is left as it is.")]);
});

test.each([
  ["nothing", null, "PUBLIC_ADDRESS=https://chat.example.org\n"],
  ["other settings, without an end of line", "PORT=9000", "PORT=9000\nPUBLIC_ADDRESS=https://chat.example.org\n"],
  [
    "an address",
    "PUBLIC_ADDRESS=https://old.example\nPORT=9000\n",
    "PUBLIC_ADDRESS=https://chat.example.org\nPORT=9000\n",
  ],
  [
    "one with the prefix",
    "PORCHLIGHT_PUBLIC_ADDRESS=https://old.example\n",
    "PUBLIC_ADDRESS=https://chat.example.org\n",
  ],
  [
    "an example",
    "# Address\n#PUBLIC_ADDRESS=x\n#PORT=1\n",
    "# Address\nPUBLIC_ADDRESS=https://chat.example.org\n#PORT=1\n",
  ],
  [
    "an example above an address",
    "#PUBLIC_ADDRESS=x\nPUBLIC_ADDRESS=y\n",
    "#PUBLIC_ADDRESS=x\nPUBLIC_ADDRESS=https://chat.example.org\n",
  ],
])("settings with %s get the address, and keep the rest", (_what, before, after) => {
  const files = before === null ? {} : { "/etc/porchlight.conf": before };
  expect(written(plan(machine(files)))["/etc/porchlight.conf"]).toBe(after);
});

test("settings are read as systemd reads them", () => {
  expect(
    settingsIn(
      "# PORT=1\nPORT=9000\n  HOST=\"0.0.0.0\"\nOUTGOING_ALLOW='off'\nTRUSTED_PROXIES=127.0.0.1, ::1 \nnot one\n",
    ),
  ).toEqual({
    PORT: "9000",
    HOST: "0.0.0.0",
    OUTGOING_ALLOW: "off",
    TRUSTED_PROXIES: "127.0.0.1, ::1",
  });
});

describe("https", () => {
  const caddy = (text: string) => machine({ ...done, "/etc/caddy/Caddyfile": text });

  test("a Caddyfile that came with Caddy is replaced", () => {
    expect(written(plan(caddy(debianCaddyfile)))).toEqual({ "/etc/caddy/Caddyfile": caddyfile("chat.example.org") });
  });

  test.each([
    ["another site", "shop.example.org {\n\tfile_server\n}\n"],
    ["ours with another site", `${caddyfile("chat.example.org")}\nshop.example.org {\n}\n`],
    ["ours for another name with another site", `${caddyfile("old.example.org")}\nshop.example.org {\n}\n`],
    ["that of Caddy with a change", debianCaddyfile.replace("/usr/share/caddy", "/srv")],
  ])("%s is left as it is, and ours is written beside it", (_what, text) => {
    const made = plan(caddy(text));
    expect(written(made)).toEqual({ "/etc/caddy/Caddyfile.porchlight": caddyfile("chat.example.org") });
    expect(commands(made).join()).not.toContain("caddy");
    expect(made.left).toEqual([
      expect.stringContaining("/etc/caddy/Caddyfile has something else in it and is left as it is."),
    ]);
  });

  test("where another web server listens Caddy is not installed", () => {
    const made = plan(machine({}, { listening: [22, 80, 443] }));
    expect(commands(made).join()).not.toContain("caddy");
    expect(written(made)).not.toHaveProperty("/etc/caddy/Caddyfile");
    expect(made.left[0]).toContain("Something else listens on port 80 and 443");
  });

  test("nor where there is no apt-get, nor where it is not wanted", () => {
    const { left } = plan(machine({}, { exists: () => false }));
    expect(left).toEqual([expect.stringContaining("there is no apt-get")]);
    const without = plan(machine(), "chat.example.org", false);
    expect([commands(without).join().includes("caddy"), without.left]).toEqual([false, []]);
  });
});
