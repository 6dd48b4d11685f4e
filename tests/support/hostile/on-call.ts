import { newestSettingsChange } from "#src/settings/changes.ts";
import { setSettings } from "#src/settings/settings.ts";
import { act } from "#tests/support/house/http.ts";
import { type HostileForm, noorComes, type Scene, scene } from "./attack.ts";

// What is right and what is not at the forms of who is on call, and of the audit trail. Written from the design, not from the code.

const bela = (path: string, more: Pick<HostileForm, "honest" | "right" | "changes"> & Partial<HostileForm>) => ({
  path,
  who: "bela" as const,
  stage: "waiting" as const,
  ...more,
});

/** "2026-11-24", of a calendar. */
function isDay(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** Any address of https may be told, wherever it leads: whether it may be asked is seen when it is. */
function isHook(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === "https:" && url.username + url.password === "" && text.length <= 500;
}

/** Luna and Robin, who are a supervisor and an admin; nobody. */
const people = ["", "2", "3"];
const days = [0, 1, 2, 3, 4, 5, 6].map((day) => `week.${day}`);

const someCall = ({ line }: Scene) =>
  act(line, line.bela, (tx, emit) =>
    setSettings(tx, emit, { subject: "on_call", values: { onCallWeek: [2, null, null, null, null, null, null] } }),
  );

/** What a change that `someCall` makes is called in the audit trail. */
async function changeOfCall(): Promise<string> {
  const at = await scene();
  await noorComes(at, "waiting");
  await someCall(at);
  return String(newestSettingsChange(at.line.helpline.db, "on_call"));
}

export async function onCallForms(): Promise<HostileForm[]> {
  const change = await changeOfCall();
  return [
    bela("/admin/on-call", {
      honest: () => ({ based_on: "0", do: "week", "week.0": "2", "week.1": "3", ...without(days.slice(2)) }),
      right: (fields) =>
        fields.do === "week"
          ? days.every((day) => people.includes(fields[day] ?? "none")) &&
            (fields.based_on === "0" || days.every((day) => fields[day] === ""))
          : // There is none to take away, so nothing is changed.
            fields.do === "remove",
      changes: ["setting"],
    }),
    bela("/admin/on-call/undo", {
      honest: () => ({ change, based_on: change }),
      right: (fields) => fields.change === change && fields.based_on === change,
      changes: ["setting"],
      arrange: someCall,
    }),
    bela("/admin/on-call/hook", {
      who: "aino",
      honest: () => ({ hook: "https://ntfy.example/porch" }),
      right: ({ hook = "" }) => hook.trim() === "" || isHook(hook.trim()),
      changes: ["on_call_hook"],
    }),
    bela("/admin/audit", { who: "aino", honest: () => ({}), right: () => true, changes: [] }),
    bela("/admin/audit/file", {
      who: "aino",
      honest: () => ({ who: "staff:2", kind: "chats", from: "2026-11-01", to: "" }),
      // What is no choice chooses nothing; what is no day would be a file of all days.
      right: ({ from = "", to = "" }) => [from, to].every((day) => day.trim() === "" || isDay(day.trim())),
      changes: [],
    }),
    bela("/admin/on-call/test", { honest: () => ({}), right: () => true, changes: ["on_call_notice"] }),
  ];
}

const without = (names: string[]) => Object.fromEntries(names.map((name) => [name, ""]));
