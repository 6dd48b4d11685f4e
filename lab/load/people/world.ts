import { newClientId, newToken } from "#src/crypto/hash.ts";
import { hashPassword } from "#src/crypto/password.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { claim } from "#src/queue/claim.ts";
import { start } from "#src/queue/start.ts";
import { setSetting } from "#src/settings/settings.ts";
import { acceptInvitation, invite } from "#src/staff/accounts/invitation.ts";
import { standAlone } from "#src/staff/learning/stage.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { staffMember } from "#src/staff/staff.ts";

export interface World {
  /** One for each conversation; `counsellor` is an index into `counsellors`. */
  young: { id: number; cookie: string; counsellor: number }[];
  counsellors: { id: number; cookie: string; conversations: number[] }[];
}

/** The most the product allows. */
export const chatsEach = 4;

/** Fills an empty helpline with claimed conversations of one message, `waiting` people, and at least so many counsellors. */
export async function fillWorld(
  helpline: Helpline,
  conversations: number,
  { counsellors: atLeast = 0, waiting = 0 } = {},
): Promise<World> {
  const { db } = helpline;
  await db.change("porchlight", (tx, emit) => {
    setSetting(tx, emit, { name: "opening", value: "open" });
    setSetting(tx, emit, { name: "chatsAtOnce", value: chatsEach });
  });
  const passwordHash = await hashPassword("nobody signs in by this password");
  const counsellors = await Promise.all(
    Array.from({ length: Math.max(atLeast, Math.ceil(conversations / chatsEach)) }, (_, n) =>
      counsellor(helpline, n, passwordHash),
    ),
  );
  const young = await Promise.all(
    Array.from({ length: conversations }, async (_, n) => {
      const token = newToken();
      const holder = Math.floor(n / chatsEach);
      const id = await db.change("youth", (tx, emit) => {
        const conversationId = start(tx, emit, first(token, "hello"));
        claim(tx, emit, { conversationId, member: staffMember(tx, counsellors[holder]!.id)! });
        return conversationId;
      });
      counsellors[holder]!.conversations.push(id);
      return { id, cookie: `s=${token}`, counsellor: holder };
    }),
  );
  for (let n = 0; n < waiting; n += 1) {
    const text = `person ${n} who waits writes a sentence of this length`;
    await db.change("youth", (tx, emit) => start(tx, emit, first(newToken(), text)));
  }
  return { young, counsellors };
}

const first = (token: string, text: string) =>
  ({ startId: newClientId(), token, language: "en", lineId: 1, text, rulesVersion: 1 }) as const;

async function counsellor(helpline: Helpline, n: number, passwordHash: string) {
  const { db } = helpline;
  const token = await db.change("command line", (tx, emit) =>
    invite(tx, emit, { roles: ["counsellor"], first: false }),
  );
  const id = await db.change("youth", (tx, emit) => {
    const account = { signInName: `c${n}`, realName: `Counsellor ${n}`, alias: `C${n}`, language: "en" } as const;
    const staffId = acceptInvitation(tx, emit, { token, ...account, passwordHash, helplineName: null });
    standAlone(tx, emit, { staffId });
    return staffId;
  });
  helpline.staff.touched(id);
  await db.change(`staff:${id}`, (tx, emit) => setAvailability(tx, emit, { staffId: id, availability: "available" }));
  const [cookie] = (await helpline.sessions.start(id)).split(";");
  return { id, cookie: cookie!, conversations: [] as number[] };
}
