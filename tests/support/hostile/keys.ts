import { createHash } from "#src/crypto/hash.ts";
import { checkOf, newSheet, sealToSheet } from "#src/crypto/sheet.ts";
import { newStaffKey } from "#src/crypto/staff-key.ts";
import type { OpenTeam } from "#src/crypto/team-keys.ts";
import { askedWords, keepSheet, proveSheet, sheetNow } from "#src/staff/key-sheet.ts";
import { keepStaffKey } from "#src/staff/team-key.ts";
import { evening, member, password } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import type { HostileForm, Scene } from "./attack.ts";

// What is right and what is not at the forms of the keys. Written from the design, not from the code.

const [own, other, paper] = [newStaffKey(password), newStaffKey("another four words"), newSheet()];

/** Béla holds the team key, and has it open. */
async function opened({ line, bela }: Scene): Promise<OpenTeam> {
  const { sealed } = await own;
  const open = await act(line, line.bela, (tx, emit) =>
    keepStaffKey(tx, emit, { staffId: line.bela.id, had: [], sealed }),
  );
  const token = line.helpline.sessions.tokenIn(bela);
  line.helpline.opened.keep({ hash: createHash(token), token }, open);
  return open;
}

/** Carl is a supervisor too, and does not hold it. */
async function withCarl(at: Scene) {
  await opened(at);
  const carl = await member(at.line.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  const { sealed } = await other;
  await act(at.line, carl, (tx, emit) => keepStaffKey(tx, emit, { staffId: carl.id, had: [], sealed }));
}

/** There is a sheet, and Béla has its words. */
async function withSheet(at: Scene) {
  const { line } = at;
  const { db, clock } = line.helpline;
  const open = await opened(at);
  const { recipient, checks } = await paper;
  const bytes = await sealToSheet(recipient, JSON.stringify({ team: db.keyring.team.write(open) }));
  const sheetId = await act(line, line.bela, (tx, emit) =>
    keepSheet(tx, emit, { recipient, checks: checks.map(checkOf), bytes, holds: [1], masters: [] }),
  );
  const words = askedWords(sheetNow(db, clock.now()).fresh!, clock.now()).map((place) => checks[place]!);
  return { sheetId, words: words as [string, string] };
}

async function withGoodSheet(at: Scene) {
  const input = await withSheet(at);
  await act(at.line, at.line.bela, (tx, emit) => proveSheet(tx, emit, input));
}

const bela = (path: string, more: Pick<HostileForm, "honest" | "right" | "arrange"> & Partial<HostileForm>) => ({
  path,
  who: "bela" as const,
  stage: "waiting" as const,
  // What they change lies in keys.db.
  changes: [],
  ...more,
});

export async function keysForms(): Promise<HostileForm[]> {
  const { secret, checks } = await paper;
  const kept = { id: 1, recipient: "", checks, bytes: new Uint8Array(), holds: [1], madeAt: 0, provedAt: null };
  const asked = askedWords(kept, evening.now()).map((place) => checks[place]);
  const plain = (text = "") => text.replace(/\s+/g, "").toUpperCase();
  return [
    bela("/admin/keys/open", {
      honest: () => ({ password, back: "" }),
      right: (fields) => fields.password === password,
      arrange: opened,
    }),
    bela("/admin/keys/give", {
      honest: () => ({ staff: "4" }),
      right: ({ staff }) => staff === "4",
      arrange: withCarl,
    }),
    bela("/admin/keys/sheet", { honest: () => ({}), right: () => true, arrange: opened }),
    bela("/admin/keys/rotate", { honest: () => ({}), right: () => true, arrange: opened }),
    bela("/admin/keys/prove", {
      honest: () => ({ sheet: "1", "word-0": asked[0]!, "word-1": asked[1]! }),
      right: (fields) =>
        fields.sheet === "1" && [0, 1].every((n) => fields[`word-${n}`]?.trim().toLowerCase() === asked[n]),
      arrange: withSheet,
    }),
    bela("/admin/keys/use", {
      honest: () => ({ secret }),
      right: (fields) => plain(fields.secret) === secret,
      arrange: withGoodSheet,
    }),
  ];
}
