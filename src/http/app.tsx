import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import type { WSEvents } from "hono/ws";
import { newReference } from "#src/crypto/hash.ts";
import { HelplineError } from "#src/errors.ts";
import { draftHours, hoursPage, saveHours } from "./admin/hours.tsx";
import { hoursFile } from "./admin/hours-file.ts";
import { undoChange } from "./admin/hours-history.ts";
import { changeThisLine, linePage, retireThisLine } from "./admin/line.tsx";
import { undoLineChange } from "./admin/line-history.ts";
import { addNewLine, linesPage } from "./admin/lines.tsx";
import { lookPage, previewLook, saveLook } from "./admin/look.tsx";
import {
  changeMember,
  closeMember,
  linkForPassword,
  memberPage,
  nameMember,
  undoMemberChange,
} from "./admin/member.tsx";
import { checkStep, openOrClose, openPage } from "./admin/open.tsx";
import { discardRules, previewRules, rulesPage, saveRules } from "./admin/rules.tsx";
import { publishPage, publishRulesDraft } from "./admin/rules-publish.tsx";
import { rulesVersionPage } from "./admin/rules-version.tsx";
import { settingsPage } from "./admin/settings.tsx";
import { undoSubject } from "./admin/settings-history.ts";
import { inviteStaff, staffPage, withdrawLink } from "./admin/staff.tsx";
import { previewSubject, saveSubject, subjectPage } from "./admin/subject.tsx";
import { previewTexts, saveTexts, textsPage } from "./admin/texts.tsx";
import type { C, Env, Handle, Helpline } from "./context.ts";
import { available, consolePage, take, takeNext } from "./counsellor/console.tsx";
import { closeConversation, conversationPage, draft, endConversation, write } from "./counsellor/conversation.tsx";
import { decisionPage, liftLine, overrideLine } from "./counsellor/line.tsx";
import { isKnownMethod, isStaffPath, refuseForeign } from "./guards.ts";
import { type Audience, setHeaders } from "./headers.ts";
import { limits } from "./limits.ts";
import { staffSocket, youthSocket } from "./live.ts";
import { health } from "./public/health.ts";
import { helplineJson } from "./public/helpline.ts";
import { hoursIcs, hoursJson } from "./public/hours.ts";
import { file } from "./public/static.ts";
import { showRefusal } from "./refusal.tsx";
import { findMember, staffGate } from "./session/gate.ts";
import { changeMe, changePassword, mePage } from "./session/me.tsx";
import { signIn, signInPage, signOut } from "./session/sign-in.tsx";
import { becomeStaff, keepDraft, welcome } from "./session/welcome.tsx";
import { box } from "./youth/box.tsx";
import { check, endChat, feeling, send, typing } from "./youth/chat.tsx";
import { goOn } from "./youth/continue.tsx";
import { begin, beginAnew, home } from "./youth/door.tsx";
import { helped, wipe } from "./youth/ended.tsx";
import { frameGate, youthGate } from "./youth/gate.ts";
import { help } from "./youth/help.tsx";
import { here } from "./youth/here.ts";
import { how } from "./youth/how.tsx";
import { leave, leaveBeacon } from "./youth/leave.ts";
import { log } from "./youth/log.tsx";
import { updates } from "./youth/updates.tsx";

/** Lets through (null) or answers instead of the door. */
type Gate = (c: C, helpline: Helpline) => Promise<Response | null>;

const anyone: Gate = async () => null;
const console = staffGate("console.see");
const hours = staffGate("hours.set");
const settings = staffGate("settings.set");
const colleague = staffGate("staff.change");

export interface Door {
  method: "GET" | "POST";
  path: string;
  audience: Audience;
  gate: Gate;
  handle?: Handle;
  socket?: (c: C, helpline: Helpline) => WSEvents;
}

const door = (method: "GET" | "POST", path: string, audience: Audience, gate: Gate, handle: Handle): Door => ({
  method,
  path,
  audience,
  gate,
  handle,
});

