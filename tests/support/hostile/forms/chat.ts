import { clean } from "#tests/support/made/corpus.ts";
import { annaAsks, belaIsThere, joined, mails, offered, setAsideNow, showsEarlier } from "../arrange/care.ts";
import { findable, sentToNoor } from "../arrange/directory.ts";
import type { FormRow } from "../form.ts";
import { anything, exactly, just, line, type Rule, words } from "./rules.ts";

const ended = ["conversation", "conversation_event", "contact", "draft", "wrap_up"];
export const claimed = ["conversation", "conversation_event", "message", "line_turn", "line_gone"];
const seats = ["conversation_colleague", "conversation_event", "message"];
const hands = ["conversation", "conversation_event", "message", "handover"];
const said = ["message", "conversation"];
export const record = ["contact_record", "contact_reason", "contact_action", "reason_tree"];

export const chat = "/staff/conversation/:id";
/** Beside every tab of a chat stands all that can be done about it. */
export const tab = `${chat}/notes`;

const anna = (path: string, more: Partial<FormRow> = {}): FormRow => ({
  ...{ path, who: "anna", stage: "talking", changes: [] },
  ...more,
});
const ofChat = (verb: string, more: Partial<FormRow> = {}) => anna(`${chat}/${verb}`, { page: tab, ...more });
const belas = (verb: string, more: Partial<FormRow> = {}) =>
  anna(`${chat}/${verb}`, { who: "bela", page: chat, ...more });

/** Up to three lines of at most 140 letters. */
const approach: Rule = {
  right: (typed) => {
    const lines = clean(typed)
      .split("\n")
      .map((one) => one.trim())
      .filter((one) => one !== "");
    return lines.length > 0 && lines.length <= 3 && lines.every((one) => [...one].length <= 140);
  },
};

/** A record with one reason and a note. */
export const ticked = {
  fill: { reason: "violence.bullying", note: "She will talk to her sister." },
  press: ["do", "finish"] as [string, string],
  rules: { reason: just("violence.bullying"), note: words(1_000, 0) },
  // Unknown choices are not chosen; at least one reason is required.
  loose: ["do", "action", "outcome", "risk*", "age", "gender", "region", "about", "first", "line", "referred*"],
  shown: ["/staff/records/1"],
};

