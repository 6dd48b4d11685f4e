import { newestChange, setHours } from "#src/hours/hours.ts";
import { addLine, changeLine, valuesOf } from "#src/hours/lines.ts";
import { schemes, themes, variables } from "#src/settings/themes.ts";
import { act } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import { type Fields, type HostileForm, noorComes, type Scene, scene } from "./attack.ts";

// What is right and what is not at the forms of opening hours and lines. Written from the design, not from the code.

const week = (name: string) =>
  Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((day) => [`${name}.${day}`, day < 5 ? "16-22" : "22:00–02:00"]));

/** A form of hours with one of everything in it. */
const hours = (): Fields => ({
  line: "1",
  based_on: "0",
  mode: "hours",
  zone: "Europe/Helsinki",
  last_entry: "30",
  ...week("week"),
  "season.0.label": "Summer",
  "season.0.from": "2027-07-01",
  "season.0.to": "2027-08-31",
  ...week("season.0.week"),
  "day.0.kind": "one_off",
  "day.0.from": "2026-12-24",
  "day.0.to": "2026-12-24",
  "day.0.label": "Christmas Eve",
  "day.0.note": "We are with our families tonight.",
  "day.0.hours": "16-18",
  "cut.0.kind": "closed",
  "cut.0.from": "2026-12-28T18:00",
  "cut.0.to": "2026-12-28T19:00",
  "cut.0.label": "Fire drill",
  do: "save",
});

const isBlank = (text: string) => text.trim() === "";
const isLabel = (text: string) => clean(text).trim().length <= 200;
/** Fields that may be empty: a closed day, an exception of one day, a season that begins or ends nowhere. */
const mayBeEmpty = /^week\.\d|^season\.0\.(week\.\d|from|to)$|^day\.0\.(hours|to)$/;

function areHours(fields: Fields): boolean {
  return Object.entries(hours()).every(([name, honest]) => {
    const sent = fields[name];
    if (name === "do") return true;
    if (sent === undefined) return false;
    if (/label|note/.test(name)) return isLabel(sent);
    return sent === honest || (mayBeEmpty.test(name) && isBlank(sent));
  });
}

const isWhole = (text = "", most: number) => /^\d+$/.test(text.trim()) && Number(text) <= most;
const isWholeOrNothing = (text: string | undefined, most: number) => text?.trim() === "" || isWhole(text, most);

const values = (): Fields => ({
  name: "Français",
  country: "FR",
  languages: "fr",
  age_from: "12",
  age_to: "18",
  intake_cap: "5",
  pause_after: "15",
  staff: "1",
});

function isSecondName({ name = "", first_name = "" }: Fields): boolean {
  const [shown, other] = [first_name, name].map((one) => clean(one).replace(/\s+/g, " ").trim());
  return /[\p{L}\p{N}]/u.test(shown!) && shown!.length <= 60 && shown!.toLowerCase() !== other!.toLowerCase();
}

function isLine({ name = "", country = "", languages = "", staff = "", ...numbers }: Fields): boolean {
  const shown = clean(name).replace(/\s+/g, " ").trim();
  return (
    /[\p{L}\p{N}]/u.test(shown) &&
    shown.length <= 60 &&
    ["", "FR"].includes(country) &&
    languages === "fr" &&
    staff === "1" &&
    isWholeOrNothing(numbers.age_from, 99) &&
    isWholeOrNothing(numbers.age_to, 99) &&
    isWholeOrNothing(numbers.intake_cap, 999) &&
    isWhole(numbers.pause_after, 120)
  );
}

const inHelsinki = async ({ line }: Scene) => {
  const week = Array.from({ length: 7 }, () => [{ opens: 0, closes: 1440 }]);
  const calendar = { timeZone: "Europe/Helsinki", lastEntryMinutes: 30, week, seasons: [], dayRules: [], cuts: [] };
  await act(line, line.aino, (tx, emit) => setHours(tx, emit, { lineId: 1, timeZone: "Europe/Helsinki", calendar }));
};
const anotherLine = ({ line }: Scene) =>
  act(line, line.aino, (tx, emit) => addLine(tx, emit, { ...valuesOf(tx, 1), name: "Nederlands" }));

/** What the change that `inHelsinki` makes is called in the audit trail. */
async function changeInHelsinki(): Promise<string> {
  const at = await scene();
  await noorComes(at, "waiting");
  await inHelsinki(at);
  return String(newestChange(at.line.helpline.db, 1));
}

