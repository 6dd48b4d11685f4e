import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { watchScreen } from "#src/conversation/safety/watched.ts";
import type { Key } from "#src/i18n/i18n.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { topics } from "#src/live/topics.ts";
import { inLine } from "#src/queue/claim.ts";
import { leaveChat } from "#src/queue/handover/give-back.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { annaSays } from "#tests/support/house/chats.ts";
import type { FakeClock, House } from "#tests/support/house/helpline.ts";
import { act, clientId, give, type Person, person } from "#tests/support/house/http.ts";

/** Noor, who said that she is in danger, or not, and talks with Anna: what stands on her screen, and what happens around it. */
export interface OnScreen {
  noor: Person;
  /** Of the conversation. */
  id: number;
  /** What was sent to her page and to her frame since. */
  sent: string[];
  page(): Promise<string>;
  /** What the frame without scripts holds at first. */
  frame(): Promise<string>;
  /** The words of each line that stands in her log, on the page and in the frame. */
  lines(): Promise<string[][]>;
  /** The lines that Porchlight wrote, whether she sees them or not. */
  written(): Key[];
  now(): NonNullable<ReturnType<typeof conversation>>;
  watches(watched?: boolean, who?: StaffMember): Promise<void>;
  /** Minutes go by with every page open; the clocks are looked at every ten seconds. */
  passes(minutes: number): Promise<void>;
  available(who: StaffMember): Promise<void>;
  /** Anna has to go, or is lost, and nobody is beside her. */
  annaLeaves(why: "left" | "lost"): Promise<void>;
}

export async function onScreen(home: House & { clock: FakeClock }, danger: "yes" | "" = "yes"): Promise<OnScreen> {
  const { helpline, anna, bela, clock } = home;
  const noor = person(home);
  await noor.post("/start", { client_id: clientId(), rules: "1", l: "en", text: "he is home", danger });
  const { id } = inLine(helpline.db)[0]!;
  await give(home, id, anna);
  await annaSays(home, id, "I’m here");
  const sent: string[] = [];
  for (const topic of [topics.youth(id), topics.log(id)]) helpline.hub.join(topic, { send: (html) => sent.push(html) });
  const page = async () => (await noor.get("/")).text;
  const frame = async () => {
    const reader = (await noor.send("/log")).body!.getReader();
    const text = new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    return text;
  };
  return {
    noor,
    id,
    sent,
    page,
    frame,
    lines: async () => [linesIn(await page()), linesIn(await frame())],
    written: () =>
      messages(helpline.db, id).flatMap(({ author, text }) =>
        author === "notice" ? [JSON.parse(text!).key as Key] : [],
      ),
    now: () => conversation(helpline.db, id)!,
    watches: (watched = true, who = anna) =>
      act(home, who, (tx, emit) => watchScreen(tx, emit, { conversationId: id, staffId: who.id, watched })),
    passes: async (minutes) => {
      for (let tens = minutes * 6; tens > 0; tens -= 1) {
        clock.pass(10_000);
        helpline.youth.touched(id);
        for (const one of [anna, bela]) helpline.staff.touched(one.id);
        for (const name of ["silences", "pauses that are over", "for whom it gets too late"]) {
          await runJob(helpline, jobs.find((job) => job.name === name)!);
        }
      }
    },
    available: (who) =>
      act(home, who, (tx, emit) => setAvailability(tx, emit, { staffId: who.id, availability: "available" })),
    annaLeaves: (why) =>
      act(home, anna, (tx, emit) =>
        leaveChat(tx, emit, { conversationId: id, staffId: anna.id, why, isHeard: () => false }),
      ),
  };
}

function linesIn(html: string): string[] {
  const lines = html.matchAll(/<(?:li|div) id="m\d+"[^>]*class="m[^>]*>.*?<p dir="auto">(.*?)<\/p>/gs);
  return [...lines].map(([, text]) => text!);
}
