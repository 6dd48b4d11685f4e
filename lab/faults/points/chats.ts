import { recordState } from "#src/conversation/after/record-state.ts";
import { openOffer } from "#src/conversation/colleagues/handover.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { q } from "#src/db/schema.ts";
import { youthSays } from "#tests/support/house/chats.ts";
import { type House, open } from "#tests/support/house/helpline.ts";
import { type Answer, give, type Person, staff, youth } from "#tests/support/house/http.ts";
import { type Scene, standing } from "./scene.ts";

interface Chat {
  id: number;
  noor: Person["cookies"];
  anna: Person["cookies"];
  aino: Person["cookies"];
}

/** Noor has written, and Anna and Aino are there. */
async function noorWaits(home: House): Promise<Chat> {
  await open(home);
  await open(home, home.aino);
  const noor = await youth(home, "words of Noor");
  await youthSays(home, noor.id, "and more of them");
  const [anna, aino] = [await staff(home, home.anna), await staff(home, home.aino)];
  return { id: noor.id, noor: noor.cookies, anna: anna.cookies, aino: aino.cookies };
}

async function noorTalks(home: House): Promise<Chat> {
  const chat = await noorWaits(home);
  await give(home, chat.id, home.anna);
  return chat;
}

const done = ({ status }: Answer) => status < 400;
const words = ({ helpline }: House, { id }: Chat) =>
  messages(helpline.db, id).flatMap(({ author, text }) => (author === "youth" ? [text] : []));
const both = ["words of Noor", "and more of them"];

function times({ helpline }: House, { id }: Chat, kind: string): number {
  const of = q.selectFrom("conversation_event").select("kind").where("conversation_id", "=", id);
  return helpline.db.all(of).filter((one) => one.kind === kind).length;
}

const erase: Scene<Chat, boolean> = {
  name: "erase: Noor deletes her chat",
  before: noorTalks,
  does: async (reach, { noor }) => done(await reach.as(noor).post("/clear", { sure: "yes" })),
  stands: async (home, chat, told) => {
    const left = words(home, chat);
    const keys = home.files.keys.prepare("SELECT count(*) FROM wrap").pluck().get();
    const gone = conversation(home.helpline.db, chat.id)!.erasedAt !== null;
    const old = left.join() === both.join() && keys === 1 && !gone;
    return standing(told === true, { old, new: left.length === 0 && keys === 0 && gone }, { left, keys, gone });
  },
};

/** Whom each of the two was told they have; null = no one. */
type Taken = [number | null, number | null];

const claim: Scene<Chat, Taken> = {
  name: "claim: Anna and Aino take who is next in the same moment",
  before: noorWaits,
  does: async (reach, { anna, aino }) => {
    const take = async (cookies: Person["cookies"]) => {
      const answer = await reach
        .as(cookies)
        .post("/staff/claim")
        .catch(() => null);
      return Number(/\/conversation\/(\d+)$/.exec(answer?.to ?? "")?.[1]) || null;
    };
    return (await Promise.all([take(anna), take(aino)])) as Taken;
  },
  stands: async (home, chat, told) => {
    const { counsellorId, claimedAt } = conversation(home.helpline.db, chat.id)!;
    const claims = times(home, chat, "claimed");
    const [toAnna, toAino] = told ?? [null, null];
    const isTold = toAnna !== null || toAino !== null;
    if ((toAnna !== null && toAino !== null) || claims > 1) return "two have her";
    if (isTold && counsellorId !== (toAnna === null ? home.aino : home.anna).id) return "another has her than was told";
    const old = counsellorId === null && claimedAt === null && claims === 0;
    const isNew = counsellorId !== null && claimedAt !== null && claims === 1;
    return standing(isTold, { old, new: isNew }, { counsellorId, claimedAt, claims });
  },
};

const transfer: Scene<Chat, boolean> = {
  name: "transfer: Aino takes over whom Anna offers her",
  before: async (home) => {
    const chat = await noorTalks(home);
    const anna = await staff(home, home.anna);
    const form = { to: `staff-${home.aino.id}`, summary: "school", agreed: "yes", reason: "" };
    await anna.post(`/staff/conversation/${chat.id}/handover`, form);
    return chat;
  },
  does: async (reach, { id, aino }) => done(await reach.as(aino).post(`/staff/conversation/${id}/handover/accept`)),
  stands: async (home, chat, told) => {
    const found = conversation(home.helpline.db, chat.id)!;
    const offered = openOffer(home.helpline.db, found)?.toId ?? null;
    const isWhole = words(home, chat).join() === both.join();
    const old = isWhole && found.counsellorId === home.anna.id && offered === home.aino.id;
    const isNew = isWhole && found.counsellorId === home.aino.id && offered === null;
    return standing(told === true, { old, new: isNew }, { has: found.counsellorId, offered, isWhole });
  },
};

const close: Scene<Chat, boolean> = {
  name: "close: Anna puts away a chat that is over, and its record for later",
  before: async (home) => {
    const chat = await noorTalks(home);
    await (await staff(home, home.anna)).post(`/staff/conversation/${chat.id}/end`);
    return chat;
  },
  does: async (reach, { id, anna }) =>
    done(await reach.as(anna).post(`/staff/conversation/${id}/close`, { asked: "yes", do: "later" })),
  stands: async (home, chat, told) => {
    const { db } = home.helpline;
    const { closedAt, endedAt } = conversation(db, chat.id)!;
    const record = recordState(db, chat.id);
    const isWhole = endedAt !== null && words(home, chat).join() === both.join();
    const old = isWhole && closedAt === null && record === "lacking";
    const isNew = isWhole && closedAt !== null && record !== "lacking";
    return standing(told === true, { old, new: isNew }, { closedAt, record, isWhole });
  },
};

export const chats = [erase, claim, transfer, close] as Scene[];
