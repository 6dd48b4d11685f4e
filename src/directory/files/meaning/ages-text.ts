import { fold } from "#src/i18n/fold.ts";

/** In years, both included; null = no limit. */
export interface Ages {
  from: number | null;
  to: number | null;
}

/** In our languages, without accents. */
const everyone = new Set(
  "all|all ages|any|any age|everyone|no age limit|tous|tout age|tous ages|tous les ages|alle leeftijden|iedereen|todas las edades|cualquier edad|kaikenikaiset|kaikki|minden korosztaly|barki".split(
    "|",
  ),
);
const before = /^(?:for |pour |voor |para )?(?:ages?|aged|age group|leeftijd|edad|edades|ika|korosztaly|kor)[:\s]+/;
const years =
  / ?(?:years? ?(?:old|of age)?|yrs?\.?|y\/?o|ans|jaar|jarigen|anos|v\.?|vuotta|vuotiaat|-?vuotiaat|-?vuotiaille|ev|eves|evesek)$/;
const range =
  /^(?:from |between |de |van |desde |entre |tussen )?(\d{1,3}) ?(?:[-‐‑‒–—−]|to|through|thru|until|and|a|et|au|ans a|tot|tot en met|t\/m|en|hasta|y) ?(\d{1,3})$/;
const upward =
  /^(?:(?:from|over|at least|vanaf|ouder dan|des|a partir de|plus de|desde|mayores de|yli) (\d{1,3})|(\d{1,3}) ?(?:\+|(?:years )?(?:and|or|&) (?:over|up|older|above)|et plus|ans et plus|en ouder|jaar en ouder|y mas|o mas|vuotta tayttaneet|felett|-?tol|ev felett))$/;
const below =
  /^(?:under|below|less than|younger than|moins de|onder|jonger dan|menores de|alle) (\d{1,3})$|^(\d{1,3}) (?:alatt|ev alatt)$/;
const upTo = /^(?:up to|until|jusqu'a|tot en met|t\/m|hasta|enintaan) (\d{1,3})$/;
const oldest = 150;

/** Returns the ages that a text means, "6-18", "12+", "under 18", "tous âges"; null if it is none of these. */
export function readAgesText(text: string): Ages | null {
  if (text.length > 60) return null;
  const plain = fold(text).replace(/[’]/g, "'").replace(/\s+/g, " ").trim();
  const said = plain.replace(before, "");
  if (everyone.has(said)) return { from: null, to: null };
  const [short] = [said.replace(years, "").trim()];
  const found = endsIn(said) ?? endsIn(short);
  if (!found || (found.from ?? 0) > (found.to ?? oldest) || (found.from ?? found.to ?? 0) > oldest) return null;
  return found;
}

function endsIn(text: string): Ages | null {
  const [, from, to] = range.exec(text) ?? [];
  if (from && to) return { from: Number(from), to: Number(to) };
  const least = upward.exec(text);
  if (least) return { from: Number(least[1] ?? least[2]), to: null };
  const under = below.exec(text);
  if (under) return { from: null, to: Number(under[1] ?? under[2]) - 1 };
  const most = upTo.exec(text);
  return most ? { from: null, to: Number(most[1]) } : null;
}
