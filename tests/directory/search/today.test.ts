import { expect, test } from "vitest";
import { todayOf } from "#src/directory/search/today.ts";
import { house } from "#tests/support/house/helpline.ts";

test("today is that of the helpline, not of Greenwich", async () => {
  const { db } = (await house()).helpline;
  const on = (time: string) => todayOf(db, Date.parse(time));
  expect([on("2026-11-24T22:59Z"), on("2026-11-24T23:00Z")]).toEqual(["2026-11-24", "2026-11-25"]);
});
