import { q } from "#src/db/schema.ts";
import { type Key, type Language, languages } from "#src/i18n/i18n.ts";
import { shapeOf } from "#src/i18n/message.ts";
import { standardOf, storeTexts } from "#src/settings/texts/texts.ts";
import { youthTexts } from "#src/settings/texts/youth-texts.ts";
import type { House } from "#tests/support/house/helpline.ts";

/** A letter of no catalog marks the helpline's own text. */
export const sign = "ж";

/** Returns a text that keeps a standard text's placeholders and none of its words. */
export function strange(language: Language, key: Key): string {
  const asked = [...shapeOf(language, standardOf(`${language} ${key}`))!.always];
  const kept = asked.map((one) => (one.startsWith("<") ? `${one}${sign}</${one.slice(1)}` : one));
  return [sign, ...kept].join(" ");
}

/** Makes every text young people read the helpline's own, in every language. */
export async function replaceEveryText(house: House): Promise<void> {
  const all = languages.flatMap((language) =>
    youthTexts().map((key) => [`${language} ${key}`, strange(language, key)]),
  );
  await house.helpline.db.change("porchlight", (tx) => storeTexts(tx, Object.fromEntries(all)));
}

/** Leaves own texts as another version, or a hand in the file, would. */
export async function leave(house: House, rows: { language: string; key: string; text: string; standard: string }[]) {
  await house.helpline.db.change("porchlight", (tx) => {
    for (const row of rows) tx.run(q.replaceInto("own_text").values(row));
  });
}
