import { expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { restoreCommands, sizeInWords, whenInWords, whyNoCopy } from "#src/http/admin/backup/backup-words.ts";
import { translate } from "#src/i18n/i18n.ts";

const t = translate("en");
const hour = 3_600_000;
/** Tuesday 24 November 2026, 00:30 in Brussels. */
const now = Date.UTC(2026, 10, 23, 23, 30);

test.each([
  [now - 10 * 60_000, "Today 00:20"],
  [now - hour, "Yesterday 23:30"],
  [now - 24 * hour, "Yesterday 00:30"],
  [now - 25 * hour, "22 November 2026 at 23:30"],
])("%s is said by the days of the helpline", (at, words) => {
  expect(whenInWords(t, at, now, "Europe/Brussels")).toBe(words);
});

test.each([
  [0, "0 kB"],
  [180_400, "180 kB"],
  [9_960, "10 kB"],
  [1_230_000, "1.2 MB"],
  [12_300_000, "12 MB"],
  [3_400_000_000, "3.4 GB"],
])("%s bytes are %s", (bytes, words) => {
  expect(sizeInWords(t, bytes)).toBe(words);
});

test.each([
  ["disk", "ENOSPC", "The disk is full"],
  ["disk", "EACCES", "is not allowed to write"],
  ["disk", "EROFS", "is not allowed to write"],
  ["disk", "ENOENT", "plugged in"],
  ["disk", "it ended with null", "could not be written (it ended with null)"],
  ["no_key", "", "brings its file back"],
  ["not_whole", "porchlight.db message: x", "porchlight doctor"],
] as const)("%s %s is said with what to do", (why, detail, words) => {
  expect(whyNoCopy(t, { why, detail })).toContain(words);
});

test("the commands name the folders of this helpline, as a shell takes them, and the key only where it lies elsewhere", () => {
  const usual = restoreCommands(readConfig({ DATA_DIR: "/var/lib/porchlight/data" }, []));
  expect(usual).toEqual([
    "sudo systemctl stop porchlight",
    "sudo porchlight restore /var/lib/porchlight/data.copies",
    "sudo systemctl start porchlight",
  ]);
  const elsewhere = { DATA_DIR: "/srv/our data", BACKUP_DIR: "/media/it's", MASTER_KEY_FILE: "/srv/key" };
  expect(restoreCommands(readConfig(elsewhere, []))[1]).toBe(
    `sudo -u porchlight porchlight restore '/media/it'\\''s' --data-dir '/srv/our data' --master-key-file /srv/key`,
  );
});
