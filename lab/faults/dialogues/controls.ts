import { until } from "#lab/old/until.ts";
import { markSeen, messages } from "#src/conversation/reading.ts";
import { judgeDialogue } from "./judge.ts";
import { openRoom } from "./play.ts";

// The other control: a server that says “Read” too early, in real pages.

const first = "hello";
const second = "are you there?";

/** Lets the server say “Read” while Anna’s network is gone. Returns whether that was seen on Noor’s page and found too early. */
export async function found(scripts: boolean): Promise<boolean> {
  const room = await openRoom({ scripts, sockets: true });
  try {
    const { house, noor, anna, weather, read, shown } = room;
    await noor.start(first);
    const conversationId = await anna.takes();
    await anna.sees(first);
    await weather.counsellor.begin("refused");
    await noor.write(second);
    await noor.settles();
    const stored = () =>
      messages(house.helpline.db, conversationId).map(({ seq, author, text }) => ({
        ...{ seq, clientId: null, side: author },
        text: text ?? "",
      }));
    const seq = await until("her words to be stored", () => stored().find(({ text }) => text === second)?.seq);
    await house.helpline.db.change("youth", (tx, emit) =>
      markSeen(tx, emit, { conversationId, by: "counsellor", seq }),
    );
    await until("“Read” on Noor’s page", () => read.some((mark) => mark.seq === seq));
    await weather.counsellor.end();
    await anna.sees(second);
    await until("Anna’s page to have told of it", () => shown.has(seq));
    const lines = [first, second].map((text) => ({ by: "youth" as const, text }));
    const marks = read.filter((mark) => mark.seq === seq);
    return judgeDialogue({ lines, stored: stored(), pages: {}, shown, marks }).early > 0;
  } finally {
    await room.stop();
  }
}
