import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { openFile } from "#src/db/connection.ts";
import { dataMigrations, keyMigrations, migrate } from "#src/db/migrate.ts";
import { openHelpline } from "#src/helpline.ts";
import { openApp } from "#src/http/server/app.tsx";
import { languages } from "#src/i18n/i18n.ts";
import { settingsChanges } from "#src/settings/changes.ts";
import { settings } from "#src/settings/settings.ts";
import { person } from "#tests/support/house/http.ts";

// Which languages a helpline offers that was there before three more came: the end of migrations/0004_directory.sql.

const before = Date.UTC(2026, 5, 1, 12);
const today = Date.UTC(2026, 10, 24, 18);
const aino = `INSERT INTO staff VALUES (1, 'aino', 'Aino Virtanen', 'Robin', 'hash', 'fi', ${before}, NULL, '')`;

/** A helpline whose data the version before has left, with these rows in them. */
async function upgraded(...rows: string[]) {
  const [data, keys] = [openFile(":memory:"), openFile(":memory:")];
  onTestFinished(() => {
    for (const one of [data, keys]) one.close();
  });
  migrate(data, dataMigrations.slice(0, 3), before);
  for (const row of rows) data.exec(row);
  migrate(data, dataMigrations, today);
  migrate(keys, keyMigrations, today);
  return openHelpline({
    ...{ config: readConfig({}, []), clock: { now: () => today, elapsed: () => 0 } },
    ...{ data, keys, master: masterKey(new Uint8Array(32).fill(7)), report: () => {} },
  });
}

test("one that runs offers what it offered: more languages come when its admin ticks them", async () => {
  const helpline = await upgraded(aino);
  expect(settings(helpline.db).languages).toEqual(["en", "fr", "nl"]);
  // Nobody did it, so there is nothing to undo.
  expect(settingsChanges(helpline.db, "languages")).toEqual([]);
  const noor = person({ app: openApp(helpline) } as Parameters<typeof person>[0]);
  const door = (await noor.get("/?l=fi")).text;
  expect(door).toContain('<html lang="en"');
  expect(door).toContain("Français");
  expect(door).not.toContain("Suomi");
});

test("the choice of an admin stays", async () => {
  const chosen = `INSERT INTO setting VALUES ('languages', '["nl"]', 4, ${before})`;
  expect(settings((await upgraded(aino, chosen)).db).languages).toEqual(["nl"]);
});

test("a new one is shown all of them, to choose from", async () => {
  expect(settings((await upgraded()).db).languages).toEqual(languages);
});
