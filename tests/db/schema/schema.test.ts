import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { schemaFiles } from "./written.ts";

test("src/db/schema is what the migrations make; else: npm run schema", () => {
  const folder = new URL("../../../src/db/schema/", import.meta.url);
  const stands = new Map(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), "utf8")]));
  expect(Object.fromEntries(stands)).toEqual(Object.fromEntries(schemaFiles()));
});
