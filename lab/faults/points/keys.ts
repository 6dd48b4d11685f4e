import { messages } from "#src/conversation/reading.ts";
import { unlock } from "#src/crypto/keys/staff-key.ts";
import { verifyPassword } from "#src/crypto/password.ts";
import { sealConversation } from "#src/retention/reading/seal.ts";
import { credentials } from "#src/staff/staff.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type House, open, password } from "#tests/support/house/helpline.ts";
import { type Person, staff } from "#tests/support/house/http.ts";
import { comesOnShift } from "#tests/support/keys/keys.ts";
import { type Scene, standing } from "./scene.ts";

const next = "six other words for tonight";
const hourMs = 60 * 60_000;

interface Over {
  id: number;
  bela: Person["cookies"];
  anna: Person["cookies"];
}

/** Béla holds the team key, and a chat of Anna's is sealed. */
async function over(home: House): Promise<Over> {
  const bela = await comesOnShift(home, "bela");
  await open(home);
  const id = await talking(home, "words of Noor");
  await youthEnds(home, id);
  const anna = await staff(home, home.anna);
  await anna.post(`/staff/conversation/${id}/close`, { asked: "yes" });
  return { id, bela: bela.cookies, anna: anna.cookies };
}

/** Her words as Béla's password opens them; null if it opens none. */
async function readBy(home: House, id: number, secret: string): Promise<string | null> {
  const { db } = home.helpline;
  const pair = await unlock(db.keyring.team.staffKeys(home.bela.id), secret);
  const keyring = pair ? db.keyring.withTeam(db.keyring.team.open(home.bela.id, pair)) : db.keyring;
  return messages({ ...db, keyring }, id).find(({ author }) => author === "youth")?.text ?? null;
}

const count = ({ files }: House, table: string) => files.keys.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

const seal: Scene<Over, void> = {
  name: "keys: a chat that is over is left to the team alone",
  before: over,
  does: (reach) => reach.job("chats that are the team's alone", hourMs),
  stands: async (home, { id }) => {
    const [live, sealed] = [count(home, "wrap"), count(home, "team_sealed")];
    const { keyring } = home.helpline.db;
    const isOpen = messages(home.helpline.db, id).some(({ text }) => text === "words of Noor");
    const byTeam = sealed === 1 && (await readBy(home, id, password)) === "words of Noor";
    // Both keys exist for a while: readers still read, and the next run ends that.
    const old = live === 1 && isOpen && !keyring.isSealed(id);
    return standing(
      false,
      { old, new: live === 0 && byTeam && keyring.isSealed(id) },
      { live, sealed, isOpen, byTeam },
    );
  },
};

const change: Scene<Over, boolean> = {
  name: "keys: Béla's password changes, and with it the lock of the key",
  before: async (home) => {
    const made = await over(home);
    await home.helpline.db.change("porchlight", (tx, emit) => sealConversation(tx, emit, { conversationId: made.id }));
    return made;
  },
  does: async (reach, { bela }) =>
    (await reach.as(bela).post("/staff/me/password", { old_password: password, password: next })).status === 303,
  stands: async (home, { id }, told) => {
    const hash = credentials(home.helpline.db, "bela")!.passwordHash;
    const opens = async (secret: string) =>
      (await verifyPassword(secret, hash)) && (await readBy(home, id, secret)) === "words of Noor";
    const is = { old: await opens(password), new: await opens(next) };
    return standing(told === true, is, is);
  },
};

const rotate: Scene<Over & { line: string }, true> = {
  name: "keys: the master key becomes another",
  command: ["keys", "rotate"],
  before: async (home) => ({ ...(await over(home)), line: home.helpline.db.keyring.line()!.line }),
  does: async () => true,
  stands: async (home, { id, line }, told) => {
    const { db } = home.helpline;
    const isOld = db.keyring.line()?.line === line;
    const isOpen = messages(db, id).some(({ text }) => text === "words of Noor");
    const under = home.files.keys.prepare("SELECT DISTINCT master_key_id FROM wrap").pluck().all() as number[];
    const isWhole = isOpen && under.join() === String(db.keyring.line()?.masterKeyId);
    return standing(told === true, { old: isWhole && isOld, new: isWhole && !isOld }, { isOpen, under, isOld });
  },
};

export const keys = [seal, change, rotate] as Scene[];
