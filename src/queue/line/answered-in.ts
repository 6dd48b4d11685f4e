import type { DataReader } from "#src/db/db.ts";
import type { Line } from "#src/hours/lines.ts";
import { type Language, languages } from "#src/i18n/i18n.ts";
import { may } from "#src/staff/permissions.ts";
import { availableFor, saidLast, servers } from "#src/staff/shift/availability.ts";
import { chatLanguages, everyone, languagesTicked } from "#src/staff/staff.ts";

/** Returns the languages in which a line answers now, in the order of the catalogs. */
export function answeredIn(db: DataReader, line: Line): Language[] {
  const spoken = new Set(whoAnswers(db, line.id).flatMap((id) => spokenOn(db, line, id)));
  return languages.filter((one) => spoken.has(one));
}

/** Returns the languages to tell a reader of `language` about; [] if theirs is one of them, or nobody answers. */
export function answeredOtherwise(db: DataReader, line: Line, language: Language): Language[] {
  const all = answeredIn(db, line);
  return all.includes(language) ? [] : all;
}

function whoAnswers(db: DataReader, lineId: number): number[] {
  const available = availableFor(db, lineId);
  if (available.length > 0) return available;
  const serves = servers(db, lineId);
  const nobodys = { counsellorId: null, ended: false };
  const all = everyone(db).filter((one) => serves(one.id) && may(one, "conversation.claim", nobodys));
  const near = all.filter(({ id }) => saidLast(db, id) === "away");
  return (near.length > 0 ? near : all).map(({ id }) => id);
}

function spokenOn(db: DataReader, line: Line, staffId: number): Language[] {
  if (line.languages.length === 0) return chatLanguages(db, staffId);
  const ticked = languagesTicked(db, staffId);
  if (ticked.length === 0) return line.languages;
  const both = ticked.filter((one) => line.languages.includes(one));
  return both.length > 0 ? both : ticked;
}
