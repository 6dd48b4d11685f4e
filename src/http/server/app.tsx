import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import type { WSEvents } from "hono/ws";
import { newReference } from "#src/crypto/hash.ts";
import { HelplineError } from "#src/errors.ts";
import type { RefusedKind } from "#src/events.ts";
import { hasLeft } from "#src/http/frame/youth-cookie.ts";
import { limits } from "#src/http/limits/limits.ts";
import { strangers } from "#src/http/limits/render-queue.ts";
import { isAct } from "#src/http/limits/staff-rate-limit.ts";
import { findMember } from "#src/http/session/gate.ts";
import { leaveLate } from "#src/http/youth/end/leave.ts";
import type { C, Env, Helpline } from "./context.ts";
import { anyone, type Door } from "./door.ts";
import { doors } from "./doors.ts";
import { isKnownMethod, isSecretAskedFromElsewhere, isStaffPath, refuseForeign } from "./guards.ts";
import { type Audience, setHeaders } from "./headers.ts";
import { showRefusal } from "./refusal.tsx";

/** Makes a socket of a request, in the way of the server that listens; answers nothing if it cannot be one. */
export type Upgrade = (events: () => WSEvents) => MiddlewareHandler;

/** Returns the whole server as one fetch function; without `upgrade` it has no sockets. */
export function openApp(helpline: Helpline, upgrade?: Upgrade): Hono<Env> {
  const app = new Hono<Env>();

  app.use(async (c, next) => {
    if (isKnownMethod(c.req.method, c.req.path)) await next();
    else c.res = c.text("", 405, { Allow: "GET, POST" });
    if (c.res.status === 429) noteHaste(c, helpline);
    if (c.req.method === "POST") noteForm(c.res.status, helpline);
    if (c.res.status !== 101) setHeaders(c, audienceOf(c.req.path), helpline.config);
  });
  // Static files come compressed already, and the streamed log says that it must not be.
  const packed = compress({ encoding: "gzip" });
  app.use((c, next) => (isSecretAskedFromElsewhere(c, helpline.config) ? next() : packed(c, next)));
  const atMost = (maxSize: number) => bodyLimit({ maxSize, onError: () => refuse("too_big") });
  const small = atMost(limits.bodyBytes);
  const large = Object.entries({
    "/admin/directory/import/": atMost(limits.entryBytes),
    "/admin/directory/import": atMost(limits.filesBytes),
    "/admin/directory/": atMost(limits.entryBytes),
    "/admin/hours": atMost(limits.hoursBytes),
    "/admin/look": atMost(limits.lookBytes),
    "/admin/rules": atMost(limits.rulesBytes),
    "/admin/practice/write/": atMost(limits.scenarioBytes),
    "/admin/replies/file": atMost(limits.repliesBytes),
  });
  // Only staff may send as much as a file.
  app.use(async (c, next) => {
    const [, limit] = large.find(([path]) => c.req.path.startsWith(path)) ?? [];
    const mayBeLarge = limit && (await findMember(c, helpline)) !== null;
    return (mayBeLarge ? limit : small)(c, next);
  });

  app.use(async (c, next) => {
    const audience = audienceOf(c.req.path);
    // `/leave` itself leaves anyway.
    const isYouths = (audience === "youth" || audience === "frame") && c.req.path !== "/leave";
    if (isYouths && hasLeft(c, helpline)) await leaveLate(c, helpline);
    await next();
  });

  for (const one of doors) {
    const isTold = isAct(one);
    app.on(one.method, one.path, async (c) => {
      refuseForeign(c, helpline.config, one.socket !== undefined);
      const stopped = (await one.gate(c, helpline)) ?? (await stoppedMeanwhile(c, helpline, one));
      if (stopped) return stopped;
      // Every console is told of each of these, and nobody can mean so many.
      if (isTold && !helpline.limiter.take("act", c.get("member").id)) refuse("too_fast", "error.acts_too_fast");
      if (one.handle) return one.handle(c, helpline);
      if (c.req.header("upgrade")?.toLowerCase() !== "websocket") throw new HelplineError("not_found");
      const upgraded = await upgrade?.(() => one.socket!(c, helpline))(c, async () => {});
      return upgraded ?? refuse("bad_input");
    });
  }

  app.notFound(async (c) => {
    // Someone who is signed in is led back to the console, not to the sign-in page.
    if (isStaffPath(c.req.path)) await findMember(c, helpline);
    return showRefusal(c, helpline, new HelplineError("not_found"), audienceOf(c.req.path));
  });
  app.onError((error, c) => {
    if (error instanceof HelplineError) {
      noteRefusal(c, helpline, error);
      // The refusal gives back the words of the form, which may still be arriving.
      return showRefusal(c, helpline, error, audienceOf(c.req.path)).catch((broken: Error) => failed(broken, c));
    }
    return failed(error, c);
  });
  const failed = (error: Error, c: C) => {
    // Someone who breaks off while sending a form reads no answer, and must fill no log.
    if (c.req.raw.signal.aborted && isBreakOff(error)) return c.body(null, 400);
    const reference = newReference();
    helpline.report(`${c.req.method} ${doorOf(c.req.path)} failed, reference ${reference}`, error);
    return showRefusal(
      c,
      helpline,
      new HelplineError("unexpected", "error.unexpected", { reference }),
      audienceOf(c.req.path),
    );
  };
  return app;
}

