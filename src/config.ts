import { isIP } from "node:net";
import { resolve } from "node:path";
import { TerminalError } from "./errors.ts";
import { isInstalled, settingsFile, unitSettings } from "./installed.ts";
import { type Allow, readAllow } from "./outgoing/targets.ts";

/** Only what the person starting the process can know; everything else is set inside the product. */
export interface Config {
  port: number;
  host: string;
  dataDir: string;
  masterKeyFile: string;
  /** The folder of the copies that are made by themselves. */
  backupDir: string;
  /** The origin, like https://chat.example.org; null = the address each request asks for. */
  publicAddress: URL | null;
  trustedProxies: string[];
  /** Which other servers may be asked, for links and feeds. */
  outgoing: Allow;
  /** Where this machine finds /metrics; null = nowhere. */
  metricsPort: number | null;
  /** Where copies go too; null = nowhere. */
  store: StoreSetting | null;
  /** By what a store is entered that has still to be named. */
  storeBy: Pick<StoreSetting, "keyFile" | "region">;
}

/** A bucket of an S3-compatible store. */
export interface StoreSetting {
  /** Like https://s3.example.org. */
  origin: string;
  bucket: string;
  /** What all names in it begin with: "", or like "copies/". */
  prefix: string;
  /** A file of one line, ID:SECRET; "" = none was named. */
  keyFile: string;
  /** null = as the store says itself. */
  region: string | null;
}

interface ProcessSetting {
  name: string;
  /** "" for nothing. */
  default: string;
  without?: string;
  meaning: string;
}

/** The settings table of README.md is made from this. */
export const processSettings = [
  { name: "PORT", default: "8080", meaning: "The port Porchlight listens on." },
  {
    name: "HOST",
    default: "127.0.0.1",
    meaning: "The address it listens on. 127.0.0.1 is this machine only; 0.0.0.0 is every network.",
  },
  { name: "DATA_DIR", default: "./data", meaning: "The folder of the data. Created if it is missing." },
  {
    name: "MASTER_KEY_FILE",
    default: "",
    without: "DATA_DIR + .key",
    meaning: "The file of the master key. Keep it out of backups of the data.",
  },
  {
    name: "BACKUP_DIR",
    default: "",
    without: "DATA_DIR + .copies",
    meaning: "The folder of the nightly copies. On another disk it also helps when this one breaks.",
  },
  {
    name: "PUBLIC_ADDRESS",
    default: "",
    without: "none",
    meaning:
      "The address people type, like https://chat.example.org. Links in mails lead there. With https, cookies and headers are stricter.",
  },
  {
    name: "TRUSTED_PROXIES",
    default: "",
    without: "none",
    meaning: "Addresses of your reverse proxies, separated by commas. Needed only where docs/proxy.md says so.",
  },
  {
    name: "OUTGOING_ALLOW",
    default: "",
    without: "public ones",
    meaning:
      "Private addresses that links, feeds and the on-call webhook may lead to, like 10.1.0.0/16, separated by commas. off: no server is asked.",
  },
  {
    name: "METRICS_PORT",
    default: "",
    without: "none",
    meaning:
      "The port on which this machine alone finds `/metrics`, for Prometheus. It needs no proxy and must have none.",
  },
  {
    name: "BACKUP_STORE",
    default: "",
    without: "none",
    meaning:
      "A bucket of an S3-compatible store where copies go too, like https://s3.example.org/our-copies. It may be on a private address, whatever OUTGOING_ALLOW says.",
  },
  {
    name: "BACKUP_STORE_KEY_FILE",
    default: "",
    without: "none",
    meaning: "The file with the key of that store: one line, ID:SECRET.",
  },
  {
    name: "BACKUP_STORE_REGION",
    default: "auto",
    meaning: "The region of that store. auto: as the store says itself.",
  },
] as const satisfies ProcessSetting[];

type Name = (typeof processSettings)[number]["name"];

/** A setting that cannot be used. The message is for the person at the terminal. */
export class ConfigError extends TerminalError {
  override readonly exitCode = 2;
}

const prefix = "PORCHLIGHT_";

