import type { BackupFailure } from "#src/backup/making.ts";
import { dayMs } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import { localDate } from "#src/hours/instants.ts";
import type { Key, Translate } from "#src/i18n/i18n.ts";
import { unitDataDir } from "#src/installed.ts";

/** Returns "Today 02:00", "Yesterday 21:15", or day and time (instants in ms UTC). */
export function whenInWords(t: Translate, at: number, now: number, zone: string): string {
  const days = (Date.parse(localDate(zone, now)) - Date.parse(localDate(zone, at))) / dayMs;
  if (days === 0) return t("admin.backup.when.today", { time: t.time(at, zone) });
  if (days === 1) return t("admin.backup.when.yesterday", { time: t.time(at, zone) });
  return t.dateTime(at, zone);
}

const sizes = [
  ["gigabyte", 1_000_000_000],
  ["megabyte", 1_000_000],
  ["kilobyte", 1_000],
] as const;

/** Returns "12 MB". */
export function sizeInWords({ language }: Translate, bytes: number): string {
  const [unit, size] = sizes.find(([, least]) => bytes >= least) ?? sizes[2];
  const value = bytes / size;
  const maximumFractionDigits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits }).format(value);
}

/** Returns "0.4 seconds" or "12 seconds"; nothing takes less than 0.1. */
export function secondsInWords({ language }: Translate, seconds: number): string {
  const maximumFractionDigits = seconds < 10 ? 1 : 0;
  const form = { style: "unit", unit: "second", unitDisplay: "long", maximumFractionDigits } as const;
  return new Intl.NumberFormat(language, form).format(Math.max(0.1, seconds));
}

const reasons: Record<string, Key> = {
  SQLITE_FULL: "admin.backup.why.full",
  ENOSPC: "admin.backup.why.full",
  EDQUOT: "admin.backup.why.full",
  EACCES: "admin.backup.why.not_allowed",
  EPERM: "admin.backup.why.not_allowed",
  EROFS: "admin.backup.why.not_allowed",
  ENOENT: "admin.backup.why.gone",
  ENOTDIR: "admin.backup.why.gone",
  ENODEV: "admin.backup.why.gone",
};

/** Returns why there is no new copy, and what to do. */
export function whyNoCopy(t: Translate, { why, detail }: BackupFailure): string {
  if (why === "no_key" || why === "not_whole") return t(`admin.backup.why.${why}`);
  return t(reasons[detail] ?? "admin.backup.why.disk", { code: detail });
}

/** Returns why a drill failed, and what to do. */
export function whyNoDrill(t: Translate, failure: BackupFailure): string {
  const { why } = failure;
  if (why === "not_whole" || why === "disk") return `${t("admin.backup.failed")} ${whyNoCopy(t, failure)}`;
  return t(`admin.backup.drill.why.${why}`);
}

/** Returns what is typed to restore the newest copy: to stop, restore, and start. */
export function restoreCommands(config: Config): [string, string, string] {
  const restore = asTyped(config, `porchlight restore ${quoted(config.backupDir)}`);
  return ["sudo systemctl stop porchlight", restore, "sudo systemctl start porchlight"];
}

/** Returns what is typed to make a copy on a stick. */
export const stickCommand = (config: Config) => asTyped(config, "porchlight backup /media/stick");

function asTyped({ dataDir, masterKeyFile }: Config, command: string): string {
  const key = masterKeyFile === `${dataDir}.key` ? "" : ` --master-key-file ${quoted(masterKeyFile)}`;
  if (dataDir === unitDataDir && key === "") return `sudo ${command}`;
  return `sudo -u porchlight ${command} --data-dir ${quoted(dataDir)}${key}`;
}

/** What is typed on a new machine to restore from a stick, line by line, as docs/backup.md has it under "A new machine". */
export const newMachineCommands = [
  "mkdir -p /media/stick",
  "mount -o ro /dev/sdb1 /media/stick",
  "apt install /media/stick/porchlight_*.deb",
  "systemctl stop porchlight",
  "cp /media/stick/porchlight.conf /etc/porchlight.conf",
  `install -d -o porchlight -g porchlight -m 0700 ${unitDataDir}.copies`,
  `install -o porchlight -g porchlight -m 0600 -t ${unitDataDir}.copies /media/stick/porchlight-2*`,
  `porchlight restore ${unitDataDir}.copies`,
  "porchlight setup",
  "umount /media/stick",
];

/** As a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
