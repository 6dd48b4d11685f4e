import type { ScenarioSheet } from "#src/practice/writing/sheet.ts";
import { beginDraft, saveScenarioDraft, scenarioDraft } from "#src/training/drafts.ts";
import { shownForm } from "#tests/support/hostile/rendered.ts";
import type { House } from "#tests/support/house/helpline.ts";
import { type Answer, act, field, type Person } from "#tests/support/house/http.ts";

/** Begins a practice chat as its form does, and returns the address of its room. */
export async function practises(who: Person, scenario: string, way: string, language = "en"): Promise<string> {
  const { text } = await who.get(`/staff/practice/scenario/${scenario}`);
  const begun = await who.post("/staff/practice", { start_id: field(text, "start_id"), scenario, way, language });
  return begun.to!;
}

/** Sends what the forms of a room send, with the id that its page gave. */
export async function inRoom(who: Person, room: string, form: Record<string, string>) {
  const client_id = field((await who.get(room)).text, "client_id");
  return who.post(room, { client_id, ...form });
}

/** Returns what stands in a practice chat: who said it, and what. */
export function practiceLines(page: string): string[] {
  const rows = [...page.matchAll(/<li class="(?:m (\w+)|practice-hint)"[^>]*>([\s\S]*?)<\/li>/g)];
  return rows.map(([, side = "hint", inside = ""]) => {
    const text = inside.replace(/<span class="sr">[\s\S]*?<\/span>/g, "").replace(/<[^>]*>/g, " ");
    return `${side}: ${text.replace(/\s+/g, " ").trim()}`;
  });
}

/** Aino begins to write a scenario from the empty one, as `change` makes it. Returns its id. */
export async function draftBegun(house: House, change: (sheet: ScenarioSheet) => void = () => {}): Promise<string> {
  const { aino } = house;
  return act(house, aino, (tx, emit) => {
    const id = beginDraft(tx, emit, { member: aino, from: "", isCopy: true, by: "Lantern" });
    const { sheet, version } = scenarioDraft(tx, id)!;
    change(sheet);
    saveScenarioDraft(tx, emit, { member: aino, id, version, sheet });
    return id;
  });
}

/** Returns what a browser would send of the form of a draft. */
export function draftForm(page: string, path: string): Record<string, string> {
  const form = shownForm(page, path) ?? { fields: [] };
  const sent = form.fields.filter(({ type, values }) => type !== "press" && values.length > 0);
  return Object.fromEntries(sent.map(({ name, values }) => [name, values[0]!]));
}

/** Begins to write as the page of the scenarios does, and returns the address of the draft. */
export async function beginsToWrite(who: Person, id = "", pressed = "copy"): Promise<string> {
  return (await who.post("/admin/practice", { id, act: pressed })).to!;
}

/** Sends the form of a draft as it stands on a page, but for what was typed, with a button. */
export function pressesIn(who: Person, page: Answer, pressed: string, typed: Record<string, string> = {}) {
  const path = /<form class="edit write"[^>]* action="([^"]+)"/.exec(page.text)![1]!;
  return who.post(path, { ...draftForm(page.text, path), ...typed, act: pressed });
}
