import { tmpdir } from "node:os";
import { isAbsolute, join, sep } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { placesIn } from "#src/demo/demo.ts";

test("every file and folder of a demo is its own: data, key and copies of a real helpline are never touched", () => {
  const folder = join(tmpdir(), "demo");
  const config = readConfig({ DATA_DIR: "/var/lib/porchlight/data" }, []);
  const places = Object.entries(config).filter(([, value]) => typeof value === "string" && isAbsolute(value));
  expect(places.map(([name]) => name)).toEqual(expect.arrayContaining(["dataDir", "masterKeyFile", "backupDir"]));
  const own = { ...config, ...placesIn(folder) };
  expect(places.filter(([name]) => !String(own[name as keyof typeof own]).startsWith(`${folder}${sep}`))).toEqual([]);
});