const renamed = ({ line }: Scene) =>
  act(line, line.aino, (tx, emit) =>
    changeLine(tx, emit, { lineId: 1, values: { ...valuesOf(tx, 1), name: "English", staffIds: [line.anna.id] } }),
  );

/** What the change that `renamed` makes is called in the audit trail. */
async function changeOfName(): Promise<string> {
  const at = await scene();
  await noorComes(at, "waiting");
  return String(await renamed(at));
}

/** A look of one's own, in the colours of the forest. */
const look = (): Fields => ({
  based_on: "0",
  theme: "own",
  face: "house",
  faceColour: "sky",
  logo_kept: "",
  ...Object.fromEntries(
    schemes.flatMap((scheme) => variables.map((name) => [`${scheme}.${name}`, themes.forest[scheme][name]])),
  ),
  do: "save",
});

/** Every choice is one there is; the planted values are no colours, and beside a ready theme they do not count. */
function isLook(fields: Fields): boolean {
  const ready = ["violet", "forest", "sea", "paper"].includes(fields.theme ?? "");
  return Object.entries(look()).every(([name, honest]) => {
    const sent = fields[name];
    if (name === "do" || (ready && (name === "theme" || name.includes(".")))) return true;
    if (name === "logo_kept") return sent === undefined || sent === "";
    if (name === "based_on") return /^0{1,15}$/.test(sent ?? "");
    if (name.includes(".")) return sent?.trim().toLowerCase() === honest;
    return sent === honest;
  });
}

const aino = (path: string, more: Pick<HostileForm, "honest" | "right" | "changes"> & Partial<HostileForm>) => ({
  path,
  who: "aino" as const,
  stage: "waiting" as const,
  ...more,
});

const most = 1_500_000;

export async function adminForms(): Promise<HostileForm[]> {
  const change = await changeInHelsinki();
  const renaming = await changeOfName();
  return [
    aino("/admin/hours", {
      honest: hours,
      right: areHours,
      changes: ["line", "line_state_log"],
      plant: ["line", "zone", "week.6", "day.0.kind", "day.0.note"],
      once: true,
      most,
    }),
    aino("/admin/hours/draft", {
      honest: () => ({ ...hours(), do: "take file", pending: "from,label\n2026-12-24,Christmas Eve" }),
      right: ({ line }) => line === "1",
      changes: [],
      plant: ["line", "week.0", "pending", "do"],
      most,
    }),
    aino("/admin/hours/undo", {
      honest: () => ({ line: "1", change, based_on: change }),
      right: (fields) => fields.line === "1" && fields.change === change && fields.based_on === change,
      changes: ["line", "line_state_log"],
      arrange: inHelsinki,
      most,
    }),
    aino("/admin/look", {
      honest: look,
      right: isLook,
      changes: ["setting"],
      plant: ["theme", "light.ink", "dark.glow", "face", "faceColour", "logo_kept", "based_on"],
      most: 12_000_000,
    }),
    aino("/admin/look/preview", {
      honest: look,
      right: () => true,
      changes: [],
      plant: ["theme", "light.ink", "face", "logo_kept", "preview_page", "preview_language"],
      most: 12_000_000,
    }),
    aino("/admin/lines", {
      honest: () => ({ ...values(), first_name: "English" }),
      right: (fields) => isLine(fields) && isSecondName(fields),
      changes: ["line", "line_staff", "line_state_log"],
      once: true,
    }),
    aino("/admin/lines/:id", {
      id: "1",
      honest: () => ({ ...values(), based_on: "0" }),
      right: (fields) => isLine(fields) && /^0{1,15}$/.test(fields.based_on ?? ""),
      changes: ["line", "line_staff", "line_state_log"],
      once: true,
    }),
    aino("/admin/lines/:id/undo", {
      id: "1",
      honest: () => ({ change: renaming, based_on: renaming }),
      right: (fields) => fields.change === renaming && fields.based_on === renaming,
      changes: ["line", "line_staff", "line_state_log"],
      arrange: renamed,
    }),
    aino("/admin/lines/:id/retire", {
      id: "2",
      honest: () => ({ retired: "yes" }),
      right: ({ retired = "" }) => ["yes", "no"].includes(retired),
      changes: ["line", "line_state_log"],
      arrange: anotherLine,
    }),
  ];
}
