import { readTime } from "#src/hours/times.ts";
import { isStaffPath } from "#src/http/guards.ts";
import { password } from "#tests/support/house/helpline.ts";
import { clientId } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import { sendsTo } from "#tests/support/outside/post.ts";
import { addressForms } from "./address.ts";
import { adminForms } from "./admin.ts";
import { assessmentForms } from "./assessment.ts";
import type { HostileForm } from "./attack.ts";
import { careForms, concernForms, holdForms } from "./care.ts";
import { colleagueForms } from "./colleagues.ts";
import { directoryForms } from "./directory.ts";
import { importForms } from "./import.ts";
import { keysForms } from "./keys.ts";
import { mailForms } from "./mail.ts";
import { meanwhileForms } from "./meanwhile.ts";
import { memberForms } from "./members.ts";
import { noteForms } from "./notes.ts";
import { onCallForms } from "./on-call.ts";
import { overviewForms } from "./overview.ts";
import { recordForms } from "./records.ts";
import { referralForms } from "./referrals.ts";
import { replyForms } from "./replies.ts";
import { rulesForms } from "./rules.ts";
import { settingsForms } from "./settings.ts";
import { sharingForms } from "./sharing.ts";
import { textsForms } from "./texts.ts";

const anything = () => true;
const isClientId = (id = "") => /^[0-9a-f]{32}$/.test(id);
const isMessage = (text = "") => clean(text).trim().length >= 1 && clean(text).trim().length <= 4000;
const ended = ["conversation", "conversation_event", "contact", "draft", "wrap_up"];
const claimed = ["conversation", "conversation_event", "message", "line_turn", "line_gone"];

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

/** Every form of the staff, as an attacker fills it. */
export const staffForms: HostileForm[] = [
  ...careForms,
  ...addressForms,
  ...concernForms,
  ...holdForms,
  ...noteForms,
  ...colleagueForms,
  anna("/staff/sign-in", {
    who: "nobody",
    honest: () => ({ name: "anna", password }),
    right: (fields) => fields.name?.trim().toLowerCase() === "anna" && fields.password === password,
    changes: ["staff_session", "staff_device"],
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
  ...(await mailForms()),
  ...(await keysForms()),
  ...(await settingsForms()),
  ...assessmentForms.filter(({ path }) => isStaffPath(path)),
  ...(await directoryForms()),
  ...importForms,
  ...sharingForms,
  ...textsForms,
];
