import { machineBy, noteMachineShown } from "#src/backup/standby/machines.ts";
import { leadsUpTo } from "#src/backup/standby/offered.ts";
import { mostShown, type ShownFile } from "#src/backup/standby/shown.ts";
import { homeZone } from "#src/hours/lines.ts";
import { type C, extendTimeout, fileSeconds, type Handle, type Helpline } from "#src/http/server/context.ts";

// What a second machine asks for (docs/copies.md). It has a token instead of a session, and hears codes instead of pages.

const refusals = {
  token_refused: 401,
  too_fast: 429,
  too_many: 429,
  no_such_file: 404,
  not_understood: 422,
  not_asked: 409,
  failed: 500,
} as const;

function refused(c: C, error: keyof typeof refusals): Response {
  const status = refusals[error];
  if (status === 401) c.header("WWW-Authenticate", "Bearer");
  return c.json({ error }, status);
}

/** Lets through only who brings the token of a second machine, and answers anyone else. */
export async function machineGate(c: C, helpline: Helpline): Promise<Response | null> {
  const { db, limiter } = helpline;
  const machine = machineBy(db, tokenIn(c));
  if (machine === null) {
    helpline.refused.note("copies", null);
    return refused(c, limiter.take("copiesWrong", "all") ? "token_refused" : "too_fast");
  }
  c.set("machine", machine);
  return null;
}

function tokenIn(c: C): string {
  const [, token = ""] = /^Bearer ([\w-]{43})$/i.exec(c.req.header("authorization") ?? "") ?? [];
  return token;
}

function forMachine(handle: Handle): Handle {
  return async (c, helpline) => {
    if (!helpline.limiter.take("copies", c.get("machine").id)) return refused(c, "too_fast");
    try {
      return await handle(c, helpline);
    } catch (error) {
      helpline.report("a second machine could not be answered", error);
      return refused(c, "failed");
    }
  };
}

/** GET /copies: which sealed files there are, what time it is here (ms UTC, and the zone), and the question to which a proof is the answer. */
export const copiesList = forMachine(async (c, { offers, clock, db }) => {
  const at = clock.now();
  const files = (await offers.files()).map(({ file, size, sha256, at: made }) => {
    return { name: file, size, sha256, age: Math.max(0, Math.round((at - made) / 1000)) };
  });
  return c.json({ at, zone: homeZone(db), files, question: offers.question(c.get("machine").id) });
});

/** GET /copies/:file: one of them, or from a byte on (RFC 9110, 14). */
export const copyFile = forMachine(async (c, { offers, db }) => {
  const found = (await offers.files()).find(({ file }) => file === c.req.param("file"));
  if (!found) return refused(c, "no_such_file");
  const { size, sha256 } = found;
  const tag = `"${sha256}"`;
  const part = partAsked(c, size, tag);
  const headers = {
    "Content-Type": "application/octet-stream",
    "Accept-Ranges": "bytes",
    ETag: tag,
    // Nothing on the way may hold it back to compress it.
    "Cache-Control": "no-store, no-transform",
  };
  if (part === "none") return c.body(null, 416, { ...headers, "Content-Range": `bytes */${size}` });
  const [from, to] = part ?? [0, size];
  const token = tokenIn(c);
  const goesOn = () => machineBy(db, token) !== null;
  const body = offers.read(found, { machineId: c.get("machine").id, from, to, goesOn });
  if (body === null) return refused(c, "too_many");
  extendTimeout(c, fileSeconds);
  const length = { "Content-Length": String(to - from) };
  if (part === null) return c.body(body, 200, { ...headers, ...length });
  return c.body(body, 206, { ...headers, ...length, "Content-Range": `bytes ${from}-${to - 1}/${size}` });
});

/** From which byte to before which; null for the whole, which more than one part is answered with too; "none" lies behind its end. */
function partAsked(c: C, size: number, tag: string): [number, number] | null | "none" {
  const [, first, last] = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(c.req.header("range") ?? "") ?? [];
  const condition = c.req.header("if-range");
  if (first === undefined || (condition !== undefined && condition !== tag)) return null;
  const from = Number(first);
  const to = Math.min(size, last === undefined ? size : Number(last) + 1);
  return from < to ? [from, to] : "none";
}

/** POST /copies/proof: a machine shows what lies there; the answer is up to which instant that leads, ms UTC. */
export const proveCopies = forMachine(async (c, { offers, db }) => {
  const said = saidIn(await c.req.text());
  if (!said) return refused(c, "not_understood");
  const { id: machineId } = c.get("machine");
  const shown = await offers.shown(machineId, said.question, said.files);
  if (!shown) return refused(c, "not_asked");
  const { until, copies } = leadsUpTo(await offers.files(), shown);
  await db.change("porchlight", (tx, emit) => noteMachineShown(tx, emit, { machineId, until, copies }));
  return c.json({ until });
});

function saidIn(text: string): { question: string; files: ShownFile[] } | null {
  try {
    const { question, files } = JSON.parse(text) as { question: unknown; files: Record<keyof ShownFile, unknown>[] };
    if (typeof question !== "string" || !Array.isArray(files) || files.length > mostShown) return null;
    const isHash = (one: unknown) => /^[0-9a-f]{64}$/.test(String(one));
    const isRight = ({ name, sha256, code }: Record<keyof ShownFile, unknown>) =>
      typeof name === "string" && isHash(sha256) && isHash(code);
    return files.every(isRight) ? { question, files: files as unknown as ShownFile[] } : null;
  } catch {
    return null;
  }
}
