import { isIP } from "node:net";
import { CommandError } from "#src/command/terminal.ts";
import { projectFile } from "#src/files.ts";
import { ownPlace, packagePlace, settingsFile } from "#src/installed.ts";

/** What setup has to know about the machine it runs on. */
export interface Server {
  /** The file of the program that runs. */
  program: string;
  /** Returns the text of a file, null where there is none. */
  read(path: string): string | null;
  exists(path: string): boolean;
  isSame(one: string, other: string): boolean;
  /** The TCP ports on which something listens. */
  listening: readonly number[];
}

export type Deed = { copy: string; to: string } | { write: string; text: string } | { run: readonly string[] };

/** One thing that setup does; without deeds it is done already. */
export interface Step {
  says: string;
  deeds: Deed[];
}

export interface Plan {
  steps: Step[];
  /** What setup leaves alone, and why. */
  left: string[];
}

const ownUnits = "/etc/systemd/system";
/** The second fetches copies on another machine, and starts only where somebody says so. */
const unitNames = ["porchlight.service", "porchlight-standby.service"];
const packageUnit = "/usr/lib/systemd/system/porchlight.service";
const caddyfile = "/etc/caddy/Caddyfile";
const besideCaddyfile = "/etc/caddy/Caddyfile.porchlight";
const webPorts = [80, 443];

