import { newClientId } from "#src/crypto/hash.ts";
import { openWire } from "#src/demo/client.ts";
import { password } from "#tests/support/house/helpline.ts";
import { NotSeen, same, until } from "./until.ts";

/** The counsellor Anna, known to young people as Mika: HTTP and her console’s socket, without a browser. */
export interface Anna {
  /** Takes the next person, once someone waits. */
  take(): Promise<void>;
  say(words: string): Promise<void>;
  hears(words: string): Promise<void>;
  /** Waits until her console says this: “left fast”, “ended by them” … */
  told(words: string): Promise<void>;
  heard(): string[];
  /** Throws NotSeen unless her page shows just these lines: “youth: …”, “mine: …”. */
  shows(lines: readonly string[]): Promise<void>;
  end(): Promise<void>;
  goHome(): void;
}

/** A message on a console: its seq, whose it is, and the words. */
const row = /<li id="m\d+-(\d+)"[^>]*class="m (youth|mine)[^"]*"[^>]*>.*?<p[^>]*>(.*?)<\/p>/gs;

/** Signs Anna in and makes her available, so that the door is open. */
export async function annaComes(origin: string): Promise<Anna> {
  const wire = openWire(origin, { "HX-Request": "true" });
  await done("sign in", wire.post("/staff/sign-in", { name: "anna", password }));
  await done("be available", wire.post("/staff/available", { availability: "available" }));
  let id = "";
  let socket: WebSocket | undefined;
  let down = "";
  const came = new Map<string, string>();
  const hear = (frame: string) => {
    down += frame;
    for (const [, seq = "", by, words = ""] of frame.matchAll(row)) if (by === "youth") came.set(seq, words);
  };
  const path = (what: string) => `/staff/conversation/${id}/${what}`;
  const about = () => `on her console: ${down.replace(/<[^>]*>|\s+/g, " ").slice(-300)}`;

  return {
    take: async () => {
      id = await until("somebody whom Anna can take", async () => {
        const taken = await wire.post("/staff/claim", {});
        return /conversation\/(\d+)$/.exec(taken.headers.get("location") ?? "")?.[1];
      });
      socket = await wire.live(`/staff/live?open=${id}`, hear, () => {});
    },
    say: (words) => done("write", wire.post(path("send"), { client_id: newClientId(), text: words })),
    hears: async (words) => {
      await until(`“${words}” to reach Anna`, () => [...came.values()].includes(words), 10_000, about);
    },
    told: async (words) => {
      await until(`Anna’s console to say “${words}”`, () => down.includes(words), 10_000, about);
    },
    heard: () => [...came.values()],
    shows: async (lines) => {
      const page = await (await wire.get(`/staff/conversation/${id}`)).text();
      const there = [...page.matchAll(row)].map(([, , by, words]) => `${by}: ${words}`);
      same("Anna’s page of the conversation", there, lines);
    },
    end: () => done("end the chat", wire.post(path("end"), {})),
    goHome: () => socket?.close(),
  };
}

async function done(what: string, asked: Promise<Response>) {
  const { status } = await asked;
  if (status >= 400) throw new NotSeen(`Anna could not ${what}: she was answered ${status}.`);
}
