import { expect } from "vitest";
import { setTexts } from "#src/settings/texts/texts.ts";
import { youthTexts } from "#src/settings/texts/youth-texts.ts";
import { act, type Person, typed } from "#tests/support/house/http.ts";
import { type Desk, desk } from "./admin.ts";
import { type Sheet, sheet, sheetOf } from "./plain-form.ts";

/** Aino at the page of the texts, without scripts. */
export interface TextsDesk extends Desk {
  texts(query?: string): Promise<Sheet>;
  send(page: Sheet, changes: Record<string, string>, action?: string, who?: Person): Promise<Sheet>;
  /** A colleague sets texts meanwhile. */
  meanwhile(texts: Parameters<typeof setTexts>[2]["texts"]): Promise<unknown>;
}

export async function textsDesk(): Promise<TextsDesk> {
  const at = await desk();
  return {
    ...at,
    texts: (query = "") => sheet(at.aino, `/admin/texts${query}`),
    send: async (page, changes, action = "save", who = at.aino) => {
      const fields = Object.fromEntries(page.fields("form#texts"));
      for (const key of shown(page)) fields[`text.${key}`] = inField(page, key);
      for (const [key, text] of Object.entries(changes)) {
        expect(Object.keys(fields)).toContain(`text.${key}`);
        fields[`text.${key}`] = text;
      }
      const answer = await who.post("/admin/texts", { ...fields, do: action });
      return sheetOf(who, answer.to === null ? answer : await who.get(answer.to));
    },
    meanwhile: (texts) => act(at.line, at.line.bela, (tx, emit) => setTexts(tx, emit, { texts })),
  };
}

/** Returns the field id of a text. */
export const textId = (key: string) => `text-${key.replaceAll(".", "-")}`;

/** Returns the keys of the shown texts, in order. */
export function shown({ answer }: Sheet): string[] {
  const names = [...answer.text.matchAll(/<textarea id="[^"]*" name="text\.([^"]*)"/g)].map(([, key]) => key!);
  const known = new Set<string>(youthTexts());
  expect(names.filter((key) => !known.has(key))).toEqual([]);
  return names;
}

/** Returns what stands in the field of a text. */
export const inField = ({ answer }: Sheet, key: string) => typed(answer.text, textId(key));
