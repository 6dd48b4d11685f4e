import { Hono } from "hono";
import { HelplineError } from "#src/errors.ts";
import { cookieOfLook, leftMark } from "#src/http/frame/youth-cookie.ts";
import { frame, settingsInAnyCase } from "#src/http/frame/youth-frame.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { ownLookCode } from "#src/settings/look/own-look.ts";
import type { Discreet } from "#src/settings/look/themes.ts";
import { OneMoment } from "#views/youth/door/moment.tsx";
import type { Env, Helpline } from "./context.ts";
import { setHeaders } from "./headers.ts";
import { page } from "./page.ts";
import { showRefusal } from "./refusal.tsx";

/** A page, with what is sent along. */
export interface MomentPage {
  headers: Record<string, string>;
  html: string;
}

/** What is shown while the helpline itself is away for a moment: made before, as it needs the data. */
export interface Moment {
  /** By what the browser asks for, the language of the helpline first. */
  languages: string[];
  /** In each language, by what the page passes for; `typed`: with the places below in it, for what was typed. */
  youth: Record<string, Record<MomentLook, { plain: MomentPage; typed: MomentPage }>>;
  staff: Record<string, MomentPage>;
  /** Name of the cookie that tells the look of a young person's pages. */
  lookCookie: string;
  /** Where leaving fast leads, and the mark by which the next request leaves. */
  exit: string;
  mark: string;
}

/** `own`: the helpline's own look, whatever face they picked. */
export type MomentLook = Discreet | "own";

/** Where in a page the address and the fields of a form go that could not be taken. */
export const placeOfAddress = "/-address-";
export const placeOfFields = "-fields-";
/** Where its words go. */
export const placeOfWords = "-words-";

/** Returns the pages that stand in for the helpline while its program is replaced, in its languages. */
export async function momentPages(helpline: Helpline): Promise<Moment> {
  const { config } = helpline;
  const { language, languages, exitAddress } = settingsInAnyCase(helpline);
  const app = new Hono<Env>();
  const again = { address: placeOfAddress, fields: placeOfFields, words: placeOfWords };
  app.use(async (c, next) => {
    await next();
    setHeaders(c, c.req.path === "/staff" ? "staff" : "youth", config);
  });
  app.get("/staff", (c) => showRefusal(c, helpline, new HelplineError("locked", "staff.moment"), "staff"));
  app.get("/", (c) => page(c, <OneMoment frame={bare(frame(c, helpline))} typed={null} />, 503));
  app.get("/typed", (c) => page(c, <OneMoment frame={bare(frame(c, helpline))} typed={again} />, 503));
  const { name: lookCookie } = cookieOfLook(helpline);
  const made = async (path: string, one: Language, discreet: Discreet | null = null): Promise<MomentPage> => {
    const code = ownLookCode({ discreet, face: "same" });
    const answer = await app.request(`http://${config.publicAddress?.host ?? "localhost"}${path}`, {
      headers: { "Accept-Language": one, Cookie: `${lookCookie}=${code}` },
    });
    return { headers: Object.fromEntries(answer.headers), html: await answer.text() };
  };
  const both = async (one: Language, discreet: Discreet | null) => ({
    plain: await made("/", one, discreet),
    typed: await made("/typed", one, discreet),
  });
  const ordered = [language, ...languages.filter((one) => one !== language)];
  const moment: Moment = {
    languages: ordered,
    youth: {},
    staff: {},
    lookCookie,
    exit: exitAddress,
    mark: leftMark(helpline, true),
  };
  for (const one of ordered) {
    moment.youth[one] = {
      own: await both(one, null),
      notes: await both(one, "notes"),
      homework: await both(one, "homework"),
    };
    moment.staff[one] = await made("/staff", one);
  }
  return moment;
}

/** No script of ours answers now, and every other address says the same. */
const bare = (around: ReturnType<typeof frame>) => ({ ...around, script: null, languages: [] });
