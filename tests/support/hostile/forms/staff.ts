import { readTime } from "#src/hours/times.ts";
import { password } from "#tests/support/house/helpline.ts";
import {
  ainoHasRead,
  ainoLeads,
  annaTold,
  answerWanted,
  belaTellsAll,
  declared,
  heavyChat,
  held,
  heldAndAsked,
  leftInDanger,
  readAlone,
  readOnce,
  thanked,
  thanksPassed,
  wrongAndAsked,
  wrongOnce,
} from "../arrange/care.ts";
import { askedByCarl, lockedAddress, saidYes } from "../arrange/keys.ts";
import { besideAnna } from "../arrange/learning.ts";
import { annaPractises, kimPlays } from "../arrange/practice.ts";
import type { FormRow } from "../form.ts";
import { chat, claimed, record, tab, ticked } from "./chat.ts";
import { exactly, words } from "./rules.ts";

const anna = (path: string, more: Partial<FormRow> = {}): FormRow => ({
  ...{ path, who: "anna", stage: "talking", changes: [] },
  ...more,
});
const bela = (path: string, more: Partial<FormRow> = {}) => anna(path, { who: "bela", ...more });

const emergencyOne: FormRow["arrange"] = async (at) => {
  await declared(at);
  return { id: "1" };
};

