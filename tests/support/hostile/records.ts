import { chiCodes, isReasonName } from "#src/settings/reasons.ts";
import { evening } from "#tests/support/house/helpline.ts";
import { clientId } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import type { HostileForm } from "./attack.ts";

// What is right and what is not at the forms of contact records. Written from the design, not from the code.

const tables = ["contact_record", "contact_reason", "contact_action", "reason_tree"];
const today = () => new Date(evening.now()).toISOString().slice(0, 10);

const ticked = () => ({
  do: "finish",
  reason: "violence.bullying",
  action: "direct",
  outcome: "relieved",
  risk_present: "yes",
  age: "12-14",
  gender: "girl",
  region: "BE",
  about: "self",
  first: "yes",
  note: "She will talk to her sister.",
});

/** What is none of the choices is not chosen; one reason at least there has to be, and the note short enough. */
const isRecord = ({ reason = "", note = "" }: Record<string, string>) =>
  chiCodes.includes(reason) && [...clean(note).trim()].length <= 1_000;

const isDay = (day = "") => /^\d{4}-\d\d-\d\d$/.test(day) && day <= today() && day > "2000";

const entry = () => ({
  do: "save",
  kind: "reason",
  code: "peers.friends",
  based_on: "0",
  group: "peers",
  chi: "peers.friends",
  offer: "yes",
  "name.en": "Friends",
});

/** A name may be left out: it then has the one it is shipped with. */
const isEntry = (fields: Record<string, string>) =>
  fields.do === "save" &&
  fields.kind !== "group" &&
  fields.code === "peers.friends" &&
  fields.group === "peers" &&
  /^0{1,15}$/.test(fields.based_on ?? "") &&
  (fields["name.en"]!.trim() === "" || isReasonName(fields["name.en"]!.trim()));

export const recordForms: HostileForm[] = [
  {
    path: "/admin/reasons",
    who: "aino",
    stage: "waiting",
    honest: entry,
    right: isEntry,
    changes: ["setting"],
    plant: ["do", "code", "based_on", "group", "chi", "name.en"],
  },
  {
    path: "/admin/reasons/preview",
    who: "aino",
    stage: "waiting",
    honest: entry,
    right: () => true,
    changes: [],
    plant: ["kind", "code", "group", "name.en"],
  },
  {
    path: "/staff/conversation/:id/record",
    who: "anna",
    stage: "ended",
    honest: ticked,
    right: isRecord,
    changes: tables,
    words: "note",
  },
  {
    path: "/staff/records/:id",
    id: "new",
    who: "anna",
    stage: "ended",
    honest: () => ({ ...ticked(), client_id: clientId(), channel: "phone", line: "1", day: today() }),
    right: (fields) =>
      isRecord(fields) &&
      /^[0-9a-f]{32}$/.test(fields.client_id ?? "") &&
      ["phone", "email", "visit"].includes(fields.channel ?? "") &&
      isDay(fields.day),
    changes: tables,
    plant: ["do", "reason", "note", "client_id", "channel", "line", "day"],
  },
];
