import type { Outbox, Trouble } from "#lab/load/failures/outbox.ts";
import type { Server } from "#lab/load/failures/process.ts";
import { insist, type Patience } from "#lab/load/lines/request.ts";
import { isComplete, judge, type Tally } from "#lab/load/report/judge.ts";
import type { Random } from "#lab/load/report/random.ts";
import {
  type Console,
  type Counsellor,
  claimNext,
  joinCounsellor,
  openConsole,
  signOff,
  standBy,
} from "./counsellor.ts";
import { startYoung, type Young } from "./young.ts";

interface Pair {
  young: Young;
  console: Console;
  conversationId: number;
  outboxes: { youth: Outbox; counsellor: Outbox };
}

interface Crowd {
  pairs: Pair[];
  lines(): Young["line"][];
  /** Both sides write `youth` and `counsellor` messages, or until `enough` is true. */
  write(wish: { youth: number; counsellor: number; enough?: () => boolean }): Promise<void>;
  /** Waits until both pages show everything; false if they do not after so many ms. */
  settle(ms: number): Promise<boolean>;
  /** Also reads every conversation through new channels. */
  judge(): Promise<Tally[]>;
  troubles(): Trouble[];
  end(): Promise<void>;
}

/** As shipped. */
const chatsEach = 2;

/** Makes the accounts as an operator does, and opens the helpline; the first one has all roles. */
export async function hire(server: Server, chats: number): Promise<Counsellor[]> {
  const staff: Counsellor[] = [];
  while (staff.length * chatsEach < chats) {
    const said = await server.command("staff", "link");
    const link = /http:\S+\/staff\/welcome\/\S+/.exec(said)?.[0];
    if (!link) throw new Error(`there is no link in: ${said}`);
    const one = await joinCounsellor(server.origin, link, `c${staff.length}`);
    staff.push(one);
    if (staff.length === 1) await openDoors(one);
    else await signOff(staff[0]!, one, staff.length);
    await standBy(one);
  }
  return staff;
}

async function openDoors({ name, browser }: Counsellor) {
  const opening = { opening: "open", anyway: "yes", based_on: "0", waiting: "0" };
  await insist(`${name} opens the helpline`, () => browser.post("/admin/open", opening, 4_000), [303]);
}

interface CrowdOptions {
  server: Server;
  staff: Counsellor[];
  chats: number;
  origin: string;
  prefix: string;
  patience: Patience;
  random: Random;
}

/** Starts chats, every other one by long poll, and has counsellors take all of them. */
export async function openCrowd(options: CrowdOptions): Promise<Crowd> {
  const { server, staff, chats, origin, prefix, patience, random } = options;
  const youngs = await Promise.all(
    Array.from({ length: chats }, (_, n) =>
      startYoung({ origin, name: `${prefix}y${n}`, way: n % 2 === 0 ? "socket" : "poll", patience, random }),
    ),
  );
  const pairs: Pair[] = [];
  const consoles: Console[] = [];
  for (const counsellor of staff.slice(0, Math.ceil(chats / chatsEach))) {
    const open: number[] = [];
    while (open.length < chatsEach && pairs.length + open.length < chats) open.push(await claimNext(counsellor));
    const console = openConsole({ counsellor, origin, open, patience, random });
    consoles.push(console);
    for (const [conversationId, { view, outbox }] of console.chats) {
      const young = await whose(view, youngs);
      pairs.push({ young, console, conversationId, outboxes: { youth: young.outbox, counsellor: outbox } });
    }
  }
  const viewsOf = ({ young, console, conversationId }: Pair) => [young.view, console.chats.get(conversationId)!.view];

  return {
    pairs,
    lines: () => [...youngs, ...consoles].map(({ line }) => line),
    write: async ({ youth, counsellor, enough = () => false }) => {
      const writing = pairs.flatMap(({ young, outboxes }) => [
        writeAll(outboxes.youth, young.name, youth, enough),
        writeAll(outboxes.counsellor, `c-${young.name}`, counsellor, enough),
      ]);
      await Promise.all(writing);
    },
    settle: async (ms) => {
      const giveUp = performance.now() + ms;
      const complete = () => pairs.every((pair) => isComplete(allSent(pair), viewsOf(pair)));
      while (!complete()) {
        if (performance.now() > giveUp) return false;
        await Bun.sleep(20);
      }
      return true;
    },
    judge: async () => {
      const anew = new Map<number, Awaited<ReturnType<Console["readAnew"]>>>();
      for (const [n, console] of consoles.entries()) anew.set(n, await console.readAnew(server.origin));
      return Promise.all(
        pairs.map(async (pair) => {
          const { young, console, conversationId, outboxes } = pair;
          const staffAnew = anew.get(consoles.indexOf(console))?.get(conversationId) ?? [];
          return judge({
            sent: { youth: outboxes.youth.sent, counsellor: outboxes.counsellor.sent },
            views: viewsOf(pair),
            anew: [await young.readAnew(server.origin), staffAnew],
          });
        }),
      );
    },
    troubles: () => pairs.flatMap(({ outboxes }) => [outboxes.youth.trouble, outboxes.counsellor.trouble]),
    end: async () => {
      for (const young of youngs) young.close();
      for (const console of consoles) await console.end();
    },
  };
}

async function writeAll(outbox: Outbox, name: string, most: number, enough: () => boolean) {
  for (let n = 1; n <= most && outbox.isOpen() && !enough(); n += 1) await outbox.send(`${name}-${n}.`);
}

function allSent({ outboxes }: Pair) {
  return [...outboxes.youth.sent, ...outboxes.counsellor.sent];
}

/** The first words say whose conversation a console shows. */
async function whose(view: Young["view"], youngs: Young[]): Promise<Young> {
  const giveUp = performance.now() + 60_000;
  for (;;) {
    const young = youngs.find(({ outbox }) => view.find(outbox.sent[0]!.text));
    if (young) return young;
    if (performance.now() > giveUp) throw new Error("a console does not show the first words of its conversation");
    await Bun.sleep(10);
  }
}