/** Reads the settings from options (`--port 80`), else the environment (`PORT` or `PORCHLIGHT_PORT`). Throws ConfigError. */
export function readConfig(environment: Record<string, string | undefined>, options: string[]): Config {
  const given = { ...defaults(), ...fromEnvironment(environment), ...fromOptions(options) };
  const dataDir = resolve(given.DATA_DIR);
  const storeBy = {
    keyFile: given.BACKUP_STORE_KEY_FILE ? resolve(given.BACKUP_STORE_KEY_FILE) : "",
    region: given.BACKUP_STORE_REGION === "auto" ? null : readRegion(given.BACKUP_STORE_REGION),
  };
  return {
    port: readPort(given.PORT),
    host: given.HOST,
    dataDir,
    masterKeyFile: given.MASTER_KEY_FILE ? resolve(given.MASTER_KEY_FILE) : `${dataDir}.key`,
    backupDir: given.BACKUP_DIR ? resolve(given.BACKUP_DIR) : `${dataDir}.copies`,
    publicAddress: given.PUBLIC_ADDRESS ? readAddress(given.PUBLIC_ADDRESS) : null,
    trustedProxies: readProxies(given.TRUSTED_PROXIES),
    outgoing: readOutgoing(given.OUTGOING_ALLOW),
    metricsPort: given.METRICS_PORT ? readMetricsPort(given.METRICS_PORT, given.PORT) : null,
    store: given.BACKUP_STORE ? readStore(given.BACKUP_STORE, storeBy) : null,
    storeBy,
  };
}

/** Returns the settings as the table of README.md; `npm run docs` writes it there. */
export function settingsTable(): string {
  const all: readonly ProcessSetting[] = processSettings;
  const rows = all.map((one) => `| \`${one.name}\` | ${one.without ?? one.default} | ${one.meaning} |`);
  return ["| Setting | Without it | What it means |", "|---|---|---|", ...rows].join("\n");
}

/** Returns whether someone has named the folder of the data, with a command or in its environment. */
export function isDataDirNamed(args: string[]): boolean {
  return isGiven("DATA_DIR") || typedDataDir(args).length > 0;
}

/**
 * Returns the environment of this process, which nothing else reads. Where the helpline is installed and nobody has named its folder,
 * the settings of its unit stand behind it. Throws ConfigError.
 */
export function processEnvironment(): Record<string, string | undefined> {
  if (isDataDirNamed(process.argv) || !isInstalled()) return process.env;
  const others = Object.entries(settingsOfUnit()).filter(([name]) => !isGiven(name.replace(prefix, "")));
  return { ...Object.fromEntries(others), ...process.env };
}

const isGiven = (name: string) => Boolean(process.env[name] || process.env[prefix + name]);

function settingsOfUnit(): Record<string, string> {
  try {
    return unitSettings();
  } catch {
    throw new ConfigError(`${settingsFile} cannot be read by this account: sudo chmod 644 ${settingsFile}`);
  }
}

/** Returns the option that names the folder of the data, as it was typed with other words; [] if none does. */
export function typedDataDir(args: string[]): string[] {
  const at = args.findIndex((arg) => /^--data[-_]dir(=|$)/i.test(arg));
  if (at === -1) return [];
  return args[at]!.includes("=") ? [args[at]!] : args.slice(at, at + 2);
}

/** Leaves in the environment only settings and what a terminal needs, for another account with a folder of its own. */
export function cleanEnvironment(home: string) {
  const isKept = (name: string) =>
    isName(name.replace(prefix, "")) || /^(PATH|TERM|LANG|LC_[A-Z]+|TZ|DO_NOT_TRACK)$/.test(name);
  for (const name of Object.keys(process.env)) if (!isKept(name)) delete process.env[name];
  process.env.HOME = home;
}

/** Turns proxies off for this process: a proxy of the environment cannot reach this machine. */
export function forgetProxies() {
  process.env.NO_PROXY = "*";
}

function defaults(): Record<Name, string> {
  return Object.fromEntries(processSettings.map((one) => [one.name, one.default])) as Record<Name, string>;
}

function fromEnvironment(environment: Record<string, string | undefined>): Partial<Record<Name, string>> {
  const given: Partial<Record<Name, string>> = {};
  for (const [key, value] of Object.entries(environment)) {
    if (!value) continue;
    if (isName(key)) given[key] ??= value;
    if (!key.startsWith(prefix)) continue;
    const name = key.slice(prefix.length);
    if (!isName(name)) throw unknown(key, name, (near) => `${prefix}${near}`);
    given[name] = value;
  }
  return given;
}

