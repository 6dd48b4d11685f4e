import { type Outbox, openOutbox } from "#lab/load/failures/outbox.ts";
import { type Line, openSocketLine } from "#lab/load/lines/line.ts";
import { type Browser, insist, openBrowser, type Patience } from "#lab/load/lines/request.ts";
import type { Random } from "#lab/load/report/random.ts";
import { openView, type Row, readRows, type View } from "./view.ts";

export interface Counsellor {
  name: string;
  browser: Browser;
}

/** A console without a screen: the conversations it has open. */
export interface Console {
  line: Line;
  chats: Map<number, { view: View; outbox: Outbox }>;
  /** All messages of its conversations as a new console gets them. */
  readAnew(origin: string): Promise<Map<number, Row[]>>;
  /** Ends and closes its conversations, and is ready for the next. */
  end(): Promise<void>;
  close(): void;
}

const asScript = { "HX-Request": "true" };
/** A console counts as offline after two missed beats of 5 s. */
const silenceMs = 12_000;

/** Makes an account by its link, signed in. `origin` is the server's own. */
export async function joinCounsellor(origin: string, link: string, name: string): Promise<Counsellor> {
  const browser = openBrowser(origin, asScript, false);
  const account = { name, real_name: "Anna Peeters", alias: `Lamp ${name}`, helpline: "Chat", language: "en" };
  const password = "a long night in the harbour";
  const join = () => browser.post(new URL(link).pathname, { ...account, password }, 20_000);
  await insist(`${name} joins`, join, [303]);
  return { name, browser };
}

/** Makes a counsellor available. */
export async function standBy({ name, browser }: Counsellor): Promise<void> {
  const available = () => browser.post("/staff/available", { availability: "available" }, 4_000);
  await insist(`${name} is available`, available, [303]);
}

const levels = { welcome: "2", clarify: "2", goal: "2", work: "2", close: "2", act: "rate" };
const safety = ["risk_asked", "no_secrecy", "no_contact", "emergency", "limits"];

/** Has the first account (id 1), the one supervisor, sign a new counsellor off, who rates themselves first. */
export async function signOff(first: Counsellor, newcomer: Counsellor, id: number): Promise<void> {
  const says = (who: Counsellor, path: string, form: Record<string, string>, items: string[] = []) =>
    insist(
      `${who.name} at ${path}`,
      () => who.browser.post(path, [...Object.entries(form), ...items.map(safe)], 4_000),
      [303],
    );
  const page = `/staff/learning/${id}`;
  const day = "2020-01-01";
  await says(first, page, { act: "papers", undertaking: day, references: day, certificate: day });
  await says(first, page, { act: "move", stage: "buddy", buddy: "1" });
  await says(newcomer, "/staff/learning", levels);
  await says(first, page, levels, safety);
}

const safe = (item: string): [string, string] => ["safety", item];

/** Takes the next person in line. Returns the conversation's id. */
export async function claimNext({ name, browser }: Counsellor): Promise<number> {
  const { location } = await insist(`${name} takes`, () => browser.post("/staff/claim", {}, 4_000), [303]);
  return Number(/\/staff\/conversation\/(\d+)$/.exec(location)![1]);
}

interface ConsoleOptions {
  counsellor: Counsellor;
  origin: string;
  open: number[];
  patience: Patience;
  random: Random;
}

/** Opens a console with some conversations on the screen. */
export function openConsole({ counsellor, origin, open, patience, random }: ConsoleOptions): Console {
  const { browser } = counsellor;
  const way = browser.by(origin, !patience.ownConnections);
  const address = (at: string) => `${at.replace(/^http/, "ws")}/staff/live?open=${open.join(".")}`;
  const views = new Map(open.map((id) => [id, openView()]));

  const line = openSocketLine({
    address: () => address(origin),
    headers: way.headers,
    news: (html, channel) => {
      for (const [id, rows] of byConversation(html)) views.get(id)?.take(rows, channel);
    },
    beat: null,
    silenceMs,
    patience,
    random,
  });

  const chats = new Map(
    [...views].map(([id, view]) => {
      const outbox = openOutbox({
        post: ({ clientId, text }, ms) => way.post(`/staff/conversation/${id}/send`, { client_id: clientId, text }, ms),
        seqIn: (answer) => (answer.status === 204 ? null : undefined),
        isShown: ({ text }) => view.find(text) !== undefined,
        live: (ms) => line.liveness.soon(ms),
        patience,
        random,
      });
      return [id, { view, outbox }];
    }),
  );

  const close = () => {
    for (const { outbox } of chats.values()) outbox.close();
    line.close();
  };
  return {
    line,
    chats,
    readAnew: (elsewhere) => firstFrame(address(elsewhere), browser.by(elsewhere, false).headers()),
    end: async () => {
      close();
      for (const id of open) {
        for (const verb of ["end", "close"]) {
          const path = `/staff/conversation/${id}/${verb}`;
          await insist(path, () => browser.post(path, {}, 4_000), [204, 303]);
        }
      }
      // Otherwise they wrap up for minutes, and the next young person finds the line full.
      await insist("ready", () => browser.post("/staff/ready", {}, 4_000), [204, 303]);
    },
    close,
  };
}

/** The first frame of a new console: everything it has open. Throws if none comes. */
async function firstFrame(address: string, headers: Record<string, string>): Promise<Map<number, Row[]>> {
  const socket = new WebSocket(address, { headers });
  let late: Timer | undefined;
  try {
    const html = await new Promise<string>((resolve, reject) => {
      socket.onmessage = (event) => resolve(String(event.data));
      socket.onclose = () => reject(new Error("a new console was refused"));
      late = setTimeout(() => reject(new Error("a new console got nothing")), 10_000);
    });
    return byConversation(html);
  } finally {
    clearTimeout(late);
    socket.onclose = null;
    socket.terminate();
  }
}

function byConversation(html: string): Map<number, Row[]> {
  const rows = new Map<number, Row[]>();
  for (const { conversationId, row } of readRows(html)) {
    if (conversationId !== null) rows.set(conversationId, [...(rows.get(conversationId) ?? []), row]);
  }
  return rows;
}