/** Counts forms that were refused, for /metrics. */
function noteForm(status: number, { figures: { refused } }: Helpline): void {
  if (status === 429) refused.too_fast += 1;
  else if (status >= 500) refused.failed += 1;
  else if (status >= 400) refused.other += 1;
}

/** Counts what came too fast, which many doors tell in a page of their own. */
function noteHaste(c: C, { refused }: Helpline): void {
  refused.note("haste", c.get("member")?.id ?? null);
}

/** A body, a turn and the first use of a part take time: someone who lost the right meanwhile is stopped right before the change. */
async function stoppedMeanwhile(c: C, helpline: Helpline, door: Door): Promise<Response | null> {
  const { method, gate, handle } = door;
  const whose = turnAt(c, door);
  const isForm = method === "POST" && (whose !== null || gate !== anyone);
  const { db, clock } = helpline;
  const [commits, began] = [db.commits(), clock.elapsed()];
  if (isForm) await c.req.arrayBuffer();
  await handle?.load?.();
  if (whose !== null) await helpline.turns.wait(whose);
  const isAsBefore = db.commits() === commits && clock.elapsed() - began < 1_000;
  return isAsBefore ? null : gate(c, helpline);
}

/** What a counsellor says to a young person waits for nobody's page. */
const atOnce = new Set(["/staff/conversation/:id/send"]);

/** People without an account look through the directory behind these. */
const looking = /^\/(other|hsds)(\/|$)/;

/** Returns whose turn a door is opened in; null if at once. Sockets and sign-ins have limits of their own. */
function turnAt(c: C, { path, audience, gate, handle }: Door): number | typeof strangers | null {
  if (!handle || atOnce.has(path)) return null;
  if (gate === anyone) return looking.test(path) ? strangers : null;
  return audience === "staff" ? c.get("member").id : null;
}

/** Counts refusals by kind and account for the audit log, and nothing else of them (OWASP ASVS 5.0, 16.3.2 and 16.3.3). */
function noteRefusal(c: C, helpline: Helpline, error: HelplineError): void {
  const kind = kindOf(c, error);
  if (kind !== null) helpline.refused.note(kind, c.get("member")?.id ?? whoseSession(c, helpline));
}

function kindOf(c: C, { code }: HelplineError): RefusedKind | null {
  if (code === "foreign") return "foreign";
  // What a young person may not do has mostly just come too late.
  if (code !== "not_allowed" || c.get("member") === undefined) return null;
  return c.req.path.startsWith("/staff/conversation/") ? "chat" : "right";
}

/** The origin is looked at before the session; null also while the database does not answer. */
function whoseSession(c: C, { sessions }: Helpline): number | null {
  try {
    return sessions.look(c.req.header("cookie"))?.member.id ?? null;
  } catch {
    return null;
  }
}

/** What reading a body ends with when its sender goes: on Bun, and on Node. */
function isBreakOff(error: Error): boolean {
  return error.name === "AbortError" || ("code" in error && error.code === "ECONNRESET");
}

function refuse(code: HelplineError["code"], key?: HelplineError["key"]): never {
  throw new HelplineError(code, key);
}

function audienceOf(path: string): Audience {
  const found = audiences.get(path);
  if (found) return found;
  if (path.startsWith("/static/")) return "plain";
  return isStaffPath(path) ? "staff" : (doorAt(path)?.audience ?? "youth");
}

const audiences = new Map(doors.toReversed().map(({ path, audience }) => [path, audience]));

/** The path of the table, without what someone may have typed into the address. */
function doorOf(path: string): string {
  return doorAt(path)?.path ?? "an unknown address";
}

function doorAt(path: string): Door | undefined {
  const parts = path.split("/");
  return doors.find((one) => {
    const wanted = one.path.split("/");
    return wanted.length === parts.length && wanted.every((part, i) => part.startsWith(":") || part === parts[i]);
  });
}
