import { ask } from "#src/callback/request.ts";
import { q } from "#src/db/schema.ts";
import { type House, open } from "#tests/support/house/helpline.ts";
import { type Post, post, sendsTo } from "#tests/support/outside/post.ts";
import { type Reach, type Scene, standing } from "./scene.ts";

const noor = "noor@example.org";

/** Noor wants a callback, Anna is there, and a mail server takes what comes. */
async function waits(home: House): Promise<Post> {
  const mails = await post();
  await sendsTo(home, mails.port);
  await open(home);
  const wish = { address: noor, shared: "no", window: null, lineId: 1, language: "en", offered: "closed" } as const;
  await home.helpline.db.change("youth", (tx, emit) => ask(tx, emit, wish));
  return mails;
}

async function goes(reach: Reach): Promise<void> {
  await reach.job("whoever asked to be written to");
  await reach.job("mails");
}

/** Mails of one run: the server goes on from one to the next. */
let before = 0;

const send: Scene<Post, void> = {
  name: "callback: Noor is written to",
  before: waits,
  does: async (reach, mails) => {
    before = mails.taken.length;
    await goes(reach);
  },
  stands: async ({ helpline }, mails) => {
    const rows = helpline.db.all(q.selectFrom("mail").select(["message_id", "outcome", "body"]));
    const came = mails.taken.slice(before).map(({ read }) => read.messageId);
    // It may come twice if the other server's yes was lost, but as the same mail.
    if (new Set(came).size > 1) return "two mails";
    const [mail] = rows;
    const isSent = rows.length === 1 && mail!.outcome === "sent" && mail!.body === null && came.length > 0;
    const isOld = rows.length === 0 || (rows.length === 1 && mail!.outcome === null && mail!.body !== null);
    return standing(
      false,
      { old: isOld, new: isSent },
      { rows: rows.length, outcome: mail?.outcome, came: came.length },
    );
  },
  // An interrupted mail is tried again a minute later.
  after: async (_home, reach) => {
    await goes(reach);
    await reach.job("mails", 600_000);
  },
  close: (mails) => mails.close(),
};

export const callbacks = [send] as Scene[];
