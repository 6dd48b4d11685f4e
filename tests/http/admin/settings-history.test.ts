import { beforeEach, describe, expect, test } from "vitest";
import { setSetting, settings } from "#src/settings/settings.ts";
import { type Desk, desk } from "../../support/admin.ts";
import { act, says } from "../../support/http.ts";
import { sheet, sheetOf } from "../../support/plain-form.ts";

let at: Desk;
beforeEach(async () => {
  at = await desk();
});

const form = "form#settings";
const open = (subject: string) => sheet(at.aino, `/admin/settings/${subject}`);
const now = () => settings(at.line.helpline.db);

describe("POST /admin/settings/:subject/undo", () => {
  test("too late: nothing is undone, and the page says so", async () => {
    const saved = await (await open("keeping")).fill({ retentionDays: "3" }).press("save", form);
    await act(at.line, at.line.aino, (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 7 }));
    const late = await saved.press("", "form#undo");
    expect(late.words("[role=alert]")).toBe(says("admin.settings.stale"));
    expect(now().retentionDays).toBe(7);
  });

  test("of an unknown subject or change: not found", async () => {
    expect((await at.aino.post("/admin/settings/x/undo", {})).status).toBe(404);
    const answer = await at.aino.post("/admin/settings/keeping/undo", { change: "99", based_on: "0" });
    expect(sheetOf(at.aino, answer).answer.status).toBe(404);
  });
});
