import { beforeEach, describe, expect, test } from "vitest";
import { settingsHistory } from "#src/settings/changes.ts";
import type { Settings } from "#src/settings/definitions.ts";
import { shippedReasons } from "#src/settings/reasons.ts";
import { namesOf, setSetting, settings } from "#src/settings/settings.ts";
import type { Subject } from "#src/settings/subjects.ts";
import { shippedCards } from "#src/settings/texts/meanwhile.ts";
import { setTexts } from "#src/settings/texts/texts.ts";
import { act, says } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet, sheetOf } from "#tests/support/people/plain-form.ts";
import { pageOf } from "#views/admin/subjects/settings-index.tsx";

let at: Desk;
beforeEach(async () => {
  at = await desk();
});

const form = "form#settings";
const open = (subject: string) => sheet(at.aino, `/admin/settings/${subject}`);
/** Something that nobody set yet, of each subject. */
const text = { "en youth.chat.send": "Go" };
const others: Partial<Settings> = {
  ...{ title: "Notes", theme: "forest", languages: ["en", "fr"], chatsAtOnce: 3, retentionDays: 7, linkCheck: true },
  ...{ callbackOn: false, secondStepAll: true, addressInEmergency: true },
  assessment: { on: true, questions: ["age"] },
  ...{ reasons: shippedReasons.slice(1), meanwhile: shippedCards.slice(1), silencePromptMinutes: 4 },
  ...{ closedNote: { en: "Back soon" }, rulesDraft: { kept: { en: "Ask us." } } },
  emergency: [{ country: "BE", call: "112", sms: "", app: "", press: "" }],
};
const now = () => settings(at.line.helpline.db);

describe("POST /admin/settings/:subject/undo", () => {
  // A step that was looked at, whether the directory is published, and who is on call are taken back where they stand.
  const asSettings = Object.entries(pageOf).filter(
    ([subject]) => !["checklist", "sharing", "on_call"].includes(subject),
  );
  test.each(asSettings)(
    "of %s by a form that does not say what it had seen: its page says so",
    async (subject, path) => {
      const name = namesOf(subject as Subject).find((one) => one in others);
      if (subject === "texts") await act(at.line, at.line.aino, (tx, emit) => setTexts(tx, emit, { texts: text }));
      else
        await act(at.line, at.line.aino, (tx, emit) =>
          setSetting(tx, emit, { name: name!, value: others[name!] as never }),
        );
      const change = String(settingsHistory.newest(at.line.helpline.db, subject as Subject));
      const { status, text: told } = await at.aino.post(`/admin/settings/${subject}/undo`, { change });
      expect([status, told.includes(says("admin.history.unknown"))]).toEqual([422, true]);
      expect(told).toContain(`<a href="${path}" aria-current="page">`);
      expect(settingsHistory.newest(at.line.helpline.db, subject as Subject)).toBe(Number(change));
    },
  );

  test("too late: nothing is undone, and the page says what a colleague did", async () => {
    const saved = await (await open("keeping")).fill({ retentionDays: "3" }).press("save", form);
    await act(at.line, at.line.aino, (tx, emit) => setSetting(tx, emit, { name: "retentionDays", value: 7 }));
    const late = await saved.press("", "form#undo");
    expect(late.answer.status).toBe(409);
    expect(late.words("[role=alert]")).toContain(says("admin.history.not_undone"));
    expect(late.words("[role=alert]")).toMatch(/Robin, .*: Chat text is kept for: .*→ 7/);
    expect(late.value("retentionDays")).toBe("7");
    expect(now().retentionDays).toBe(7);
  });

  test("of an unknown subject or change, or of the checklist, whose steps have their own way back: not found", async () => {
    for (const subject of ["x", "checklist", "sharing", "on_call", "__proto__"]) {
      expect((await at.aino.post(`/admin/settings/${subject}/undo`, {})).status).toBe(404);
    }
    const answer = await at.aino.post("/admin/settings/keeping/undo", { change: "99", based_on: "0" });
    expect(sheetOf(at.aino, answer).answer.status).toBe(404);
  });
});
