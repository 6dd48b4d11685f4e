import { field, type Person } from "#tests/support/house/http.ts";

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
