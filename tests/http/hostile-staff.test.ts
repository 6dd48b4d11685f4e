import { describe, expect, test } from "vitest";
import { readTime } from "#src/hours/times.ts";
import { doors } from "#src/http/doors.ts";
import { isStaffPath } from "#src/http/guards.ts";
import { attack, type HostileForm, noorComes, replay, scene, submit } from "../support/attack.ts";
import { clean, sentence } from "../support/corpus.ts";
import { password } from "../support/helpline.ts";
import { adminForms } from "../support/hostile-admin.ts";
import { assessmentForms } from "../support/hostile-assessment.ts";
import { careForms, concernForms } from "../support/hostile-care.ts";
import { colleagueForms } from "../support/hostile-colleagues.ts";
import { directoryForms } from "../support/hostile-directory.ts";
import { importForms } from "../support/hostile-import.ts";
import { mailForms } from "../support/hostile-mail.ts";
import { meanwhileForms } from "../support/hostile-meanwhile.ts";
import { memberForms } from "../support/hostile-members.ts";
import { noteForms } from "../support/hostile-notes.ts";
import { onCallForms } from "../support/hostile-on-call.ts";
import { overviewForms } from "../support/hostile-overview.ts";
import { recordForms } from "../support/hostile-records.ts";
import { referralForms } from "../support/hostile-referrals.ts";
import { replyForms } from "../support/hostile-replies.ts";
import { rulesForms } from "../support/hostile-rules.ts";
import { settingsForms } from "../support/hostile-settings.ts";
import { sharingForms } from "../support/hostile-sharing.ts";
import { textsForms } from "../support/hostile-texts.ts";
import { clientId } from "../support/http.ts";
import { sendsTo } from "../support/post.ts";
import { stored } from "../support/tables.ts";

const anything = () => true;
const isClientId = (id = "") => /^[0-9a-f]{32}$/.test(id);
const isMessage = (text = "") => clean(text).trim().length >= 1 && clean(text).trim().length <= 4000;
const ended = ["conversation", "conversation_event", "contact", "draft", "wrap_up"];
const claimed = ["conversation", "conversation_event", "message"];

const anna = (path: string, more: Partial<HostileForm> = {}): HostileForm => ({
  path,
  who: "anna",
  stage: "talking",
  honest: () => ({}),
  right: anything,
  changes: [],
  ...more,
});

const conversation = "/staff/conversation/:id";

const forms: HostileForm[] = [
  ...careForms,
  ...concernForms,
  ...noteForms,
  ...colleagueForms,
  anna("/staff/sign-in", {
    who: "nobody",
    honest: () => ({ name: "anna", password }),
    right: (fields) => fields.name?.trim().toLowerCase() === "anna" && fields.password === password,
    changes: ["staff_session"],
  }),
  // Whoever is in a chat is asked first; Anna is in none.
  anna("/staff/sign-out", { stage: "waiting", changes: ["staff_session", "presence_log"] }),
  anna("/staff/available", {
    honest: () => ({ availability: "away" }),
    right: ({ availability = "" }) => ["available", "away"].includes(availability),
    changes: ["presence_log"],
  }),
  anna("/staff/ready", { stage: "ended", changes: ["wrap_up"] }),
  anna("/staff/claim", { stage: "waiting", changes: claimed }),
  anna(`${conversation}/claim`, { stage: "waiting", changes: claimed }),
  anna(`${conversation}/send`, {
    honest: () => ({ client_id: clientId(), text: "I am here" }),
    right: ({ client_id, text }) => isClientId(client_id) && isMessage(text),
    changes: ["message", "conversation"],
    words: "text",
  }),
  anna(`${conversation}/draft`, { honest: () => ({ text: "I am" }), changes: ["draft"] }),
  anna(`${conversation}/end`, { changes: ended }),
  anna(`${conversation}/close`, {
    stage: "ended",
    honest: () => ({ open: "1", asked: "yes" }),
    changes: ["conversation"],
  }),
  anna("/staff/line/:id/override", {
    who: "aino",
    id: "1",
    honest: () => ({ kind: "paused", waiting: "0", end: "30", time: "", reason: "a fire alarm" }),
    right: ({ kind = "", end = "", time = "", reason = "" }) =>
      ["paused", "closed"].includes(kind) &&
      (end === "time"
        ? /^\d{1,2}(:\d\d)?$/.test(time)
        : ["15", "30", "60", "lift"].includes(end) && readTime(time) === null) &&
      reason.trim().length <= 200,
    changes: ["line_override", "line_state_log"],
  }),
  anna("/staff/line/:id/lift", { who: "aino", id: "1", changes: ["line_override", "line_state_log"] }),
  anna("/admin/staff/invite", {
    who: "aino",
    honest: () => ({ roles: "counsellor", for_whom: "Lena", address: "lena@example.org" }),
    right: ({ roles = "", for_whom = "", address = "" }) =>
      ["counsellor", "supervisor", "admin"].includes(roles) &&
      clean(for_whom).replace(/\s+/g, " ").trim().length <= 80 &&
      (address.trim() === "" || /^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$/.test(address.trim())),
    changes: ["invitation", "mail", "sqlite_sequence"],
    arrange: ({ line }) => sendsTo(line, 25),
  }),
  ...referralForms,
  ...(await replyForms()),
  ...overviewForms,
  ...(await onCallForms()),
  ...meanwhileForms,
  ...recordForms,
  ...(await adminForms()),
  ...(await rulesForms()),
  ...(await memberForms()),
  ...mailForms,
  ...(await settingsForms()),
  ...assessmentForms.filter(({ path }) => isStaffPath(path)),
  ...(await directoryForms()),
  ...importForms,
  ...sharingForms,
  ...textsForms,
];

describe("acceptance 8: hostile inputs in every form of the staff", () => {
  test("every form of the table is here", () => {
    const table = doors.filter((door) => door.method === "POST" && isStaffPath(door.path)).map((door) => door.path);
    expect(forms.map((form) => form.path).sort()).toEqual(table.sort());
  });

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
      "/staff/sign-in": ["staff_session"],
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
