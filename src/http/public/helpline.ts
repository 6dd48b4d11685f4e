import { utcTime } from "#src/hours/zoned.ts";
import { publish } from "#src/http/frame/publish.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { hostOf } from "#src/http/server/guards.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { publicLines, saidAt } from "#src/queue/line/public-lines.ts";
import { settings } from "#src/settings/settings.ts";
import { nowOf } from "./hours.ts";

/** GET /.well-known/helpline.json: who we are and whether someone is there (docs/helpline-json.md). */
export const helplineJson: Handle = (c, helpline) => {
  const { db, clock } = helpline;
  const { name, ageFrom, ageTo, languages } = settings(db);
  const chat = chatAddress(c, helpline);
  const told = publicLines(db, clock.now());
  const lines = told.map((said) => ({
    id: said.line.id,
    name: said.line.name,
    languages: toldLanguages(said.line.languages, languages),
    age_from: said.line.ageFrom ?? ageFrom,
    age_to: said.line.ageTo ?? ageTo,
    time_zone: said.line.timeZone,
    chat: `${chat}?line=${said.line.id}`,
    ...nowOf(said),
  }));
  const said = { format: "helpline", version: 1, name, chat, updated_at: utcTime(saidAt(db, told)), lines };
  return publish(c, "application/json", JSON.stringify(said));
};

/** Only languages that have pages, unless a line has none of those. */
function toldLanguages(ofLine: Language[], offered: Language[]): Language[] {
  if (ofLine.length === 0) return offered;
  const both = ofLine.filter((one) => offered.includes(one));
  return both.length > 0 ? both : ofLine;
}

/** Where young people go. Without a public address it is the one that was asked, as on localhost. */
function chatAddress(c: C, { config }: Helpline): string {
  const host = hostOf(c, config);
  const { protocol } = config.publicAddress ?? new URL(c.req.url);
  return host === "" ? "/" : `${protocol}//${host}/`;
}
