import type { House } from "#tests/support/house/helpline.ts";
import { type Answer, field, type Person, person } from "#tests/support/house/http.ts";

/** The secret word that Noor chooses. */
export const noorsSecret = "Moon stone";

/** Sends the form of the door with further fields. */
export async function sendsStart(who: Person, more: Record<string, string> = {}, headers = {}): Promise<Answer> {
  const door = await who.get("/");
  const form = { client_id: field(door.text, "client_id"), rules: field(door.text, "rules"), text: "my hidden words" };
  return who.post("/start", { ...form, ...more }, headers);
}

/** Returns a young person who has just started with a secret word. */
export async function withSecret(
  line: House,
  more: Record<string, string> = {},
  at: { origin?: string } = {},
): Promise<Person & { id: number }> {
  const made = person(line, at);
  const before = line.heard.length;
  const started = await sendsStart(made, { secret: noorsSecret, ...more });
  const event = line.heard.slice(before).find((one) => one.type === "conversation.started");
  if (started.to !== "/" || event?.type !== "conversation.started") throw new Error("No conversation has started");
  return { ...made, id: event.conversationId };
}

/** Types a secret word where it is asked. */
export function gives(who: Person, secret: string, more: Record<string, string> = {}): Promise<Answer> {
  return who.post("/continue", { secret, ...more });
}
