import type { Conversation } from "#src/conversation/conversation.ts";
import { isLanguage, type Language, languageNames, languages, preferredLanguage, translate } from "#src/i18n/i18n.ts";
import { defaults, type Settings, settings } from "#src/settings/settings.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import type { C, Helpline } from "./context.ts";

/** What stands around every page of a young person. */
export function frame(c: C, helpline: Helpline, found?: Conversation): YouthFrame {
  const { name, title, emergencyNumber, exitAddress } = settingsInAnyCase(helpline);
  const language = languageOf(c, helpline, found);
  return {
    t: translate(language),
    name,
    title,
    css: helpline.assets.youthCss,
    noScriptCss: "",
    emergency: emergencyNumber,
    exit: exitAddress,
    script: helpline.assets.door,
    languages: found ? [] : otherLanguages(c, language),
    query: found
      ? doorIn(c, helpline, language).slice(1)
      : query(isLanguage(c.req.query("l") ?? "") ? `l=${language}` : "", lineOf(c)),
    session: found !== undefined,
  };
}

/** What was chosen by a link stays on the way: the language, and the line. */
function query(...chosen: string[]): string {
  const kept = chosen.filter((part) => part !== "");
  return kept.length > 0 ? `?${kept.join("&")}` : "";
}

function lineOf(c: C): string {
  const line = c.req.query("line") ?? "";
  return /^\d{1,9}$/.test(line) ? `line=${line}` : "";
}

/** The same after a chat whose cookie goes: nothing leads back to it, but its language stays. */
export function frameAfter(c: C, helpline: Helpline, { language }: Conversation): YouthFrame {
  const query = doorIn(c, helpline, language).slice(1);
  return { ...frame(c, helpline), t: translate(language), languages: otherLanguages(c, language), query };
}

/** The address of the door in a language: without a word more where the browser asks for that one anyway. */
export function doorIn(c: C, helpline: Helpline, language: Language): string {
  const asked = preferredLanguage(c.req.header("accept-language"), settingsInAnyCase(helpline).language);
  return language === asked ? "/" : `/?l=${language}`;
}

/** The language of the conversation; before one, the one chosen by a link (`?l=fr`), else what the browser asks for. */
export function languageOf(c: C, helpline: Helpline, found?: Conversation): Language {
  if (found) return found.language;
  const chosen = c.req.query("l") ?? "";
  if (isLanguage(chosen)) return chosen;
  return preferredLanguage(c.req.header("accept-language"), settingsInAnyCase(helpline).language);
}

/** Even when the database cannot be read, a page with the emergency number and the way out must come. */
function settingsInAnyCase(helpline: Helpline): Settings {
  try {
    return settings(helpline.db);
  } catch (error) {
    helpline.report("the settings could not be read", error);
    return defaults();
  }
}

function otherLanguages(c: C, current: Language): YouthFrame["languages"] {
  const path = c.req.method === "GET" ? c.req.path : "/";
  return languages
    .filter((code) => code !== current)
    .map((code) => ({ code, name: languageNames[code], href: path + query(`l=${code}`, lineOf(c)) }));
}