/** Returns the name of a helpline as its address has it, null where that cannot be one: `https://Chat.example.org/` is chat.example.org. */
export function nameIn(text: string): string | null {
  const bare = text.trim().replace(/^https:\/\//i, "");
  const url = URL.canParse(`https://${bare}`) ? new URL(`https://${bare}`) : null;
  if (!url || url.host !== url.hostname || url.pathname !== "/" || url.search || url.hash || url.username) return null;
  const labels = url.hostname.split(".");
  const isName = labels.length > 1 && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return isName && url.hostname.length <= 253 && isIP(url.hostname) === 0 ? url.hostname : null;
}

/** Returns what is to be done so that this machine serves a helpline under a name. Throws CommandError where that would do harm. */
export function planFor(machine: Server, name: string, { isCaddyWanted }: { isCaddyWanted: boolean }): Plan {
  const left: string[] = [];
  const installing = machine.exists(packageUnit) ? fromPackage(machine) : byHand(machine, left);
  const settings = settle(machine, name);
  const start = starting([...installing, settings]);
  return { steps: [...installing, settings, start, ...(isCaddyWanted ? https(machine, name, left) : [])], left };
}

function fromPackage({ program }: Server): Step[] {
  if (program === packagePlace) return [];
  throw new CommandError("Porchlight is installed here as a package. Type: sudo porchlight setup");
}

function byHand(machine: Server, left: string[]): Step[] {
  const { program } = machine;
  const isInPlace = program === ownPlace || (machine.exists(ownPlace) && machine.isSame(program, ownPlace));
  if (!isInPlace && machine.exists(ownPlace))
    throw new CommandError(`${ownPlace} is another Porchlight, and setup does not replace it. docs/upgrade.md says how.
To set up the one that is there: sudo ${ownPlace} setup`);
  const hasAccount = /^porchlight:/m.test(machine.read("/etc/passwd") ?? "");
  const account = ["useradd", "--system", "--user-group", "--home-dir", "/var/lib/porchlight"];
  return [
    {
      says: `Copy this program to ${ownPlace}`,
      deeds: isInPlace ? [] : [{ copy: program, to: ownPlace }],
    },
    {
      says: "Make the account porchlight, which may write /var/lib/porchlight and nothing else",
      deeds: hasAccount
        ? []
        : [{ run: [...account, "--no-create-home", "--shell", "/usr/sbin/nologin", "porchlight"] }],
    },
    {
      says: `Write ${ownUnits}/${unitNames[0]}, by which systemd starts it, and one that fetches copies of another helpline if you start it`,
      deeds: unitNames.flatMap((name) => unit(machine, name, left)),
    },
  ];
}

function unit({ read }: Server, name: string, left: string[]): Deed[] {
  const place = `${ownUnits}/${name}`;
  const text = projectFile(`deploy/${name}`);
  const now = read(place);
  if (now === null) return [{ write: place, text }];
  if (now !== text) left.push(`${place} is not the unit of this Porchlight. It is left as it is.`);
  return [];
}

function settle({ read }: Server, name: string): Step {
  const now = read(settingsFile) ?? "";
  const text = withAddress(now, `https://${name}`);
  return {
    says: `Write the address into ${settingsFile}, beside the other settings`,
    deeds: text === now ? [] : [{ write: settingsFile, text }],
  };
}

/** Puts the address where one stands, else where one stands behind a #, else at the end. */
function withAddress(text: string, address: string): string {
  const places = [/^[ \t]*(?:PORCHLIGHT_)?PUBLIC_ADDRESS=.*$/m, /^[ \t]*#[ \t]*PUBLIC_ADDRESS=.*$/m];
  const place = places.find((one) => one.test(text));
  const line = `PUBLIC_ADDRESS=${address}`;
  if (place) return text.replace(place, line);
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`;
}

function starting(before: Step[]): Step {
  const isNew = before.some(({ deeds }) => deeds.length > 0);
  const says = "Start Porchlight, now and with the machine";
  if (!isNew) return { says, deeds: [{ run: ["systemctl", "enable", "--now", "porchlight"] }] };
  const commands = [["daemon-reload"], ["enable", "porchlight"], ["restart", "porchlight"]];
  return { says, deeds: commands.map((words) => ({ run: ["systemctl", ...words] })) };
}

function https(machine: Server, name: string, left: string[]): Step[] {
  const hasCaddy = machine.exists("/usr/bin/caddy");
  const taken = webPorts.filter((port) => machine.listening.includes(port));
  if (!hasCaddy && taken.length > 0) {
    left.push(`Something else listens on port ${taken.join(" and ")}, so Caddy is not installed. docs/proxy.md says what your web server has to do
for https://${name}.`);
    return [];
  }
  if (!hasCaddy && !machine.exists("/usr/bin/apt-get")) {
    left.push("Caddy is not here, and there is no apt-get to install it. Install it, and run setup again.");
    return [];
  }
  const file = projectFile("deploy/Caddyfile").replaceAll("{$ADDRESS}", name);
  const now = machine.read(caddyfile);
  if (now !== null && now !== file && !isReplaceable(now)) {
    left.push(`${caddyfile} has something else in it and is left as it is. Bring in what is in ${besideCaddyfile}, then:
sudo systemctl restart caddy`);
    const isBeside = machine.read(besideCaddyfile) === file;
    return [
      {
        says: `Write ${besideCaddyfile}, for you to bring into ${caddyfile}`,
        deeds: isBeside ? [] : [{ write: besideCaddyfile, text: file }],
      },
    ];
  }
  // Nobody is asked anything, and debconf need not say what this terminal cannot show.
  const apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
  const install = [["update"], ["install", "--yes", "caddy"]].map((words) => ({ run: [...apt, ...words] }));
  const isThere = hasCaddy && now === file;
  return [
    { says: "Install Caddy, which gets the certificate for https", deeds: hasCaddy ? [] : install },
    { says: `Write ${caddyfile}`, deeds: isThere ? [] : [{ write: caddyfile, text: file }] },
    {
      says: "Start Caddy, now and with the machine",
      deeds: [
        { run: ["systemctl", "enable", "caddy"] },
        { run: ["systemctl", isThere ? "start" : "restart", "caddy"] },
      ],
    },
  ];
}

/** What the packages of Caddy bring, without remarks. */
const broughtAlong = ":80 { root * /usr/share/caddy file_server }";

/** Whether nobody has written anything into it: it came with Caddy, or from setup for another name. */
function isReplaceable(text: string): boolean {
  const code = text
    .replace(/^\s*#.*$/gm, "")
    .trim()
    .replace(/\s+/g, " ");
  const named = /^(\S+) \{$/m.exec(text.replace(/^(http:\/\/|#).*$/gm, ""))?.[1];
  const ours = named && projectFile("deploy/Caddyfile").replaceAll("{$ADDRESS}", named);
  return code === broughtAlong || text === ours;
}