/** Every door of the house: who may stand there, and what is behind it. */
export const doors: Door[] = [
  door("GET", "/", "youth", anyone, home),
  door("POST", "/start", "youth", anyone, begin),
  door("POST", "/start-new", "youth", anyone, beginAnew),
  door("POST", "/continue", "youth", youthGate, goOn),
  // Its refusals are shown in the frame of the composer where there is no JavaScript.
  door("POST", "/send", "frame", youthGate, send),
  door("POST", "/check", "youth", youthGate, check),
  door("POST", "/updates", "youth", youthGate, updates),
  door("POST", "/typing", "youth", youthGate, typing),
  door("POST", "/feeling", "youth", youthGate, feeling),
  door("POST", "/helped", "youth", youthGate, helped),
  door("POST", "/end", "youth", youthGate, endChat),
  door("POST", "/wipe", "youth", youthGate, wipe),
  door("GET", "/log", "frame", frameGate, log),
  door("GET", "/box", "frame", frameGate, box),
  door("GET", "/here", "youth", frameGate, here),
  { method: "GET", path: "/live", audience: "youth", gate: youthGate, socket: youthSocket },
  door("GET", "/leave", "youth", anyone, leave),
  door("POST", "/leave", "youth", anyone, leaveBeacon),
  door("GET", "/how", "youth", anyone, how),
  door("GET", "/help", "youth", anyone, help),

  door("GET", "/hours.json", "public", anyone, hoursJson),
  door("GET", "/hours.ics", "public", anyone, hoursIcs),
  door("GET", "/.well-known/helpline.json", "public", anyone, helplineJson),

  door("GET", "/healthz", "plain", anyone, health),
  door("GET", "/static/:file", "plain", anyone, file),

  door("GET", "/staff/sign-in", "staff", anyone, signInPage),
  door("POST", "/staff/sign-in", "staff", anyone, signIn),
  door("POST", "/staff/sign-out", "staff", console, signOut),
  door("GET", "/staff/welcome/:token", "staff", anyone, welcome),
  door("POST", "/staff/welcome/:token", "staff", anyone, becomeStaff),
  door("POST", "/staff/welcome/:token/draft", "staff", anyone, keepDraft),
  door("GET", "/staff/me", "staff", console, mePage),
  door("POST", "/staff/me", "staff", console, changeMe),
  door("POST", "/staff/me/password", "staff", console, changePassword),

  door("GET", "/staff", "staff", console, consolePage),
  door("POST", "/staff/available", "staff", staffGate("availability.change"), available),
  door("POST", "/staff/claim", "staff", console, takeNext),
  door("POST", "/staff/conversation/:id/claim", "staff", console, take),
  door("GET", "/staff/conversation/:id", "staff", console, conversationPage),
  door("POST", "/staff/conversation/:id/send", "staff", console, write),
  door("POST", "/staff/conversation/:id/draft", "staff", console, draft),
  door("POST", "/staff/conversation/:id/end", "staff", console, endConversation),
  door("POST", "/staff/conversation/:id/close", "staff", console, closeConversation),
  door("GET", "/staff/line/:id", "staff", staffGate("line.override"), decisionPage),
  door("POST", "/staff/line/:id/override", "staff", staffGate("line.override"), overrideLine),
  door("POST", "/staff/line/:id/lift", "staff", staffGate("line.override"), liftLine),
  { method: "GET", path: "/staff/live", audience: "staff", gate: console, socket: staffSocket },

  door("GET", "/admin/hours", "staff", hours, hoursPage),
  door("POST", "/admin/hours", "staff", hours, saveHours),
  door("POST", "/admin/hours/draft", "staff", hours, draftHours),
  door("POST", "/admin/hours/undo", "staff", hours, undoChange),
  door("GET", "/admin/hours/file", "staff", hours, hoursFile),
  door("GET", "/admin/lines", "staff", hours, linesPage),
  door("POST", "/admin/lines", "staff", hours, addNewLine),
  door("GET", "/admin/lines/:id", "staff", hours, linePage),
  door("POST", "/admin/lines/:id", "staff", hours, changeThisLine),
  door("POST", "/admin/lines/:id/retire", "staff", hours, retireThisLine),
  door("POST", "/admin/lines/:id/undo", "staff", hours, undoLineChange),

  door("GET", "/admin/open", "staff", settings, openPage),
  door("POST", "/admin/open", "staff", settings, openOrClose),
  door("POST", "/admin/open/checked", "staff", settings, checkStep),
  door("GET", "/admin/settings", "staff", settings, settingsPage),
  door("GET", "/admin/settings/:subject", "staff", settings, subjectPage),
  door("POST", "/admin/settings/:subject", "staff", settings, saveSubject),
  door("GET", "/admin/settings/:subject/preview", "staff", settings, previewSubject),
  door("POST", "/admin/settings/:subject/preview", "staff", settings, previewSubject),
  door("POST", "/admin/settings/:subject/undo", "staff", settings, undoSubject),
  door("GET", "/admin/look", "staff", settings, lookPage),
  door("POST", "/admin/look", "staff", settings, saveLook),
  door("GET", "/admin/look/preview", "staff", settings, previewLook),
  door("POST", "/admin/look/preview", "staff", settings, previewLook),
  door("GET", "/admin/rules", "staff", settings, rulesPage),
  door("POST", "/admin/rules", "staff", settings, saveRules),
  door("POST", "/admin/rules/discard", "staff", settings, discardRules),
  door("GET", "/admin/rules/preview", "staff", settings, previewRules),
  door("POST", "/admin/rules/preview", "staff", settings, previewRules),
  door("GET", "/admin/rules/publish", "staff", settings, publishPage),
  door("POST", "/admin/rules/publish", "staff", settings, publishRulesDraft),
  door("GET", "/admin/rules/:version", "staff", settings, rulesVersionPage),
  door("GET", "/admin/texts", "staff", settings, textsPage),
  door("POST", "/admin/texts", "staff", settings, saveTexts),
  door("GET", "/admin/texts/preview", "staff", settings, previewTexts),
  door("POST", "/admin/texts/preview", "staff", settings, previewTexts),

  door("GET", "/admin/staff", "staff", staffGate("staff.see"), staffPage),
  door("POST", "/admin/staff/invite", "staff", staffGate("staff.invite"), inviteStaff),
  door("POST", "/admin/staff/withdraw", "staff", staffGate("staff.invite"), withdrawLink),
  door("GET", "/admin/staff/:id", "staff", colleague, memberPage),
  door("POST", "/admin/staff/:id", "staff", colleague, changeMember),
  door("POST", "/admin/staff/:id/names", "staff", colleague, nameMember),
  door("POST", "/admin/staff/:id/close", "staff", colleague, closeMember),
  door("POST", "/admin/staff/:id/undo", "staff", colleague, undoMemberChange),
  door("POST", "/admin/staff/:id/password", "staff", colleague, linkForPassword),
];

