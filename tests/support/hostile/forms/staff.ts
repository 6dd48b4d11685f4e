import { readTime } from "#src/hours/times.ts";
import { password } from "#tests/support/house/helpline.ts";
import { clean } from "#tests/support/made/corpus.ts";
import { invited, ownReply } from "../arrange/admin.ts";
import {
  annaAsks,
  belaIsThere,
  belaTellsAll,
  declared,
  heavyChat,
  held,
  joined,
  mails,
  offered,
  readOnce,
  setAsideNow,
  showsEarlier,
  thanked,
  thanksPassed,
  wrongOnce,
} from "../arrange/care.ts";
import { findable, sentToNoor } from "../arrange/directory.ts";
import { askedByCarl, lockedAddress, saidYes } from "../arrange/keys.ts";
import type { FormRow } from "../form.ts";
import { anything, chosenPassword, just, like, line, mailbox, ofPerson, type Rule, words } from "./rules.ts";

// The forms of counsellors and supervisors.

const ended = ["conversation", "conversation_event", "contact", "draft", "wrap_up"];
const claimed = ["conversation", "conversation_event", "message", "line_turn", "line_gone"];
const seats = ["conversation_colleague", "conversation_event", "message"];
const hands = ["conversation", "conversation_event", "message", "handover"];
const said = ["message", "conversation"];
const record = ["contact_record", "contact_reason", "contact_action", "reason_tree"];
export const replyTables = ["reply", "audit", "reply_change"];

const chat = "/staff/conversation/:id";
/** Beside every tab of a chat stands all that can be done about it. */
const tab = `${chat}/notes`;

const anna = (path: string, more: Partial<FormRow> = {}): FormRow => ({
  ...{ path, who: "anna", stage: "talking", changes: [] },
  ...more,
});
const ofChat = (verb: string, more: Partial<FormRow> = {}) => anna(`${chat}/${verb}`, { page: tab, ...more });
const bela = (path: string, more: Partial<FormRow> = {}) => anna(path, { who: "bela", ...more });
const belas = (verb: string, more: Partial<FormRow> = {}) => bela(`${chat}/${verb}`, { page: chat, ...more });

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

/** Only what a reply can be filled with may stand in braces. */
const replyText: Rule = {
  most: 2_000,
  right: (typed) => words(2_000).right(typed) && !/\{[^{}\n]{0,40}\}/.test(typed),
};

export const reply: Partial<FormRow> = {
  id: "new",
  fill: { name: "Tea", topic: "Feelings", text: "I drink tea." },
  rules: { name: line(60), topic: line(40, 0), text: replyText },
  loose: ["preview_scheme", "do"],
};

const ticked = {
  fill: { reason: "violence.bullying", note: "She will talk to her sister." },
  press: ["do", "finish"] as [string, string],
  rules: { reason: just("violence.bullying"), note: words(1_000, 0) },
  // What is none of the choices is not chosen; one reason at least there has to be.
  loose: ["do", "action", "outcome", "risk*", "age", "gender", "region", "about", "first", "line", "referred*"],
  shown: ["/staff/records/1"],
};

