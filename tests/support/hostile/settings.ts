import { newestSettingsChange } from "#src/settings/changes.ts";
import { setSetting } from "#src/settings/settings.ts";
import { act } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import { type Fields, type HostileForm, noorComes, type Scene, scene } from "./attack.ts";

// What is right and what is not at the plain forms of the settings. Written from the design, not from the code.

const aino = (path: string, more: Pick<HostileForm, "honest" | "right" | "changes"> & Partial<HostileForm>) => ({
  path,
  who: "aino" as const,
  stage: "waiting" as const,
  ...more,
});

const isNumber = (text: string | undefined, number: number) => /^\d{1,15}$/.test(text ?? "") && Number(text) === number;
const isWhole = (text = "", least: number, most: number) =>
  /^\d{1,6}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;
const isControlled = (text: string) => /\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u.test(text.trim());
const isName = (text = "", most = 200) =>
  text.trim().length <= most && /[\p{L}\p{N}]/u.test(text) && !isControlled(text);
const note = (text = "") => clean(text).replace(/\s+/g, " ").trim();

const helpline = (): Fields => ({
  name: "Porch",
  title: "Notes",
  exitAddress: "https://weather.example/",
  ageFrom: "12",
  ageTo: "18",
  based_on: "0",
  do: "save",
});

const hour = 3_600_000;
/** Nothing that was asked longer ago waits any more. */
const isSince = (at: number, now: number) => at <= now && at >= now - 14 * 24 * hour;

/** Anybody who sends what is set already changes nothing, whatever it is based on. */
function mayStand({ name, title, exitAddress = "", ageFrom = "", ageTo = "", based_on }: Fields): boolean {
  const isAddress = /^https:\/\/[^\s"<>]+$/.test(exitAddress.trim()) && exitAddress.trim().length <= 200;
  const areAges = isWhole(ageFrom, 0, 30) && isWhole(ageTo, 5, 99) && Number(ageFrom) <= Number(ageTo);
  return isName(name, 40) && isName(title) && isAddress && areAges && isNumber(based_on, 0);
}

const renamed = ({ line }: Scene) =>
  act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "name", value: "Lamp" }));

/** What a change that `renamed` makes is called in the audit trail, and what the opening of every house is. */
async function changes() {
  const at = await scene();
  await noorComes(at, "waiting");
  const opened = newestSettingsChange(at.line.helpline.db, "opening");
  await renamed(at);
  const { db, clock } = at.line.helpline;
  return { opened, renamed: newestSettingsChange(db, "helpline"), now: clock.now() };
}

export async function settingsForms(): Promise<HostileForm[]> {
  const known = await changes();
  return [
    aino("/admin/open", {
      honest: () => ({ opening: "break", based_on: String(known.opened), waiting: "1", "note.en": "Back soon" }),
      right: ({ opening = "", based_on, waiting = "", "note.en": words }) => {
        if (note(words).length > 200) return false;
        if (opening === "open") return note(words) === "" || isNumber(based_on, known.opened);
        const knows = /^\d{1,15}$/.test(waiting) && Number(waiting) >= 1;
        return opening === "break" && knows && isNumber(based_on, known.opened);
      },
      changes: ["setting", "line_state_log", "conversation", "conversation_event", "contact"],
    }),
    aino("/admin/open/checked", {
      honest: () => ({ step: "look", done: "yes" }),
      right: ({ step = "", done = "" }) =>
        ["helpline", "look", "languages", "emergency", "rules", "hours", "key", "papers", "backup"].includes(step) &&
        ["yes", "no"].includes(done),
      changes: ["setting"],
    }),
    aino("/admin/settings/callback/let-go", {
      honest: () => ({ since: String(known.now - hour) }),
      right: ({ since = "" }) => /^\d{1,15}$/.test(since) && isSince(Number(since), known.now),
      changes: ["callback"],
    }),
    aino("/admin/settings/:subject", { honest: helpline, right: mayStand, changes: ["setting", "rules"] }),
    aino("/admin/settings/:subject/preview", {
      honest: helpline,
      right: () => true,
      changes: [],
      plant: ["name", "do"],
    }),
    aino("/admin/settings/:subject/undo", {
      honest: () => ({ change: String(known.renamed), based_on: String(known.renamed) }),
      right: ({ change, based_on }) => isNumber(change, known.renamed) && isNumber(based_on, known.renamed),
      changes: ["setting", "rules"],
      arrange: renamed,
    }),
  ];
}
