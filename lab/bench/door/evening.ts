import { openTimeline } from "#lab/bench/shift/timeline.ts";
import { between, clientId, seeded } from "#lab/load/report/random.ts";
import { openConversations, stateOf } from "#src/conversation/conversation.ts";
import { chosenIn } from "#src/conversation/messages/intake.ts";
import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { claimNext, inLine } from "#src/queue/claim.ts";
import { setAside } from "#src/queue/end/dismiss.ts";
import { close, end } from "#src/queue/end/ending.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { field, person, unescaped } from "#tests/support/house/http.ts";
import { solve } from "#tests/support/keys/solve.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

interface Wanted {
  seed: number;
  counsellors: number;
  networks: number;
  anHour: number;
  /** How long they come, ms; each is followed for an hour after. */
  within: number;
}

export interface Came {
  urgent: boolean;
  wasOpen: boolean;
  /** ms after they came: in line, and with a counsellor; null = not within the hour. */
  inAfter: number | null;
  hadAfter: number | null;
  /** Place they began in; null = they never did. */
  place: number | null;
}

/** By these words a counsellor knows after a while that no one is there. */
const bot = "hello";
/** Until that is known, and the length of a real chat, ms. */
const knownAfter = 2 * minute;
const chatMs = 18 * minute;
/** ms between an attacker's tries from each network: six seconds in all with fifty. */
const triesEvery = (networks: number) => (networks > 5 ? 5 : 1) * minute;

/** An evening of attacked doors on a clock moved by hand. The attacker takes every place it gets and never answers. */
export async function evening({ seed, counsellors, networks, anHour, within }: Wanted): Promise<Came[]> {
  const clock = fakeClock();
  const home = await house({ clock, asShipped: true });
  const random = seeded(seed);
  const timeline = openTimeline(clock);

  for (let i = 0; i < counsellors; i += 1) {
    const me = await member(home.helpline, `c${i}`, `Person Number ${i}`, `Alias ${i}`, ["counsellor"]);
    await open(home, me);
    home.helpline.staff.opened(me.id);
    const takes = async () => {
      timeline.in(between(random, 8 * second, 20 * second), takes);
      await answers(home, me);
    };
    timeline.in(between(random, 0, 15 * second), takes);
  }

  const came: Came[] = [];
  for (let n = 0; n < Math.round((anHour * counsellors * within) / hour); n += 1) {
    const isShared = random() < 0.3;
    const from = isShared ? `203.0.${Math.floor(random() * 3)}.9` : `10${n % 9}.${Math.floor(n / 9)}.7.9`;
    const one: Came = { urgent: random() < 1 / 7, wasOpen: false, inAfter: null, hadAfter: null, place: null };
    came.push(one);
    timeline.in(between(random, 5 * minute, 5 * minute + within), () => needs(one, from));
  }
  async function needs(one: Came, from: string) {
    const at = timeline.now();
    const comes = async () => {
      const found = await begins(home, { from, text: "I need somebody", danger: one.urgent, solves: true });
      if (timeline.now() === at) one.wasOpen = found.wasOpen;
      if (found.id === null) return void timeline.in(minute, comes);
      one.inAfter = timeline.now() - at;
      one.place = inLine(home.helpline.db).findIndex(({ id }) => id === found.id) + 1;
      home.helpline.youth.opened(found.id);
      home.helpline.db.listen((events) => {
        for (const event of events) {
          if (event.type === "conversation.claimed" && event.conversationId === found.id) {
            one.hadAfter ??= timeline.now() - at;
          }
        }
      });
    };
    await comes();
  }

  for (let n = 0; n < networks; n += 1) attacks(n);
  function attacks(n: number) {
    const tries = triesEvery(networks);
    let danger = false;
    const again = async () => {
      timeline.in(between(random, 0.8, 1.2) * tries, again);
      danger = !danger;
      const from = `198.${18 + Math.floor(n / 200)}.${n % 200}.5`;
      const found = await begins(home, { from, text: bot, danger, later: (work, ms) => timeline.in(ms, work) });
      if (found.id !== null) home.helpline.youth.opened(found.id);
    };
    timeline.in(between(random, 0, tries), again);
  }

  const byItself = async () => {
    timeline.in(5 * second, byItself);
    for (const job of jobs) {
      if (job.every <= 15 * second && timeline.now() % Math.max(job.every, 5 * second) === 0) {
        await runJob(home.helpline, job);
      }
    }
  };
  timeline.in(0, byItself);
  await timeline.run(
    () => timeline.now() > 5 * minute + within + hour || came.every(({ hadAfter }) => hadAfter !== null),
  );
  home.helpline.db.close();
  return came.map((one) => ({ ...one, hadAfter: one.hadAfter !== null && one.hadAfter <= hour ? one.hadAfter : null }));
}