function fromOptions(options: string[]): Partial<Record<Name, string>> {
  const given: Partial<Record<Name, string>> = {};
  const rest = options.flatMap((option) => {
    const equals = option.startsWith("--") ? option.indexOf("=") : -1;
    return equals === -1 ? [option] : [option.slice(0, equals), option.slice(equals + 1)];
  });
  while (rest.length > 0) {
    const option = rest.shift()!;
    const name = option.replace(/^--/, "").replaceAll("-", "_").toUpperCase();
    if (!option.startsWith("--") || !isName(name)) throw unknown(option, name, asOption);
    const value = rest.shift();
    if (value === undefined) throw new ConfigError(`${option} needs a value after it.`);
    given[name] = value;
  }
  return given;
}

function asOption(name: string): string {
  return `--${name.toLowerCase().replaceAll("_", "-")}`;
}

function isName(name: string): name is Name {
  return processSettings.some((setting) => setting.name === name);
}

function unknown(written: string, name: string, show: (near: string) => string): ConfigError {
  const near = processSettings
    .map((setting) => ({ name: setting.name, distance: distance(setting.name, name) }))
    .sort((a, b) => a.distance - b.distance)[0]!;
  if (near.distance > name.length / 2) return new ConfigError(`There is no setting ${written}.`);
  return new ConfigError(`There is no setting ${written}. Did you mean ${show(near.name)}?`);
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new ConfigError(`PORT must be a number from 0 to 65535, not “${text}”.`);
  }
  return port;
}

function readMetricsPort(text: string, other: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port === 0 || port > 65_535) {
    throw new ConfigError(`METRICS_PORT must be a number from 1 to 65535, not “${text}”.`);
  }
  if (port === Number(other)) throw new ConfigError("METRICS_PORT must be another port than PORT.");
  return port;
}

function readAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search || url.username) {
    throw new ConfigError(
      `PUBLIC_ADDRESS must be an address without a path, like https://chat.example.org, not “${text}”.`,
    );
  }
  return url;
}

function readProxies(text: string): string[] {
  const addresses = text
    .split(",")
    .map((address) => address.trim())
    .filter((address) => address !== "");
  const wrong = addresses.find((address) => isIP(address) === 0);
  if (wrong !== undefined) {
    throw new ConfigError(`TRUSTED_PROXIES must be addresses like 127.0.0.1 with commas between, not “${wrong}”.`);
  }
  return addresses;
}

function readOutgoing(text: string): Allow {
  const allow = readAllow(text);
  if (allow !== "off" && "wrong" in allow) {
    throw new ConfigError(
      `OUTGOING_ALLOW must be off, or addresses and networks like 10.1.0.0/16 with commas between, not “${allow.wrong}”.`,
    );
  }
  return allow;
}

/** Returns the store that an address names, entered by a key file. Throws ConfigError. */
export function readStore(address: string, by: Config["storeBy"]): StoreSetting {
  const url = URL.canParse(address) ? new URL(address) : null;
  const [, bucket = "", prefix = ""] = /^\/([\w.-]{3,63})((?:\/[\w.-]+)*)\/?$/.exec(url?.pathname ?? "") ?? [];
  const isWhole = url && bucket && !url.search && !url.hash && !url.username && /^https?:$/.test(url.protocol);
  if (!isWhole)
    throw new ConfigError(
      `BACKUP_STORE must be the address of a bucket, like https://s3.example.org/our-copies, not “${address}”.`,
    );
  if (url.protocol === "http:" && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname))
    throw new ConfigError(
      `BACKUP_STORE must begin with https:// unless the store is on this machine, not “${address}”.`,
    );
  if (by.keyFile === "")
    throw new ConfigError("BACKUP_STORE needs BACKUP_STORE_KEY_FILE: a file of one line, ID:SECRET, from the store.");
  return { origin: url.origin, bucket, prefix: prefix === "" ? "" : `${prefix.slice(1)}/`, ...by };
}

/** Returns whether an address names a bucket, and not a helpline. */
export function isBucket(address: string): boolean {
  return URL.canParse(address) && new URL(address).pathname !== "/";
}

function readRegion(text: string): string {
  if (/^[\w-]{1,40}$/.test(text)) return text;
  throw new ConfigError(`BACKUP_STORE_REGION must be auto, or a name like eu-west-3, not “${text}”.`);
}
