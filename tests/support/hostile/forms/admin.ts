import { withoutMisleading } from "#src/i18n/seen.ts";
import { listNames, wordFields } from "#src/practice/writing/sheet.ts";
import { isReasonName } from "#src/settings/reasons.ts";
import { isCardText, isCardTitle, maxCardText, maxCardTitle } from "#src/settings/texts/meanwhile.ts";
import { clean } from "#tests/support/made/corpus.ts";
import {
  anotherLine,
  inHelsinki,
  machineLet,
  mailSet,
  onCallMondays,
  renamed,
  renamedLine,
  rulesDrafted,
  somebodyAsked,
} from "../arrange/admin.ts";
import { ainoWrites } from "../arrange/practice.ts";
import type { FormRow } from "../form.ts";
import { anything, exactly, like, line, named, type Rule, whole, words } from "./rules.ts";

const aino = (path: string, more: Partial<FormRow> = {}): FormRow => ({
  ...{ path, who: "aino", stage: "waiting", changes: [] },
  ...more,
});
const bela = (path: string, more: Partial<FormRow> = {}) => aino(path, { who: "bela", ...more });
const preview = (path: string, page: string, more: Partial<FormRow> = {}) =>
  aino(path, { page, rules: { "*": anything }, ...more });

const pictured = ["preview_page", "preview_language", "preview_scheme"];
const ofLine = ["line", "line_staff", "line_state_log"];

/** With the rest of a draft it is no longer than a file. */
const inFile: Rule = { right: (value) => value.length <= 150_000 };
const typedIn = (names: readonly string[], rule: Rule) => Object.fromEntries(names.map((name) => [name, rule]));

/** Any https address may be given; whether it may be asked shows when it is. */
const hook: Rule = {
  most: 500,
  right: (value) => {
    const text = value.trim();
    const url = URL.canParse(text) ? new URL(text) : null;
    return text === "" || (url?.protocol === "https:" && url.username + url.password === "" && text.length <= 500);
  },
};

const lineName: Rule = {
  most: 60,
  right: (value) => {
    const shown = clean(value).replace(/\s+/g, " ").trim();
    return /[\p{L}\p{N}]/u.test(shown) && shown.length <= 60;
  },
};
const lineRules = {
  name: lineName,
  age_from: whole(0, 18, true),
  // Beside the honest other age: the oldest is not below the youngest.
  age_to: whole(12, 99, true),
  intake_cap: whole(0, 999, true),
  pause_after: whole(0, 120),
};
const lineFill = { languages: "fr", staff: "1", country: "FR", age_from: "12", age_to: "18", intake_cap: "5" };