export const chatForms: FormRow[] = [
  anna(`${chat}/claim`, { stage: "waiting", page: "/staff", changes: claimed }),
  ofChat("send", {
    again: 20,
    fill: { text: "I’m here" },
    press: ["", ""],
    rules: { text: words(4_000) },
    loose: ["contact"],
    script: true,
    shown: ["noor /"],
    changes: said,
  }),
  ofChat("draft", {
    again: 20,
    fill: { text: "My status" },
    rules: { text: anything },
    loose: ["client_id", "contact", "to"],
    script: true,
    changes: ["draft"],
    repeats: ["draft"],
  }),
  ofChat("end", { script: true, press: ["", ""], changes: ended }),
  ofChat("close", {
    again: 20,
    stage: "ended",
    says: { open: "1", asked: "yes" },
    loose: ["do"],
    changes: ["conversation"],
  }),
  // The box that asks whether she stays comes after a long silence of Noor's.
  anna(`${chat}/stay`, { changes: ["conversation_event"] }),
  ofChat("risk", { changes: ["conversation"] }),
  ofChat("where", { changes: said }),
  ofChat("emergency", { changes: ["emergency", "conversation", "help_wanted", "sqlite_sequence"] }),
  ofChat("approach", {
    again: 20,
    fill: { approach: "call Mika first\nbreathe" },
    rules: { approach },
    changes: ["approach", ...said],
  }),
  ofChat("reasons", {
    again: 20,
    page: `${chat}/reasons`,
    fill: { reason: "violence.bullying" },
    // Unknown ones are not ticked.
    loose: ["reason", "shown"],
    script: true,
    changes: ["ticked_reasons"],
    repeats: ["ticked_reasons"],
  }),
  ofChat("goal", {
    again: 20,
    fill: { goal: "to sleep tonight" },
    press: ["", ""],
    rules: { goal: line(120, 0) },
    loose: ["remove"],
    script: true,
    changes: ["goal"],
  }),
  ofChat("earlier", { arrange: showsEarlier }),
  ofChat("hold", { changes: ["conversation", "conversation_event"] }),
  ofChat("ask-kindly", { changes: said }),
  ofChat("later", { arrange: mails, changes: said }),
  ofChat("aside", { changes: ended }),
  ofChat("aside-undo", { arrange: setAsideNow, changes: ["conversation", "conversation_event", "contact"] }),
  ofChat("help", {
    again: 20,
    says: { words: "how do I ask about it?" },
    rules: { words: line(300, 0) },
    script: true,
    changes: ["help_wanted"],
  }),
  ofChat("help/back", { arrange: annaAsks, changes: ["help_wanted"] }),
  belas("help/answer", { arrange: annaAsks, id: "2", stranger: "999", changes: seats }),
  ofChat("notes", {
    again: 20,
    fill: { text: "how do I ask about it?" },
    rules: { text: words(2_000) },
    script: true,
    changes: ["side_note", "side_note_of"],
  }),
  anna(`${chat}/notes/draft`, {
    again: 20,
    says: { text: "how do" },
    changes: ["side_note_of"],
    repeats: ["side_note_of"],
  }),
  anna(`${chat}/notes/seen`, { says: { seq: "1" }, rules: { seq: exactly(/^\d{1,9}$/) } }),
  belas("join", { changes: seats }),
  belas("read-along", { changes: seats }),
  belas("leave", { arrange: joined, page: tab, changes: seats }),
  belas("take-over", { id: "2", stranger: "999", changes: hands }),
  ofChat("handover", {
    arrange: belaIsThere,
    page: `${chat}/handover`,
    fill: { to: "staff-2", summary: "School. Her aunt can come.", agreed: "no", reason: "on the bridge" },
    press: ["", ""],
    rules: { summary: words(1_000), reason: words(300) },
    shown: ["bela /staff/conversation/:id"],
    script: true,
    changes: ["handover"],
  }),
  anna(`${chat}/handover/draft`, {
    again: 20,
    says: { to: "staff-2", summary: "School. Her aunt", agreed: "no", reason: "on the" },
    changes: ["handover_draft"],
    repeats: ["handover_draft"],
  }),
  ofChat("handover/withdraw", { arrange: offered, page: `${chat}/handover`, changes: ["handover"] }),
  belas("handover/accept", { arrange: offered, id: "2", stranger: "999", changes: hands }),
  belas("handover/decline", { arrange: offered, changes: ["handover"] }),
  ofChat("replies", {
    again: 20,
    page: `${chat}/replies`,
    script: true,
    changes: ["draft", "reply_use"],
    repeats: ["draft", "reply_use"],
  }),
  // It finds and changes nothing; only a malformed id is refused.
  ofChat("referrals", {
    quiet: true,
    arrange: findable,
    page: `${chat}/referrals`,
    fill: { words: "life" },
    script: true,
  }),
  // Its button comes once the cards were looked at.
  anna(`${chat}/referrals/send`, {
    arrange: findable,
    says: { client_id: "0".repeat(32), words: "life", service: "" },
    strict: ["client_id", "service"],
    script: true,
    changes: ["message", "referral", "conversation"],
    once: true,
  }),
  ofChat("referrals/note", {
    arrange: sentToNoor,
    page: `${chat}/referrals`,
    fill: { level: "accompanied", consent: "yes", outcome: "will_try" },
    loose: ["outcome"],
    script: true,
    changes: ["referral"],
  }),
  ofChat("referrals/report", {
    arrange: findable,
    page: `${chat}/referrals/report?service=:place`,
    fill: { reason: "number_wrong", note: "it rings elsewhere" },
    rules: { note: words(500, 0) },
    shown: ["aino /admin/directory/:place"],
    script: true,
    changes: ["service_report", "audit"],
  }),
  ofChat("record", { stage: "ended", ...ticked, script: true, changes: record }),
  ofChat("debrief", {
    again: 20,
    stage: "ended",
    fill: { note: "I thought of my sister" },
    rules: { note: line(300, 0) },
    changes: ["debrief"],
    repeats: ["debrief"],
  }),
];