export const staffForms: FormRow[] = [
  anna("/staff/available", { page: tab.replace(":id", ":noor"), changes: ["presence_log"] }),
  anna("/staff/ready", { stage: "ended", page: chat.replace(":id", ":noor"), changes: ["wrap_up"] }),
  anna("/staff/claim", { stage: "waiting", page: "/staff", changes: claimed }),
  anna("/staff/records/:id", {
    stage: "ended",
    id: "new",
    page: "/staff/records/new",
    ...ticked,
    fill: { ...ticked.fill, channel: "phone" },
    changes: record,
  }),
  anna("/staff/reasons", { says: { words: "lonely" }, quiet: true, script: true, changes: [] }),
  anna("/staff/emergencies/:id", {
    arrange: emergencyOne,
    page: "/staff/emergencies/1",
    fill: { decided: "1", told: "before", outcome: "help_came", note: "She is home." },
    rules: { note: words(2_000, 0) },
    loose: ["informed", "passed", "told", "outcome"],
    changes: ["emergency"],
  }),
  anna("/staff/emergencies/:id/calling", {
    arrange: emergencyOne,
    page: "/staff/emergencies/1",
    says: { on: "yes" },
    changes: ["emergency"],
  }),
  bela("/staff/emergencies/:id/acknowledge", {
    arrange: emergencyOne,
    page: "/staff/emergencies/1",
    changes: ["emergency"],
  }),
  bela("/staff/emergencies/:id/phoned", {
    arrange: emergencyOne,
    page: "/staff/emergencies/1",
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
    exact: ["confirm_password"],
    changes: ["address_request"],
  }),
  bela("/staff/emergencies/:id/address/show", {
    arrange: saidYes,
    page: "/staff/emergencies/1",
    fill: { confirm_password: password },
    exact: ["confirm_password"],
    changes: ["address_request"],
  }),
  bela("/staff/concerns/:id", { stage: "ended", arrange: readOnce, page: "/staff/concerns", changes: ["concern"] }),
  bela("/staff/concerns/:id/open", {
    stage: "ended",
    arrange: wrongOnce,
    page: "/staff/concerns",
    loose: ["after"],
    changes: ["concern_opened", "chat_opening"],
  }),
  bela("/staff/concerns/:id/agree", {
    stage: "ended",
    arrange: wrongAndAsked,
    page: "/staff/concerns",
    loose: ["after"],
    changes: ["chat_opening"],
  }),
  bela("/staff/concerns/:id/read", {
    who: "aino",
    stage: "ended",
    arrange: ainoLeads,
    page: "/staff/concerns",
    changes: ["concern_read"],
  }),
  bela("/staff/concerns/:id/inform", {
    who: "aino",
    stage: "ended",
    arrange: ainoHasRead,
    page: "/staff/concerns/1",
    fill: { words: "Somebody felt asked for a number." },
    ticks: ["sure"],
    rules: { words: words(2_000) },
    changes: ["concern_told", "concern_file"],
  }),
  bela("/staff/concerns/:id/unheard", {
    who: "aino",
    stage: "ended",
    arrange: annaTold,
    page: "/staff/concerns/1",
    fill: { why: "No answer for two weeks." },
    rules: { why: words(2_000) },
    changes: ["concern_told", "concern_file"],
  }),
  bela("/staff/concerns/:id/answer", {
    stage: "ended",
    arrange: answerWanted,
    page: "/staff/concerns/1",
    fill: { text: "We are sorry." },
    rules: { text: words(2_000) },
    changes: ["concern_file"],
  }),
  bela("/staff/new-chats", {
    who: "aino",
    page: "/admin/staff/1",
    loose: ["from"],
    changes: ["new_chats_off", "presence_log"],
  }),
  anna("/staff/heard/:id", {
    stage: "ended",
    arrange: annaTold,
    page: "/staff/heard",
    fill: { text: "I asked for the town." },
    rules: { text: words(2_000) },
    changes: ["concern_told", "concern_file"],
  }),
  bela("/staff/holds/:id", { stage: "ended", page: "/staff/holds", changes: ["chat_hold"] }),
  bela("/staff/holds/:id/lift", { stage: "ended", arrange: held, page: "/staff/holds", changes: ["chat_hold"] }),
  bela("/staff/holds/:id/open", { stage: "ended", arrange: held, page: "/staff/holds", changes: ["chat_opening"] }),
  bela("/staff/holds/:id/agree", {
    stage: "ended",
    arrange: heldAndAsked,
    page: "/staff/holds",
    changes: ["chat_opening"],
  }),
  bela("/staff/read-alone/:id", {
    stage: "ended",
    arrange: readAlone,
    page: "/staff/read-alone",
    changes: ["chat_opening"],
  }),
  anna("/staff/danger/:id/open", { arrange: leftInDanger, page: "/staff/danger/:noor", changes: ["chat_opening"] }),
  anna("/staff/danger/:id/emergency", { arrange: leftInDanger, page: "/staff/danger/:noor", changes: ["emergency"] }),
  // It is asked once more before anything goes.
  anna("/staff/danger/:id/close", { arrange: leftInDanger, page: "/staff/danger/:noor", quiet: true }),
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
    quiet: true,
    who: "aino",
    stage: "waiting",
    arrange: thanksPassed,
    page: "/staff",
    changes: ["thank_you", "debrief"],
    repeats: ["thank_you", "debrief"],
  }),
  anna("/staff/learning", {
    again: 20,
    page: "/staff/learning",
    press: ["act", "rate"],
    changes: ["sign_off"],
    repeats: ["sign_off"],
  }),
  anna("/staff/learning/:id", {
    again: 20,
    who: "bela",
    arrange: besideAnna,
    page: "/staff/learning/1",
    fill: { undertaking: "2026-10-01", references: "2026-10-02", certificate: "2026-10-03" },
    press: ["act", "papers"],
    changes: ["clearance"],
  }),
  anna("/staff/practice", {
    again: 20,
    page: "/staff/practice/scenario/home-brother",
    strict: ["scenario"],
    changes: ["practice", "practice_wrap"],
  }),
  // Another button of its form ends the practice chat, so each try has its own.
  anna("/staff/practice/:id", {
    arrange: annaPractises,
    page: "/staff/practice/1",
    fill: { text: "I am listening." },
    press: ["act", "say"],
    rules: { text: words(4_000) },
    changes: ["practice"],
    // What is typed is kept, whatever else is pressed.
    keeps: ["practice"],
  }),
  anna("/staff/practice/:id/forget", { arrange: annaPractises, changes: ["practice", "practice_wrap"] }),
  anna("/staff/with/:token", {
    again: 20,
    who: "nobody",
    arrange: kimPlays,
    page: "/staff/with/:token",
    fill: { text: "will you tell someone" },
    press: ["act", "say"],
    rules: { text: words(4_000) },
    unshown: ["text"],
    changes: ["practice"],
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
  anna("/staff/shift/seen", { says: { note: "1" }, rules: { note: exactly(/^\d{1,9}$/) } }),
  anna("/staff/shift/:id/read", { arrange: belaTellsAll, page: "/staff/shift", changes: ["shift_note_read"] }),
  bela("/staff/shift/:id/back", { arrange: belaTellsAll, page: "/staff/shift", changes: ["shift_note"] }),
  anna("/staff/line/:id/override", {
    who: "aino",
    id: "1",
    page: "/staff/line/1?do=paused",
    fill: { reason: "a fire alarm", end: "30" },
    // A time counts only if chosen.
    rules: { reason: words(200, 0), time: { right: (value) => readTime(value) === null } },
    loose: ["waiting"],
    unshown: ["time"],
    changes: ["line_override", "line_state_log"],
    repeats: ["line_override"],
  }),
  anna("/staff/line/:id/lift", { who: "aino", id: "1", changes: ["line_override", "line_state_log"] }),
];
