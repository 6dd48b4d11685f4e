import { describe, expect, test } from "vitest";
import { stored } from "#tests/support/house/tables.ts";
import { sentence } from "#tests/support/made/corpus.ts";
import { attack, type HostileForm, noorComes, replay, scene, submit } from "./attack.ts";
import { importForms } from "./import.ts";

const none = ["999999", "0", "-1", "1.5", "1e0", "0x1", "99999999999999999999", "1;DROP", "%00", "1%00", "1%0a"];
const stranger = [
  ...none,
  "__proto__",
  "constructor",
  "\u0661",
  "%E0%A4%A",
  "NaN",
  "null",
  "1,2",
  "%31%2f%32",
  "'1'",
  " 1",
];

/** What every form of the staff stands: hostile fields, sending twice, ids that are somebody else's or nobody's. */
export function standAttacks(forms: HostileForm[]): void {
  describe("acceptance 8: hostile inputs in every form of the staff", () => {
    test.each(forms)(
      "acceptance 8: $path: a sentence, nothing stored wrongly, nothing raw",
      { timeout: 180_000 },
      async (form) => {
        const { tries, wrong } = await attack(form);
        expect(wrong).toEqual([]);
        expect(tries).toBeGreaterThanOrEqual(30);
      },
    );

    const scripted = forms.filter(({ path }) =>
      /conversation.*(send|draft|end|referrals|note|notes|help|handover|report|replies|record)$/.test(path),
    );
    test.each(scripted)("acceptance 8: $path from the console: the same", { timeout: 180_000 }, async (form) => {
      const { tries, wrong } = await attack(form, true);
      expect(wrong).toEqual([]);
      expect(tries).toBeGreaterThanOrEqual(30);
    });

    test.each(forms)("acceptance 8: $path sent twice does nothing more", async (form) => {
      // Signing in, inviting and deciding for a line are meant anew each time, and the same draft is sealed anew.
      const brought = importForms.find(({ path }) => path === "/admin/directory/import")!.changes;
      const anew: Record<string, string[]> = {
        "/staff/sign-in": ["staff_session", "staff_device"],
        "/admin/staff/invite": ["invitation", "mail", "sqlite_sequence"],
        "/admin/staff/list": ["invitation"],
        "/admin/staff/:id/password": ["invitation"],
        "/staff/line/:id/override": ["line_override"],
        "/admin/on-call/test": ["on_call_notice"],
        "/admin/mail/test": ["mail"],
        "/staff/conversation/:id/draft": ["draft"],
        "/staff/conversation/:id/notes/draft": ["side_note_of"],
        "/staff/shift/draft": ["shift_draft"],
        "/staff/conversation/:id/replies": ["draft", "reply_use"],
        // What is said again is sealed anew; when it was seen, or decided, is when that was said last.
        "/staff/conversation/:id/debrief": ["debrief"],
        "/staff/debriefs/:id": ["debrief"],
        "/staff/debriefs/thanks/:id": ["thank_you"],
        "/staff/told": ["thank_you", "debrief"],
        // What is laid ready twice changes nothing, and all that is brought is read.
        "/admin/directory/import": brought,
        "/admin/directory/import/:id/again": brought,
        // When it was asked last.
        "/admin/directory/sources/:id/ask": ["directory_source"],
      };
      expect(await replay(form, anew[form.path])).toEqual([]);
    });
  });

  describe("acceptance 8: ids of others and of nobody in the address", () => {
    const withId = forms.filter((form) => form.path.includes(":id"));

    test.each(withId)("acceptance 8: $path", { timeout: 30_000 }, async (form) => {
      const at = await scene();
      await noorComes(at, form.stage);
      const before = stored(at.files);
      for (const id of [...(form.id ? [form.stranger ?? "2"] : [String(at.sam)]), ...stranger]) {
        const path = form.path.replace(":id", id);
        const sent = { body: new URLSearchParams(form.honest()).toString(), type: "application/x-www-form-urlencoded" };
        const answer = await submit(at, { ...form, path }, { id: at.sam, cookie: "" }, sent);
        expect([id, answer.status]).toEqual([id, expect.toBeOneOf([403, 404, 409])]);
        expect(sentence(answer.text)).not.toBe("");
      }
      expect(stored(at.files)).toEqual(before);
      expect(at.line.reported).toEqual([]);
    });
  });
}
