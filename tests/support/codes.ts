import { expect } from "vitest";
import type { House } from "./helpline.ts";
import { type Answer, type Person, person, unescaped } from "./http.ts";

/** The code that a page shows. */
export function codeOn(page: string): string {
  const code = /<strong id="words">([^<]+)<\/strong>/.exec(page)?.[1];
  if (code === undefined) throw new Error("The page shows no code");
  return unescaped(code);
}

/** Whoever is in a chat asks for a code, and gets one. */
export async function getsCode(who: Person): Promise<string> {
  const answer = await who.post("/back", { want: "code" });
  expect(answer.status).toBe(200);
  return codeOn(answer.text);
}

/** A code is typed. */
export function types(who: Person, code: string): Promise<Answer> {
  return who.post("/back", { code });
}

/** Another phone, on which a code is typed. */
export async function otherPhone(line: House, code: string): Promise<Person & { answer: Answer }> {
  const phone = person(line);
  return { ...phone, answer: await types(phone, code) };
}
