import { q } from "#src/db/schema.ts";
import { addressKeptMs, addressRequests } from "#src/record/address-reading.ts";
import { youthEnds } from "#tests/support/house/chats.ts";
import { type House, open, password } from "#tests/support/house/helpline.ts";
import { type Person, staff } from "#tests/support/house/http.ts";
import { beginsFrom, emergencyIn, keepsAddressesNow } from "#tests/support/keys/addresses.ts";
import { type Reach, reachIn, type Scene, standing } from "./scene.ts";

// PROMISES.md S5: the audit trail has it on the disk before anyone sees an address, which is seen once.

const from = "81.164.77.203";

interface Asked {
  conversationId: number;
  emergencyId: number;
  bela: Person["cookies"];
  kim: Person["cookies"];
}

/** An emergency, two supervisors at their phones, and Béla has asked. */
async function asked(home: House): Promise<Asked> {
  await open(home);
  const { kim } = await keepsAddressesNow(home);
  const { id: conversationId } = await beginsFrom(home, from);
  const emergencyId = await emergencyIn(home, conversationId);
  const phones = [await staff(home, home.bela), await staff(home, kim)] as const;
  await phones[0].post(`/staff/emergencies/${emergencyId}/address`, { reason: "no_answer" });
  return { conversationId, emergencyId, bela: phones[0].cookies, kim: phones[1].cookies };
}

/** Kim says yes; returns whether they were told so. */
async function confirms(reach: Reach, { kim, emergencyId }: Asked): Promise<boolean> {
  const at = `/staff/emergencies/${emergencyId}/address/confirm`;
  return (await reach.as(kim).post(at, { confirm_password: password })).status === 303;
}

/** Béla looks; returns whether the address came. */
async function looks(reach: Reach, { bela, emergencyId }: Asked): Promise<boolean> {
  const at = `/staff/emergencies/${emergencyId}/address/show`;
  return (await reach.as(bela).post(at, { confirm_password: password })).text.includes(from);
}

function trail({ helpline }: House, { emergencyId }: Asked, action: "address.confirmed" | "address.shown"): number {
  const of = q.selectFrom("audit").select("id").where("object", "=", `emergency:${emergencyId}`);
  return helpline.db.all(of.where("action", "=", action)).length;
}

const request = ({ helpline }: House, { emergencyId }: Asked) => addressRequests(helpline.db, emergencyId)[0]!;

const confirm: Scene<Asked, boolean> = {
  name: "emergency: Kim says yes to opening an address",
  before: asked,
  does: confirms,
  stands: async (home, made, told) => {
    const rows = trail(home, made, "address.confirmed");
    const isYes = request(home, made).confirmedBy !== null;
    // A share may be left for a yes that was never stored: it opens nothing.
    if (!isYes && (await looks(reachIn(home), made))) return "seen without a yes";
    return standing(told === true, { old: rows === 0 && !isYes, new: rows === 1 && isYes }, { rows, isYes });
  },
  after: async (home, reach, made) => {
    await confirms(reach, made);
    if (trail(home, made, "address.shown") > 0) throw new Error("seen before anybody looked");
  },
};

const show: Scene<Asked, boolean> = {
  name: "emergency: Béla sees the address",
  before: async (home) => {
    const made = await asked(home);
    await confirms(reachIn(home), made);
    return made;
  },
  does: looks,
  stands: async (home, made, told) => {
    const rows = trail(home, made, "address.shown");
    const isShown = request(home, made).shownAt !== null;
    if (told && rows === 0) return "seen, and the trail does not say so";
    return standing(told === true, { old: rows === 0 && !isShown, new: rows === 1 && isShown }, { rows, isShown });
  },
  // Without an entry in the trail it can still be seen; with one not again, even if no one got it.
  after: async (home, reach, made) => {
    const before = trail(home, made, "address.shown");
    const isSeen = await looks(reach, made);
    if (isSeen !== (before === 0)) throw new Error(isSeen ? "seen twice" : "shut, though nobody has seen it");
  },
};

const forget: Scene<Asked, void> = {
  name: "emergency: an address is gone a day after its chat",
  before: async (home) => {
    const made = await asked(home);
    await confirms(reachIn(home), made);
    await youthEnds(home, made.conversationId);
    return made;
  },
  does: (reach) => reach.job("where people wrote from, kept long enough", addressKeptMs),
  stands: async ({ files }) => {
    const count = (file: "data" | "keys", table: string) =>
      Number(files[file].prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    const [sealed, shares, grants] = [
      count("data", "address"),
      count("keys", "address_share"),
      count("keys", "address_grant"),
    ];
    const all = { sealed, shares, grants };
    return standing(
      false,
      { old: sealed === 1 && shares === 2 && grants === 1, new: sealed + shares + grants === 0 },
      all,
    );
  },
};

export const addresses = [confirm, show, forget] as Scene[];
