import { asConversation, conversations, stateOf } from "#src/conversation/conversation.ts";
import { openFile } from "#src/db/connection.ts";
import { HelplineError } from "#src/errors.ts";
import { addLine } from "#src/hours/lines.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { inLine } from "#src/queue/claim.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { chatLanguages } from "#src/staff/staff.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import type { Shift } from "./shift.ts";

/** A real helpline, whose clock is moved by hand. */
export interface Real extends House {
  clock: FakeClock;
}

const minute = 60_000;
const start = Date.UTC(2026, 10, 24, 18, 0);
let template: { data: Buffer; keys: Buffer } | undefined;

/** Anna speaks English and serves both lines, Béla Dutch and both, Aino English and French and the first alone. All are there. */
async function prepare() {
  const home = await house({ clock: fakeClock(start) });
  const { db } = home.helpline;
  await db.change("porchlight", (tx, emit) => {
    setSetting(tx, emit, { name: "opening", value: "open" });
    const values = { name: "Night", country: "BE", languages: [], ageFrom: null, ageTo: null, intakeCap: null };
    addLine(tx, emit, { ...values, pauseAfterMinutes: 10, staffIds: [home.anna.id, home.bela.id] });
    setMember(tx, emit, { staffId: home.bela.id, values: { languages: ["nl"] } });
    setMember(tx, emit, { staffId: home.aino.id, values: { languages: ["en", "fr"] } });
  });
  for (const one of [home.anna, home.bela, home.aino]) await open(home, one);
  const { data, keys } = home.files;
  template = { data: data.serialize(), keys: keys.serialize() };
  db.close();
}

/** A helpline at the beginning of a shift, and the same on paper. */
export async function begin(): Promise<{ model: Shift; real: Real }> {
  if (!template) await prepare();
  const clock = fakeClock(start);
  const files = { data: openFile(template!.data), keys: openFile(template!.keys) };
  const real = { ...(await house({ clock, files })), clock };
  const { anna, bela, aino, helpline } = real;
  for (const { id } of [anna, bela, aino]) helpline.staff.opened(id);
  const all = { most: null, goneAt: null };
  const hands = [
    { ...all, id: anna.id, languages: ["en"], lines: [1, 2] },
    { ...all, id: bela.id, languages: ["nl"], lines: [1, 2] },
    { ...all, id: aino.id, languages: ["en", "fr"], lines: [1] },
  ];
  return { model: { now: 0, souls: [], hands }, real };
}

/** What came of it, as the model says it. */
export async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } catch (error) {
    if (error instanceof HelplineError) return error.code;
    throw error;
  }
}

export async function realPasses(real: Real, minutes: number) {
  real.clock.pass(minutes * minute);
  await runJob(real.helpline, jobs.find(({ name }) => name === "chats that were left alone")!);
}

/** The real one, told in the words of the model: whatever both know of. */
export function told({ helpline: { db }, anna, bela, aino }: Real) {
  const all = db.all(conversations().orderBy("id")).map(asConversation);
  return {
    souls: all.map((one) => ({
      n: one.id,
      line: one.lineId,
      state: { waiting: "waiting", talking: "talking", ended: "over", paused: "paused" }[stateOf(one)],
      with: one.counsellorId,
      closed: one.closedAt !== null,
    })),
    orders: [null, anna, bela, aino].map((who) => inLine(db, who && chatLanguages(db, who.id)).map(({ id }) => id)),
  };
}