/** Makes a socket of a request, in the way of the server that listens. Answers with nothing when it cannot be one. */
export type Upgrade = (events: () => WSEvents) => MiddlewareHandler;

/** The whole house as one fetch function. Without `upgrade` it has no sockets. */
export function openApp(helpline: Helpline, upgrade?: Upgrade): Hono<Env> {
  const app = new Hono<Env>();

  app.use(async (c, next) => {
    if (isKnownMethod(c.req.method, c.req.path)) await next();
    else c.res = c.text("", 405, { Allow: "GET, POST" });
    if (c.res.status !== 101) setHeaders(c, audienceOf(c.req.path), helpline.config);
  });
  // Our static files come compressed already, the streamed log says that it must not be.
  app.use(compress({ encoding: "gzip" }));
  const atMost = (maxSize: number) => bodyLimit({ maxSize, onError: () => refuse("too_big") });
  const small = atMost(limits.bodyBytes);
  const large = {
    "/admin/hours": atMost(limits.hoursBytes),
    "/admin/look": atMost(limits.lookBytes),
    "/admin/rules": atMost(limits.rulesBytes),
  };
  // Only staff may send as much as a file.
  app.use(async (c, next) => {
    const [, limit] = Object.entries(large).find(([path]) => c.req.path.startsWith(path)) ?? [];
    const mayBeLarge = limit && (await findMember(c, helpline)) !== null;
    return (mayBeLarge ? limit : small)(c, next);
  });

  for (const one of doors) {
    app.on(one.method, one.path, async (c) => {
      refuseForeign(c, helpline.config, one.socket !== undefined);
      const stopped = (await one.gate(c, helpline)) ?? (await stoppedMeanwhile(c, helpline, one));
      if (stopped) return stopped;
      if (one.handle) return one.handle(c, helpline);
      if (c.req.header("upgrade")?.toLowerCase() !== "websocket") throw new HelplineError("not_found");
      const upgraded = await upgrade?.(() => one.socket!(c, helpline))(c, async () => {});
      return upgraded ?? refuse("bad_input");
    });
  }

  app.notFound(async (c) => {
    // Whoever is signed in is led back to the console, not to the sign-in page.
    if (isStaffPath(c.req.path)) await findMember(c, helpline);
    return showRefusal(c, helpline, new HelplineError("not_found"), audienceOf(c.req.path));
  });
  app.onError((error, c) => {
    if (error instanceof HelplineError) return showRefusal(c, helpline, error, audienceOf(c.req.path));
    // Whoever breaks off in the middle of a form reads no answer: no fault of ours, and nothing to fill a log with.
    if (c.req.raw.signal.aborted && isBreakOff(error)) return c.body(null, 400);
    const reference = newReference();
    helpline.report(`${c.req.method} ${doorOf(c.req.path)} failed, reference ${reference}`, error);
    return showRefusal(
      c,
      helpline,
      new HelplineError("unexpected", "error.unexpected", { reference }),
      audienceOf(c.req.path),
    );
  });
  return app;
}

/**
 * A body can take as long as whoever sends it likes. Who may not any more when it has come, since their account was closed or
 * their roles changed meanwhile, is stopped then; from here to the change nothing else happens.
 */
async function stoppedMeanwhile(c: C, helpline: Helpline, { method, audience, gate }: Door): Promise<Response | null> {
  if (method === "GET" || audience !== "staff" || gate === anyone) return null;
  await c.req.arrayBuffer();
  return gate(c, helpline);
}

/** What reading a body ends with when its sender goes: on Bun, and on Node. */
function isBreakOff(error: Error): boolean {
  return error.name === "AbortError" || ("code" in error && error.code === "ECONNRESET");
}

function refuse(code: HelplineError["code"]): never {
  throw new HelplineError(code);
}

function audienceOf(path: string): Audience {
  const found = doors.find((one) => one.path === path);
  if (found) return found.audience;
  if (path.startsWith("/static/")) return "plain";
  return isStaffPath(path) ? "staff" : "youth";
}

/** The path as it stands in the table, without what somebody may have typed into it. */
function doorOf(path: string): string {
  const parts = path.split("/");
  const found = doors.find((one) => {
    const wanted = one.path.split("/");
    return wanted.length === parts.length && wanted.every((part, i) => part.startsWith(":") || part === parts[i]);
  });
  return found?.path ?? "an unknown address";
}
