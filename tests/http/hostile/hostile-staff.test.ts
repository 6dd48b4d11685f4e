import { expect, test } from "vitest";
import { doors } from "#src/http/doors.ts";
import { isStaffPath } from "#src/http/guards.ts";
import { staffForms } from "#tests/support/hostile/staff.ts";
import { standAttacks } from "#tests/support/hostile/standing.ts";

test("acceptance 8: every form of the table is here, or in hostile-admin", () => {
  const table = doors.filter((door) => door.method === "POST" && isStaffPath(door.path)).map((door) => door.path);
  expect(staffForms.map((form) => form.path).sort()).toEqual(table.sort());
});

standAttacks(staffForms.filter(({ path }) => !path.startsWith("/admin/")));
