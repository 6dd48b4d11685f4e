import { expect } from "vitest";
import type { House } from "#tests/support/house/helpline.ts";
import { type Answer, field, type Person, person, unescaped } from "#tests/support/house/http.ts";

/** Returns the code that a page shows. */
export function codeOn(page: string): string {
  const code = /<strong id="words">([^<]+)<\/strong>/.exec(page)?.[1];
  if (code === undefined) throw new Error("The page shows no code");
  return unescaped(code);
}

/** Someone in a chat asks for a code, and gets it. */
export async function getsCode(who: Person): Promise<string> {
  const answer = await who.post("/back", { want: "code" });
  expect(answer.status).toBe(200);
  return codeOn(answer.text);
}

/** Types a code. */
export function types(who: Person, code: string): Promise<Answer> {
  return who.post("/back", { code });
}

/** Returns another phone, on which a code is typed. */
export async function otherPhone(line: House, code: string): Promise<Person & { answer: Answer }> {
  const phone = person(line);
  return { ...phone, answer: await types(phone, code) };
}

/** Someone who typed the code of an ended chat begins a new one. */
export async function beginsAgain(line: House, code: string, form: Record<string, string> = {}): Promise<Person> {
  const phone = await otherPhone(line, code);
  const hidden = ["pass", "client_id", "rules"].map((name) => [name, field(phone.answer.text, name)]);
  const answer = await phone.post("/back", { ...Object.fromEntries(hidden), text: "it is me again", ...form });
  expect(answer.to).toBe("/");
  return phone;
}