export const staffForms: FormRow[] = [
  anna("/staff/sign-in", {
    who: "nobody",
    page: "/staff/sign-in",
    fill: { name: "anna", password },
    rules: { name: just("anna"), password: { right: (value) => value === password } },
    changes: ["staff_session", "staff_device"],
    repeats: ["staff_session", "staff_device"],
  }),
  // Nobody is between the two pages of signing in, and no app is being set up: whatever comes leads back.
  anna("/staff/sign-in/code", { who: "nobody", stage: "waiting", says: { halfway: "x", code: "123456" } }),
  // Those who are in a chat are asked first; Anna is in none.
  anna("/staff/sign-out", { stage: "waiting", page: "/staff", changes: ["staff_session", "presence_log"] }),
  anna("/staff/welcome/:token", {
    who: "nobody",
    arrange: invited,
    page: "/staff/welcome/:token",
    fill: { name: "lena", real_name: "Lena Maes", alias: "Fox", password: "four words of mine" },
    press: ["", ""],
    rules: { name: ofPerson, real_name: ofPerson, alias: ofPerson, password: chosenPassword },
    loose: ["warned"],
    shown: ["aino /admin/staff"],
    unshown: ["name"],
    changes: ["staff", "staff_role", "staff_session", "staff_device", "invitation"],
    keeps: ["invitation"],
    once: true,
  }),
  anna("/staff/welcome/:token/draft", {
    again: 20,
    who: "nobody",
    stage: "waiting",
    arrange: invited,
    says: {
      name: "lena",
      real_name: "Lena Maes",
      alias: "Fox",
      language: "nl",
      languages: "fr",
      password: "four words",
    },
    changes: ["invitation"],
  }),
  anna("/staff/me", {
    stage: "waiting",
    page: "/staff/me",
    fill: { alias: "Fox", language: "nl" },
    rules: { alias: ofPerson },
    loose: ["warned"],
    changes: ["staff"],
    once: true,
  }),
  anna("/staff/me/address", {
    again: 20,
    stage: "waiting",
    page: "/staff/me",
    fill: { address: "anna@example.org" },
    rules: { address: mailbox(true) },
    changes: ["staff_address"],
  }),
  anna("/staff/me/password", {
    stage: "waiting",
    page: "/staff/me",
    fill: { old_password: password, password: "five words of mine now" },
    rules: { old_password: { right: (value) => value === password }, password: chosenPassword },
    changes: ["staff"],
  }),
  anna("/staff/me/sessions", { stage: "waiting", says: { session: "others" } }),
  anna("/staff/me/second/app", { stage: "waiting", page: "/staff/me/second", changes: ["staff_totp"] }),
  anna("/staff/me/second/confirm", { stage: "waiting", says: { code: "123456" } }),
  anna("/staff/me/second/key", { stage: "waiting", page: "/staff/me/second", never: true }),
  anna("/staff/me/second/key-off", { stage: "waiting", says: { id: "1" } }),
  anna("/staff/me/second/codes", { stage: "waiting" }),
  anna("/staff/me/second/off", { stage: "waiting" }),

  anna("/staff/available", { page: tab.replace(":id", ":noor"), changes: ["presence_log"] }),
  anna("/staff/ready", { stage: "ended", page: chat.replace(":id", ":noor"), changes: ["wrap_up"] }),
  anna("/staff/claim", { stage: "waiting", page: "/staff", changes: claimed }),
  anna(`${chat}/claim`, { stage: "waiting", page: "/staff", changes: claimed }),
  ofChat("send", {
    again: 20,
    fill: { text: "I am here" },
    press: ["", ""],
    rules: { text: words(4_000) },
    loose: ["contact"],
    script: true,
    shown: ["noor /"],
    changes: said,
  }),
  ofChat("draft", {
    again: 20,
    fill: { text: "I am" },
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
  // The box that asks whether she stays comes when Noor is silent for long.
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
  anna(`${chat}/notes/seen`, { says: { seq: "1" }, rules: { seq: like(/^\d{1,9}$/) } }),
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
  // It finds and changes nothing; only an id of none is refused.
  ofChat("referrals", { arrange: findable, page: `${chat}/referrals`, fill: { words: "life" }, script: true }),
  // Its button comes when the cards were looked at.
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
  anna("/staff/records/:id", {
    stage: "ended",
    id: "new",
    page: "/staff/records/new",
    ...ticked,
    fill: { ...ticked.fill, channel: "phone" },
    changes: record,
  }),
  anna("/staff/emergencies/:id", {
    arrange: async (at) => {
      await declared(at);
      return { id: "1" };
    },
    page: "/staff/emergencies/1",
    fill: { decided: "1", told: "before", outcome: "help_came", note: "She is home." },
    rules: { note: words(2_000, 0) },
    loose: ["informed", "passed", "told", "outcome"],
    changes: ["emergency"],
  }),
  bela("/staff/emergencies/:id/address", {
    arrange: lockedAddress,
    page: "/staff/emergencies/1",
    changes: ["address_request", "sqlite_sequence"],
  }),
  bela("/staff/emergencies/:id/address/confirm", {
    arrange: askedByCarl,
    page: "/staff/emergencies/1",
    fill: { confirm_password: password },
    rules: { confirm_password: { right: (value) => value === password } },
    changes: ["address_request"],
  }),
  bela("/staff/emergencies/:id/address/show", {
    arrange: saidYes,
    page: "/staff/emergencies/1",
    fill: { confirm_password: password },
    rules: { confirm_password: { right: (value) => value === password } },
    changes: ["address_request"],
  }),
  bela("/staff/concerns/:id", { stage: "ended", arrange: readOnce, page: "/staff/concerns", changes: ["concern"] }),
  bela("/staff/concerns/:id/open", {
    stage: "ended",
    arrange: wrongOnce,
    page: "/staff/concerns",
    loose: ["after"],
    changes: ["concern_opened"],
  }),
  bela("/staff/holds/:id", { stage: "ended", page: "/staff/holds", changes: ["chat_hold"] }),
  bela("/staff/holds/:id/lift", { stage: "ended", arrange: held, page: "/staff/holds", changes: ["chat_hold"] }),
  bela("/staff/holds/:id/open", { stage: "ended", arrange: held, page: "/staff/holds" }),
  bela("/staff/debriefs/:id", {
    stage: "waiting",
    arrange: heavyChat,
    stranger: "99",
    page: "/staff/debriefs",
    changes: ["debrief", "debrief_taker"],
    repeats: ["debrief"],
  }),
  bela("/staff/debriefs/thanks/:id", {
    stage: "waiting",
    arrange: thanked,
    stranger: "99",
    page: "/staff/debriefs",
    changes: ["thank_you"],
    repeats: ["thank_you"],
  }),
  anna("/staff/told", {
    who: "aino",
    stage: "waiting",
    arrange: thanksPassed,
    page: "/staff",
    changes: ["thank_you", "debrief"],
    repeats: ["thank_you", "debrief"],
  }),

  anna("/staff/shift", {
    again: 20,
    page: "/staff/shift",
    fill: { text: "who has ten minutes?" },
    rules: { text: words(1_000) },
    changes: ["shift_note", "shift_seen"],
  }),
  anna("/staff/shift/draft", {
    again: 20,
    says: { text: "who has" },
    changes: ["shift_draft"],
    repeats: ["shift_draft"],
  }),
  anna("/staff/shift/seen", { says: { note: "1" }, rules: { note: like(/^\d{1,9}$/) } }),
  anna("/staff/shift/:id/read", { arrange: belaTellsAll, page: "/staff/shift", changes: ["shift_note_read"] }),
  bela("/staff/shift/:id/back", { arrange: belaTellsAll, page: "/staff/shift", changes: ["shift_note"] }),
  anna("/staff/line/:id/override", {
    who: "aino",
    id: "1",
    page: "/staff/line/1?do=paused",
    fill: { reason: "a fire alarm", end: "30" },
    // A time counts only where it is chosen that it counts.
    rules: { reason: words(200, 0), time: { right: (value) => readTime(value) === null } },
    loose: ["waiting"],
    unshown: ["time"],
    changes: ["line_override", "line_state_log"],
    repeats: ["line_override"],
  }),
  anna("/staff/line/:id/lift", { who: "aino", id: "1", changes: ["line_override", "line_state_log"] }),
  anna("/staff/replies/undo", {
    stage: "waiting",
    arrange: ownReply,
    page: "/staff/replies",
    loose: ["language"],
    changes: replyTables,
  }),
  anna("/staff/replies/:id", { stage: "waiting", page: "/staff/replies/new", ...reply, changes: replyTables }),
  anna("/staff/replies/:id/preview", {
    stage: "waiting",
    page: "/staff/replies/new",
    ...reply,
    rules: { "*": anything },
  }),
  anna("/staff/replies/:id/remove", {
    stage: "waiting",
    arrange: ownReply,
    page: "/staff/replies",
    loose: ["language"],
    changes: replyTables,
  }),
];
