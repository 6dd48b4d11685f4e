import type { Conversation } from "#src/conversation/conversation.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { inlined } from "#src/http/server/headers.ts";
import { type Language, languageNames, preferredLanguage, type Translate, translate } from "#src/i18n/i18n.ts";
import type { Settings } from "#src/settings/definitions.ts";
import { hasSilentWay } from "#src/settings/emergency.ts";
import { helplineLook, type OwnLook, ownFace, ownMark, ownTheme } from "#src/settings/look/own-look.ts";
import { type Scheme, themeCss } from "#src/settings/look/themes.ts";
import { defaults, settings } from "#src/settings/settings.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { leftMark, ownLookOf } from "./youth-cookie.ts";

/** Returns what stands around every page of a young person. */
export function frame(c: C, helpline: Helpline, found?: Conversation): YouthFrame {
  const chosen = settingsInAnyCase(helpline);
  const { emergency, exitAddress } = chosen;
  const own = ownLookOf(c, helpline);
  const language = found?.language ?? languageAsked(c, chosen);
  const t = textsInAnyCase(helpline, language);
  return {
    t,
    ...shownAs(chosen, t, own),
    css: themed(c, helpline, helpline.assets.youthCss),
    noScriptCss: "",
    emergency: emergency[0]!.call,
    silent: hasSilentWay(emergency),
    exit: exitAddress,
    script: helpline.assets.door,
    languages: found ? [] : otherLanguages(c, chosen, language),
    query: found
      ? doorAs(c, chosen, language).slice(1)
      : query(c.req.query("l") === language ? `l=${language}` : "", lineOf(c), rehearsalOf(c)),
    session: found !== undefined,
    here: c.req.path,
    // Whatever leaving must take away is taken with the next request, if this one does not get through.
    left: leftMark(helpline, found !== undefined || own !== helplineLook),
    // Whether two can open it is known only when the chat begins; said here it would tell who is there (PROMISES.md SG16).
    keepsAddress: chosen.addressInEmergency,
  };
}

/** Returns the frame for someone who was in danger a moment ago, with the sheet for what stands in red. */
export function frameInDanger(c: C, helpline: Helpline, around: YouthFrame): YouthFrame {
  const { youthCss, youthDangerCss } = helpline.assets;
  return { ...around, css: themed(c, helpline, youthCss + youthDangerCss) };
}

/** Returns what a page shows of itself in someone's own look. */
export function shownAs(chosen: Settings, t: Translate, own: OwnLook) {
  const called = own.discreet === null ? null : t(`youth.look.${own.discreet}`);
  return {
    name: called ?? chosen.name,
    title: called ?? chosen.title,
    face: ownFace(chosen, own),
    logo: chosen.logo,
    discreet: own.discreet,
    mark: ownMark(own),
  };
}

/** Returns a style sheet behind the colours of the page, and lets it through the policy. */
export function themed(c: C, helpline: Helpline, sheet: string, scheme?: Scheme): string {
  const own = ownLookOf(c, helpline);
  const discreet = own.discreet === null ? "" : helpline.assets.discreetCss[own.discreet];
  return inlined(c, themeCss(ownTheme(settingsInAnyCase(helpline), own), scheme) + sheet + discreet);
}

/** What was chosen by a link stays: the language, the line, and that it is a rehearsal. */
function query(...chosen: string[]): string {
  const kept = chosen.filter((part) => part !== "");
  return kept.length > 0 ? `?${kept.join("&")}` : "";
}

function lineOf(c: C): string {
  const line = c.req.query("line") ?? "";
  return /^\d{1,9}$/.test(line) ? `line=${line}` : "";
}

function rehearsalOf(c: C): string {
  const code = c.req.query("try") ?? "";
  return /^[0-9a-f]{20}$/.test(code) ? `try=${code}` : "";
}

/** Returns the frame after a chat whose cookie goes: nothing leads back to it, but its language stays. */
export function frameAfter(c: C, helpline: Helpline, { language }: Pick<Conversation, "language">): YouthFrame {
  const chosen = settingsInAnyCase(helpline);
  const t = textsInAnyCase(helpline, language);
  return {
    ...frame(c, helpline),
    t,
    ...shownAs(chosen, t, ownLookOf(c, helpline)),
    languages: otherLanguages(c, chosen, language),
    query: doorAs(c, chosen, language).slice(1),
  };
}

/** Returns the address of the door in a language; without a query if the browser asks for that language anyway. */
export function doorIn(c: C, helpline: Helpline, language: Language): string {
  return doorAs(c, settingsInAnyCase(helpline), language);
}

function doorAs(c: C, chosen: Settings, language: Language): string {
  return language === askedFor(c, chosen) ? "/" : `/?l=${language}`;
}

/** Returns the language of the conversation, else the one chosen by a link (`?l=fr`), else what the browser asks for. */
export function youthLanguage(c: C, helpline: Helpline, found?: Conversation): Language {
  return found?.language ?? languageAsked(c, settingsInAnyCase(helpline));
}

function languageAsked(c: C, chosen: Settings): Language {
  return chosen.languages.find((one) => one === c.req.query("l")) ?? askedFor(c, chosen);
}

function askedFor(c: C, { language, languages }: Settings): Language {
  return preferredLanguage(c.req.header("accept-language"), language, languages);
}

/** Returns the settings, or defaults if they cannot be read: the emergency number and the way out must always come. */
export function settingsInAnyCase(helpline: Helpline): Settings {
  try {
    return settings(helpline.db);
  } catch (error) {
    helpline.report("the settings could not be read", error);
    return defaults();
  }
}

function textsInAnyCase(helpline: Helpline, language: Language): Translate {
  try {
    return textsFor(helpline.db, language);
  } catch {
    return translate(language);
  }
}

/** What was typed into these is sent along to the page in another language. */
const movable = new Set(["/other", "/later"]);

function otherLanguages(c: C, { languages }: Settings, current: Language): YouthFrame["languages"] {
  // Only a search can be sent again; a path that begins with two slashes would name another host.
  const own = /^\/\w/.test(c.req.path) ? c.req.path : "/";
  const path = c.req.method === "GET" || movable.has(own) ? own : "/";
  return languages
    .filter((code) => code !== current)
    .map((code) => ({ code, name: languageNames[code], href: path + query(`l=${code}`, lineOf(c), rehearsalOf(c)) }));
}
