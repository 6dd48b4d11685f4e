import { expect, test } from "vitest";
import { blankEntry } from "#src/directory/entry/entry.ts";
import { standingOf } from "#src/http/admin/entry/entry-standing.ts";
import { translate } from "#src/i18n/i18n.ts";

const t = translate("en");
const at = Date.UTC(2026, 10, 24, 19);
const standing = (verifiedOn: string | null, createdAt: number) =>
  standingOf(
    t,
    {
      id: "x",
      versionId: 1,
      sourceId: null,
      externalId: null,
      createdAt,
      changedAt: createdAt,
      entry: { ...blankEntry("x"), verifiedOn },
    },
    at,
  );

test("an entry says when it was checked, and for how long it has been due", () => {
  expect(standing("2026-11-03", at)).toBe("Checked 3 November 2026");
  expect(standing("2024-11-24", 0)).toMatch(/^Checked 24 November 2024 · check overdue by \d+ days/);
  expect(standing(null, at)).not.toContain("due for");
});
