import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Config } from "#src/config.ts";
import {
  type Moment,
  type MomentLook,
  type MomentPage,
  placeOfAddress,
  placeOfFields,
  placeOfWords,
} from "#src/http/server/moment.tsx";
import { whyNotListening } from "#src/listen.ts";
import { parseOwnLookCode } from "#src/settings/look/own-look.ts";

/** So much as any form without a file has. */
const maxBytes = 256 * 1024;
/** When a page looks again by itself, s. */
const againSeconds = 5;

/** Answers on the port of the helpline, to everyone with a page that says "one moment". Returns what closes it. Throws PortError. */
export async function openStandIn(
  { port, host }: Pick<Config, "port" | "host">,
  moment: Moment,
): Promise<() => Promise<void>> {
  const server = createServer((asked, answer) => {
    handle(asked, answer, moment).catch(() => answer.destroy());
  });
  await new Promise<void>((open, failed) => {
    server.once("error", (error) => failed(whyNotListening(error, port, host)));
    server.listen(port, host, open);
  });
  return () =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
}

async function handle(asked: IncomingMessage, answer: ServerResponse, moment: Moment) {
  const url = new URL(asked.url ?? "/", "http://here");
  // Whatever comes next must reach the helpline itself.
  answer.setHeader("Connection", "close");
  answer.setHeader("Cache-Control", "no-store");
  answer.setHeader("Retry-After", String(againSeconds));
  if (url.pathname === "/healthz") return send(answer, 503, JSON.stringify({ ok: false, upgrade: true }), json);
  if (url.pathname === "/leave") return leave(asked, answer, moment);
  const isPage = asked.headers["x-chat"] === undefined && asked.headers.accept?.includes("text/html") !== false;
  const isStaff = /^\/(staff|admin)(\/|$)/.test(url.pathname);
  // Scripts try again by themselves, and say meanwhile that the line is broken.
  if (!isPage || url.pathname.startsWith("/static/")) return send(answer, 503, "", plain);
  const language = languageFor(asked, url, moment.languages);
  if (isStaff) return show(answer, moment.staff[language]!, asked.method === "GET");
  const { plain: page, typed } = moment.youth[language]![lookOf(asked, moment)];
  const form = asked.method === "POST" ? await formOf(asked) : null;
  if (!form || ![...form.values()].some((text) => text !== "")) return show(answer, page, asked.method === "GET");
  show(answer, { ...typed, html: filled(typed.html, asked.url ?? "/", form) }, false);
}

const plain = { "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff" };
const json = { ...plain, "Content-Type": "application/json" };

function show(answer: ServerResponse, { headers, html }: MomentPage, looksAgain: boolean) {
  // A form that was sent is not sent again by itself, nor lost.
  send(answer, 503, html, looksAgain ? { ...headers, Refresh: String(againSeconds) } : headers);
}

function send(answer: ServerResponse, status: number, body: string, headers: Record<string, string>) {
  answer.writeHead(status, headers).end(body);
}

/** As the helpline itself does it (http/youth/end/leave.ts), which hears of it by the mark. */
function leave({ method, headers }: IncomingMessage, answer: ServerResponse, { exit, mark }: Moment) {
  const ahead = String(headers["sec-purpose"] ?? headers.purpose ?? "");
  if (method === "GET" && /prefetch|prerender/.test(ahead)) return send(answer, 503, "", plain);
  if (method === "GET" && /^(cross|same)-site$/.test(String(headers["sec-fetch-site"] ?? "")))
    return send(answer, 303, "", { Location: "/" });
  const cookie = { "Set-Cookie": mark };
  if (method === "POST") return send(answer, 204, "", cookie);
  send(answer, 303, "", { ...cookie, Location: exit, "Referrer-Policy": "no-referrer" });
}

function languageFor({ headers }: IncomingMessage, url: URL, languages: string[]): string {
  const asked = url.searchParams.get("l");
  const wanted = [asked ?? "", ...(headers["accept-language"] ?? "").split(",")].map((one) =>
    one.trim().slice(0, 2).toLowerCase(),
  );
  return wanted.find((one) => languages.includes(one)) ?? languages[0]!;
}

/** As they picked it, so that nobody beside them sees another page for a minute. */
function lookOf({ headers }: IncomingMessage, { lookCookie }: Moment): MomentLook {
  const kept = (headers.cookie ?? "").split(/;\s*/).find((one) => one.startsWith(`${lookCookie}=`));
  return parseOwnLookCode(kept?.slice(lookCookie.length + 1)).discreet ?? "own";
}

async function formOf(asked: IncomingMessage): Promise<URLSearchParams | null> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(asked.headers["content-type"] ?? "")) return null;
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of asked as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > maxBytes) return null;
    pieces.push(piece);
  }
  return new URLSearchParams(Buffer.concat(pieces).toString("utf8"));
}

function filled(html: string, address: string, form: URLSearchParams): string {
  const fields = [...form].map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  const words = form.get("text") ?? "";
  return html
    .replace(placeOfAddress, () => escaped(address))
    .replace(placeOfFields, () => fields.join(""))
    .replace(placeOfWords, () => escaped(words));
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (one) => entities[one]!);
}
