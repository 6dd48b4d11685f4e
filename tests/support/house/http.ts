import { expect } from "vitest";
import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { type Key, type Language, translate, type Values } from "#src/i18n/i18n.ts";
import { claim } from "#src/queue/claim.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { type House, house, open } from "./helpline.ts";

/** What came back, read to its end. */
export interface Answer {
  status: number;
  text: string;
  /** Where a redirect leads; null = no redirect. */
  to: string | null;
  set: string[];
  headers: Headers;
}

type HeaderLines = Record<string, string>;
export type Form = Record<string, string> | [string, string][];

/** A browser without a screen: keeps cookies, and says where its requests come from. */
export interface Person {
  cookies: Map<string, string>;
  get(path: string, headers?: HeaderLines): Promise<Answer>;
  post(path: string, form?: Form, headers?: HeaderLines): Promise<Answer>;
  /** The raw answer, for streams and for what no form sends. */
  send(path: string, init?: RequestInit): Promise<Response>;
}

/** What chat.js says of itself. */
export const script = { "X-Chat": "1" };

/** What htmx says of itself. */
export const htmx = { "HX-Request": "true" };

/** Returns a browser at the helpline, through the app or its port (`origin`). `from`: the address the proxy has seen. */
export function person(
  house: House,
  at: { origin?: string; cookies?: Map<string, string>; from?: string } = {},
): Person {
  const cookies = new Map(at.cookies);
  const ask = (path: string, init: RequestInit) =>
    at.origin
      ? fetch(at.origin + path, { ...init, redirect: "manual" })
      : house.app.request(path, init, { peer: at.from ? "127.0.0.1" : undefined });
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (at.from) headers.set("X-Forwarded-For", at.from);
    if (cookies.size > 0 && !headers.has("cookie")) headers.set("Cookie", cookieHeader(cookies));
    const response = await ask(path, { ...init, headers });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    return response;
  };
  return {
    cookies,
    send,
    get: async (path, headers = {}) => read(await send(path, { headers })),
    post: async (path, form = {}, headers = {}) =>
      read(
        await send(path, {
          method: "POST",
          headers: { "Sec-Fetch-Site": "same-origin", ...headers },
          body: new URLSearchParams(form),
        }),
      ),
  };
}

export function cookieHeader(cookies: Map<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

function keep(cookies: Map<string, string>, line: string) {
  const [pair = ""] = line.split(";");
  const name = pair.slice(0, pair.indexOf("="));
  if (/max-age=0\b/i.test(line)) cookies.delete(name);
  else cookies.set(name, pair.slice(name.length + 1));
}

export async function read(response: Response): Promise<Answer> {
  return {
    status: response.status,
    text: await response.text(),
    to: response.headers.get("location"),
    set: response.headers.getSetCookie(),
    headers: response.headers,
  };
}

/** Returns the value of a field of a page. */
export function field(page: string, name: string): string {
  const tag = page.match(new RegExp(`<input[^>]*name="${name}"[^>]*>`))?.[0] ?? "";
  const value = tag.match(/value="([^"]*)"/)?.[1];
  if (value === undefined) throw new Error(`The page has no field ${name}`);
  return value;
}

/** Returns what stands in a text area. */
export function typed(page: string, id = "text"): string {
  return unescaped(page.match(new RegExp(`<textarea[^>]*id="${id}"[^>]*>([^]*?)</textarea>`))?.[1] ?? "");
}

const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };

export function unescaped(html: string): string {
  return html.replace(/&(lt|gt|quot|#39|amp);/g, (entity) => entities[entity]!);
}

/** Returns a sentence as it stands in a page. */
export function says(key: Key, values: Values = {}, language: Language = "en"): string {
  const text = translate(language)(key, values);
  return text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!);
}

/** Sends the form of the directory and follows to its page; returns a refusal as it is. */
export async function look(who: Person, form: Form = {}, path = "/other"): Promise<Answer> {
  const sent = await who.post(path, form);
  return sent.to === null ? sent : who.get(sent.to.split("#")[0]!);
}

let ids = 0;

/** Returns a new client id, as a page makes one. */
export function clientId(): string {
  ids += 1;
  return ids.toString(16).padStart(32, "0");
}

/** Returns a young person who has just started, with cookie and the conversation's id. */
export async function youth(
  house: House,
  words = "things at home are bad again",
  at: { origin?: string } = {},
): Promise<Person & { id: number }> {
  const made = person(house, at);
  const door = await made.get("/");
  const form = { client_id: field(door.text, "client_id"), rules: field(door.text, "rules"), text: words };
  const before = house.heard.length;
  const started = await made.post("/start", form);
  expect(started.to).toBe("/");
  const event = house.heard.slice(before).find((one) => one.type === "conversation.started");
  if (event?.type !== "conversation.started") throw new Error("No conversation has started");
  return { ...made, id: event.conversationId };
}

/** Returns a member of staff with a session, without the sign-in page. */
export async function staff(house: House, member: StaffMember, at: { origin?: string } = {}): Promise<Person> {
  const made = person(house, at);
  keep(made.cookies, await house.helpline.sessions.start(member.id));
  return made;
}

/** Makes the conversation this counsellor's. */
export function give(house: House, conversationId: number, member: StaffMember): Promise<void> {
  return act(house, member, (tx, emit) => claim(tx, emit, { conversationId, member }));
}

/** Returns a house in which Noor has written her first words, and Anna has taken her. */
export async function noorWithAnna(options: Parameters<typeof house>[0] = {}) {
  const line = await house(options);
  await open(line);
  const noor = await youth(line, "the secret words");
  await give(line, noor.id, line.anna);
  return { line, files: line.files, noor };
}

/** Runs a verb in the name of a member of staff. */
export function act<Result>(house: House, member: StaffMember, verb: (tx: Tx, emit: Emit) => Result): Promise<Result> {
  return house.helpline.db.change(`staff:${member.id}`, verb);
}

/** Returns the kinds of later events, in order. */
export function heardSince(house: House, before: number): string[] {
  return house.heard.slice(before).map((event) => event.type);
}

/** Removes the cookie, and every page a browser keeps for Back: it changes twice (gate.ts). */
export const cleared = [
  expect.stringMatching(/^s=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/),
  expect.stringMatching(/^s=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax$/),
];
