import { notedLevels, sendReferrals } from "#src/conversation/referral.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { Db } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type Reason, reasons } from "#src/directory/reports.ts";
import { place } from "#tests/support/house/directory.ts";
import { act, clientId } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import type { HostileForm, Scene } from "./attack.ts";

/** The one place of these tests, whose id a form knows before it is there. */
const placeId = "3f0c2b1a-5d4e-4f60-8a7b-9c0d1e2f3a4b";

const onePlace = async ({ line }: Scene) => {
  const made = await place(line.helpline.db, "Lifeline");
  await rename(line.helpline.db, made);
};

/** Gives a place the id that the forms name. */
const rename = (db: Db, made: string) =>
  db.change("command line", (tx) => {
    const { version_id, created_at } = tx.first(q.selectFrom("service").selectAll().where("id", "=", made))!;
    tx.run(q.deleteFrom("service").where("id", "=", made));
    tx.run(q.updateTable("service_version").set({ service_id: placeId }).where("id", "=", version_id));
    const origin = { source_id: null, external_id: null };
    tx.run(q.insertInto("service").values({ id: placeId, version_id, created_at, ...origin }));
  });

/** Anna sent it to Noor. */
const sent = async (at: Scene) => {
  await onePlace(at);
  const { line } = at;
  const found = line.helpline.db.first(
    q.selectFrom("conversation").select("id").where("counsellor_id", "=", line.anna.id).orderBy("id", "desc"),
  )!;
  const input = { conversationId: found.id, staffId: line.anna.id, clientId: newClientId(), serviceIds: [placeId] };
  await act(line, line.anna, (tx, emit) => sendReferrals(tx, emit, input));
};

const isClientId = (id = "") => /^[0-9a-f]{32}$/.test(id);
const isOneOf = (all: readonly string[], one = "") => all.includes(one);
const path = "/staff/conversation/:id/referrals";
const annas = { who: "anna", stage: "talking" } as const;

/** The forms of the search beside a chat. */
export const referralForms: HostileForm[] = [
  {
    ...annas,
    path,
    arrange: onePlace,
    honest: () => ({
      client_id: clientId(),
      words: "life",
      topics: "suicide",
      channel: "phone",
      prefer: "1",
      service: placeId,
    }),
    // It finds and changes nothing; only an id of none is refused.
    right: ({ client_id }) => isClientId(client_id),
    changes: [],
  },
  {
    ...annas,
    path: `${path}/send`,
    arrange: onePlace,
    honest: () => ({ client_id: clientId(), words: "life", service: placeId }),
    once: true,
    right: ({ client_id, service }) => isClientId(client_id) && service === placeId,
    changes: ["message", "referral", "conversation"],
  },
  {
    ...annas,
    path: `${path}/note`,
    arrange: sent,
    honest: () => ({ referral: "1", level: "accompanied", consent: "yes", outcome: "will_try" }),
    right: ({ referral, level, consent }) =>
      referral === "1" && isOneOf(notedLevels, level) && (level !== "accompanied" || consent === "yes"),
    changes: ["referral"],
  },
  {
    ...annas,
    path: `${path}/report`,
    arrange: onePlace,
    honest: () => ({ service: placeId, reason: "number_wrong" satisfies Reason, note: "it rings elsewhere" }),
    right: ({ service, reason, note = "" }) =>
      service === placeId &&
      isOneOf(reasons, reason) &&
      clean(note).trim().length <= 500 &&
      (reason !== "other" || clean(note).trim() !== ""),
    changes: ["service_report", "audit"],
  },
];
