import { type Outbox, openOutbox } from "#lab/load/failures/outbox.ts";
import { type Line, openPollLine, openSocketLine } from "#lab/load/lines/line.ts";
import { insist, openBrowser, type Patience } from "#lab/load/lines/request.ts";
import type { Random } from "#lab/load/report/random.ts";
import { openView, type Row, readRows, type View } from "./view.ts";

type Way = "socket" | "poll";

/** A young person's page without a screen: one chat from its first words. */
export interface Young {
  name: string;
  way: Way;
  view: View;
  outbox: Outbox;
  line: Line;
  overs(): number;
  /** All messages as a new page gets them; none when it is shut out. */
  readAnew(origin: string): Promise<Row[]>;
  /** Ends the chat, by the way they came. */
  leave(): Promise<void>;
  close(): void;
}

interface YoungOptions {
  origin: string;
  name: string;
  way: Way;
  patience: Patience;
  random: Random;
}

/** The page speaks this often, and takes longer silence for a dead line. */
const beat = { everyMs: 1_000, silenceMs: 5_000 };

/** Sends the first words at the landing page again and again until there is a place in line. */
export async function startYoung({ origin, name, way, patience, random }: YoungOptions): Promise<Young> {
  const browser = openBrowser(origin, { "X-Chat": "1" }, !patience.ownConnections);
  const view = openView();
  let version = "";
  let overs = 0;

  function take(html: string, channel: string) {
    version = /\bdata-v="(\w+)"/.exec(html)?.[1] ?? version;
    if (html.includes('id="over"')) overs += 1;
    view.take(
      readRows(html).map(({ row }) => row),
      channel,
    );
  }

  const outbox = openOutbox({
    post: async ({ clientId, text }, ms) => {
      const answer = await browser.post("/send", { client_id: clientId, text }, ms);
      if (answer?.status === 410) overs += 1;
      return answer;
    },
    seqIn: (answer, { clientId }) => {
      const row = readRows(answer.text)[0]?.row;
      if (row?.clientId !== clientId) return undefined;
      view.take([row], "answers");
      return row.seq;
    },
    isShown: ({ text }) => view.find(text) !== undefined,
    live: (ms) => line.liveness.soon(ms),
    patience,
    random,
  });

  const landing = await insist("the landing page", () => browser.get("/?l=en", 4_000), [200]);
  const form = Object.fromEntries(
    [...landing.text.matchAll(/name="(client_id|rules|line)" value="(\w+)"/g)].map((found) => [found[1]!, found[2]!]),
  );
  const first = { text: `${name}-0.`, clientId: form.client_id ?? "", acknowledged: true, seqs: [] };
  await insist("the start", () => browser.post("/start", { ...form, l: "en", text: first.text }, 4_000), [204]);
  outbox.sent.push(first);

  const where = (known: boolean) => ({ after: String(view.last()), v: known ? version : "" });
  const line: Line =
    way === "socket"
      ? openSocketLine({
          address: () => `${origin.replace(/^http/, "ws")}/live?${new URLSearchParams(where(false))}`,
          headers: browser.headers,
          news: take,
          beat: { frame: () => `s${view.last()}`, everyMs: beat.everyMs },
          silenceMs: beat.silenceMs,
          patience,
          random,
        })
      : openPollLine({
          ask: (live, ms, gone) => browser.post("/updates", { ...where(live), seen: String(view.last()) }, ms, gone),
          news: take,
          patience,
          random,
        });

  return {
    name,
    way,
    view,
    outbox,
    line,
    overs: () => overs,
    readAnew: async (elsewhere) => {
      const anew = browser.by(elsewhere, false);
      const { text } = await insist(
        `${name} reads anew`,
        () => anew.post("/updates", { after: "0" }, 10_000),
        [200, 410],
      );
      return readRows(text).map(({ row }) => row);
    },
    leave: async () => {
      await insist(`${name} leaves`, () => browser.post("/end", {}, 4_000), [200, 204, 303]);
    },
    close: () => {
      outbox.close();
      line.close();
    },
  };
}