const hostName: Rule = {
  right: (value) => {
    const host = value.trim();
    return /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(host) && host.length <= 253 && !/\.\d+$/.test(host);
  },
};
const port: Rule = {
  right: (value) => {
    const number = /^\d{1,5}$/.test(value.trim()) ? Number(value) : -1;
    return [25, 26, 465, 587].includes(number) || (number > 1023 && number <= 65_535);
  },
};
const noControls = (most: number): Rule => ({
  most,
  right: (value) => value.trim().length <= most && !/\p{Cc}/u.test(value.trim()),
});
const atoms = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const mailAddress: Rule = {
  right: (value) => {
    const [local = "", domain = "", ...more] = value.trim().split("@");
    const isLocal = atoms.test(local) && local.length <= 64 && !local.includes("=?");
    return more.length === 0 && isLocal && /^[a-z\d-]+(\.[a-z\d-]+)+$/i.test(domain) && value.trim().length <= 254;
  },
};
const senderName: Rule = {
  most: 60,
  right: (value) => named(60).right(value) && !/[<>"@,;:\\]/.test(value),
};

export const adminForms: FormRow[] = [
  aino("/admin/hours", {
    page: "/admin/hours",
    fill: { mode: "hours", "week.0": "16-22", "week.1": "16-22" },
    press: ["do", "save"],
    // A day may be empty, and is then closed.
    rules: { "week.copy": anything, "week.*": { right: (value) => value.trim() === "" || value === "16-22" } },
    exact: ["zone", "last_entry"],
    loose: ["do"],
    changes: ["line", "line_state_log"],
    once: true,
  }),
  aino("/admin/hours/draft", {
    quiet: true,
    page: "/admin/hours",
    fill: { "week.0": "16-22" },
    says: { pending: "from,label\n2026-12-24,Christmas Eve" },
    press: ["do", "add day"],
  }),
  aino("/admin/hours/undo", { arrange: inHelsinki, page: "/admin/hours", changes: ["line", "line_state_log"] }),
  aino("/admin/look", {
    page: "/admin/look",
    fill: { theme: "own", face: "house", faceColour: "sky" },
    press: ["do", "save"],
    loose: [...pictured, "do"],
    changes: ["setting"],
  }),
  preview("/admin/look/preview", "/admin/look"),
  aino("/admin/lines", {
    page: "/admin/lines",
    fill: { ...lineFill, name: "Français", first_name: "English" },
    rules: { ...lineRules, first_name: lineName },
    changes: ofLine,
    once: true,
  }),
  aino("/admin/lines/:id", {
    id: "1",
    page: "/admin/lines/1",
    fill: { ...lineFill, name: "Français" },
    rules: lineRules,
    changes: ofLine,
    once: true,
  }),
  aino("/admin/lines/:id/undo", { arrange: renamedLine, page: "/admin/lines/1", changes: ofLine }),
  aino("/admin/lines/:id/retire", {
    arrange: anotherLine,
    page: "/admin/lines/2",
    changes: ["line", "line_state_log"],
  }),
  aino("/admin/open", {
    page: "/admin/open",
    fill: { "note.en": "Back soon" },
    // As many as the page said may be waiting, or more.
    rules: { "note.*": line(200, 0), waiting: exactly(/^[1-9]\d{0,14}$/) },
    changes: ["setting", "line_state_log", "conversation", "conversation_event", "contact"],
  }),
  aino("/admin/open/checked", { page: "/admin/open", changes: ["setting"] }),
  aino("/admin/settings/callback/let-go", {
    arrange: somebodyAsked,
    page: "/admin/settings/callback/let-go?hours=3",
    changes: ["callback"],
  }),
  aino("/admin/settings/:subject", {
    page: "/admin/settings/helpline",
    fill: { name: "Porch", title: "Notes", exitAddress: "https://weather.example/" },
    press: ["do", "save"],
    rules: {
      name: named(40),
      title: named(200),
      exitAddress: like(/^https:\/\/[^\s"<>]{1,192}$/),
      ageFrom: whole(0, 25),
      ageTo: whole(10, 99),
    },
    loose: [...pictured, "do"],
    changes: ["setting", "rules"],
  }),
  preview("/admin/settings/:subject/preview", "/admin/settings/helpline"),
  aino("/admin/settings/:subject/undo", {
    arrange: renamed,
    page: "/admin/settings/helpline",
    changes: ["setting", "rules"],
  }),
  aino("/admin/practice", {
    page: "/admin/practice",
    having: ["id", "home-brother"],
    press: ["act", "off"],
    changes: ["scenario"],
  }),
  aino("/admin/practice/write/:id", {
    arrange: ainoWrites,
    page: "/admin/practice/write/:id",
    press: ["act", "save"],
    // Whatever is typed is kept as a draft, right or not, up to what a file can hold.
    rules: {
      ...typedIn(["ages", "minutes", "reviewed", "touch", "must", ...wordFields], inFile),
      ...typedIn(["say", "tried"], anything),
    },
    loose: ["to", ...["theme", "level", "trust", "load", "feeling"], ...listNames.map((list) => `${list}*`)],
    changes: ["scenario_draft"],
  }),
  aino("/admin/mail", {
    page: "/admin/mail",
    fill: {
      ...{ host: "smtp.example.org", port: "587", login: "lantern", password: "hush" },
      ...{ sender: "noreply@example.org", name: "Lantern" },
    },
    rules: {
      host: hostName,
      port,
      login: noControls(200),
      password: { most: 200, right: (value) => value !== "" && value.length <= 200 && !/\p{Cc}/u.test(value) },
      sender: mailAddress,
      name: senderName,
    },
    changes: ["mail_server"],
  }),
  aino("/admin/mail/remove", { arrange: mailSet, page: "/admin/mail", changes: ["mail_server"] }),
  aino("/admin/mail/test", {
    again: 20,
    arrange: mailSet,
    page: "/admin/mail",
    fill: { address: "aino@example.org" },
    rules: { address: mailAddress },
    changes: ["mail", "mail_wrap"],
    repeats: ["mail"],
  }),
  aino("/admin/mail/undo", { arrange: mailSet, page: "/admin/mail", changes: ["mail_server"] }),
  // It writes files, and no row.
  aino("/admin/backup", { page: "/admin/backup" }),
  aino("/admin/backup/machines", {
    page: "/admin/backup",
    having: ["name", ""],
    fill: { name: "cellar" },
    // With something to see in it.
    rules: { name: { most: 40, right: (value) => line(40).right(value) && /[\p{L}\p{N}\p{P}\p{S}]/u.test(value) } },
    changes: ["second_machine", "sqlite_sequence"],
    once: true,
  }),
  aino("/admin/backup/machines/:id/remove", {
    arrange: machineLet,
    page: "/admin/backup",
    changes: ["second_machine"],
  }),
  aino("/admin/audit", { page: "/admin/audit" }),
  // An unknown choice chooses nothing.
  aino("/admin/audit/file", {
    says: { who: "staff:2", kind: "chats", from: "2026-11-01", to: "" },
    rules: { from: like(/^(\d{4}-\d\d-\d\d)?$/), to: like(/^(\d{4}-\d\d-\d\d)?$/) },
  }),
  aino("/admin/rules", {
    page: "/admin/rules",
    fill: { "own.kept.en": "Ask us." },
    press: ["do", "save"],
    rules: { "own.*": words(1_500, 0) },
    loose: [...pictured, "do"],
    changes: ["setting"],
  }),
  preview("/admin/rules/preview", "/admin/rules"),
  aino("/admin/rules/discard", { arrange: rulesDrafted, page: "/admin/rules", changes: ["setting"] }),
  aino("/admin/rules/publish", {
    arrange: rulesDrafted,
    page: "/admin/rules/publish",
    loose: pictured,
    changes: ["setting", "rules"],
  }),
  aino("/admin/texts", {
    page: "/admin/texts",
    having: ["based_on", "0"],
    fill: { "text.youth.door.title": "We listen to you" },
    press: ["do", "save"],
    rules: { "text.youth.door.title": { most: 85, right: isTitle } },
    loose: [...pictured, "group", "q", "do"],
    changes: ["own_text"],
  }),
  aino("/admin/texts/preview", { quiet: true, page: "/admin/texts", having: ["based_on", "0"] }),
  aino("/admin/assessment", {
    page: "/admin/assessment?rule=0",
    fill: { "say.en": "Call now." },
    press: ["do", "rule"],
    rules: { "say.*": line(200, 0) },
    loose: ["*"],
    changes: ["setting"],
  }),
  preview("/admin/assessment/preview", "/admin/assessment"),
  aino("/admin/meanwhile", {
    page: "/admin/meanwhile?card=new",
    fill: { "title.en": "Exams", "text.en": "One thing at a time." },
    press: ["do", "save"],
    loose: pictured,
    // Misleading signs are removed from the words, and refused in the topic.
    rules: {
      "title.en": { right: (value) => value.trim().length <= maxCardTitle && isCardTitle(value.trim()) },
      "text.en": { right: isCard },
    },
    shown: ["noor /"],
    changes: ["setting"],
  }),
  preview("/admin/meanwhile/preview", "/admin/meanwhile?card=new"),
  aino("/admin/reasons", {
    page: "/admin/reasons?reason=peers.friends",
    fill: { "name.en": "Friends" },
    press: ["do", "save"],
    // A name may be left out, for the one it is shipped with.
    rules: { "name.*": { right: (value) => value.trim() === "" || isReasonName(value.trim()) } },
    loose: [...pictured, "kind", "chi", "offer"],
    changes: ["setting"],
  }),
  preview("/admin/reasons/preview", "/admin/reasons?reason=peers.friends"),
  bela("/admin/on-call", {
    page: "/admin/on-call",
    having: ["do", "week"],
    fill: { "week.0": "2", "week.1": "3" },
    changes: ["setting"],
  }),
  bela("/admin/on-call/undo", { arrange: onCallMondays, page: "/admin/on-call", changes: ["setting"] }),
  aino("/admin/on-call/hook", {
    again: 20,
    page: "/admin/on-call",
    fill: { hook: "https://ntfy.example/porch" },
    rules: { hook },
    changes: ["on_call_hook"],
  }),
  bela("/admin/on-call/test", { page: "/admin/on-call", changes: ["on_call_notice"], repeats: ["on_call_notice"] }),
];

function isCard(value: string): boolean {
  const text = withoutMisleading(value).trim();
  return text.length <= maxCardText && isCardText(text);
}

/** One line with something to see, and nothing to fill in. */
function isTitle(value: string): boolean {
  const kept = value
    .replace(/[ \t\r\n]+/g, " ")
    .trim()
    .replaceAll("'", "’");
  return (
    /[\p{L}\p{N}\p{P}\p{S}]/u.test(kept) &&
    kept.length <= 85 &&
    !/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]|[{}]|<[a-z/]/iu.test(kept)
  );
}