/** Takes the next while there is room, and ends what is over. */
async function answers({ helpline }: House, me: StaffMember) {
  const { db, clock } = helpline;
  const tries = async (verb: (tx: Tx, emit: Emit) => unknown) => {
    try {
      return await db.change(`staff:${me.id}`, verb);
    } catch (error) {
      if (error instanceof HelplineError) return null;
      throw error;
    }
  };
  for (const one of openConversations(db).filter(
    (each) => each.counsellorId === me.id && stateOf(each) === "talking",
  )) {
    const { id: conversationId } = one;
    const isBot = words.get(db)?.get(conversationId) === bot;
    if (clock.now() - one.claimedAt! < (isBot ? knownAfter : chatMs)) continue;
    const isDanger = chosenIn(db, conversationId)?.urgent === "danger";
    await tries((tx, emit) =>
      isBot && !isDanger
        ? setAside(tx, emit, { conversationId, staffId: me.id, why: "test" })
        : end(tx, emit, { conversationId, reason: "ended_by_counsellor", staffId: me.id }),
    );
    await tries((tx, emit) => close(tx, emit, { conversationId, staffId: me.id }));
  }
  while ((await tries((tx, emit) => claimNext(tx, emit, { member: me }))) !== null);
}

/** Opening the first words again and again would be most of the work. */
const words = new WeakMap<object, Map<number, string>>();

interface Beginning {
  from: string;
  text: string;
  danger: boolean;
  solves?: boolean;
  /** Otherwise runs their wait as long as the page says. */
  later?: (work: () => Promise<void>, ms: number) => void;
}

/** Someone looks at the door and starts where it lets them. */
async function begins(home: House, { from, text, danger, solves, later }: Beginning) {
  const one = person(home, { from });
  const door = (await one.get("/?l=en")).text;
  const wasOpen = door.includes('name="client_id"') && (door.includes('id="text"') || danger);
  if (!wasOpen) return { wasOpen, id: null };
  const form: Record<string, string> = { client_id: clientId(), rules: field(door, "rules"), l: "en", text };
  if (danger) form.danger = "yes";
  const before = home.heard.length;
  const send = async () => {
    const answer = await one.post("/start", form);
    const begun = home.heard.slice(before).find(({ type }) => type === "conversation.started");
    const id = begun?.type === "conversation.started" ? begun.conversationId : null;
    if (id !== null) noteWords(home, id, text);
    return { id, answer };
  };
  const { id, answer } = await send();
  if (answer.status !== 428) return { wasOpen, id };
  form.task = unescaped(/name="task" value="([^"]*)"/.exec(answer.text)?.[1] ?? "");
  if (solves) {
    form.solution = await solve(form.task);
    return { wasOpen, id: (await send()).id };
  }
  const wait = Number(/data-seconds="(\d+)"/.exec(answer.text)?.[1] ?? 60) * second;
  later?.(async () => {
    const again = await send();
    if (again.id !== null) home.helpline.youth.opened(again.id);
  }, wait);
  return { wasOpen, id: null };
}

function noteWords({ helpline }: House, id: number, text: string) {
  const known = words.get(helpline.db) ?? new Map<number, string>();
  words.set(helpline.db, known.set(id, text));
}
