import { q } from "#src/db/schema.ts";
import { type Key, type Language, languages } from "#src/i18n/i18n.ts";
import { shapeOf } from "#src/i18n/message.ts";
import { standardOf, storeTexts } from "#src/settings/texts/texts.ts";
import { youthTexts } from "#src/settings/texts/youth-texts.ts";
import type { House } from "#tests/support/house/helpline.ts";

/** A letter of no catalog: where it stands, the helpline's own text does. */
export const sign = "ж";

/** A text that keeps what a standard one is filled with, and has no word of it. */
export function strange(language: Language, key: Key): string {
  const asked = [...shapeOf(language, standardOf(`${language} ${key}`))!.always];
  const kept = asked.map((one) => (one.startsWith("<") ? `${one}${sign}</${one.slice(1)}` : one));
  return [sign, ...kept].join(" ");
}

/** Every text young people read is the helpline's own, in every language. */
export async function replaceEveryText(house: House): Promise<void> {
  const all = languages.flatMap((language) => youthTexts.map((key) => [`${language} ${key}`, strange(language, key)]));
  await house.helpline.db.change("porchlight", (tx) => storeTexts(tx, Object.fromEntries(all)));
}

/** Own texts as another version, or a hand in the file, has left them. */
export async function leave(house: House, rows: { language: string; key: string; text: string; standard: string }[]) {
  await house.helpline.db.change("porchlight", (tx) => {
    for (const row of rows) tx.run(q.replaceInto("own_text").values(row));
  });
}
