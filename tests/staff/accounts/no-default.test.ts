import { expect, test } from "vitest";
import { systemClock } from "#src/clock.ts";
import { openMemory } from "#src/db/files.ts";

test("[ASVS 6.3.2, 13.2.3] as it is shipped there is no account, no session and no link", () => {
  const { data } = openMemory(systemClock.now());
  for (const table of ["staff", "staff_session", "invitation"]) {
    expect([table, data.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]).toEqual([table, 0]);
  }
});
