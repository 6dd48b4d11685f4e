import { raiseConcern, readConcern } from "#src/conversation/complaint/complaint.ts";
import type { ConcernKind } from "#src/conversation/complaint/complaint-file.ts";
import { inform } from "#src/conversation/complaint/complaint-told.ts";
import { q } from "#src/db/schema.ts";
import { setOwnAddress } from "#src/staff/accounts/own-address.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { type House, member } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

/** Adds a lead, Dora, alias Heron, outside the shift. `name`: her sign-in name. */
export const namesLead = (home: Pick<House, "helpline">, name = "dora"): Promise<StaffMember> =>
  member(home.helpline, name, "Dora Maes", "Heron", ["lead"]);

/** She can be written to. */
export const leadAddress = "heron@board.example";
export const givesAddress = (home: House, who: StaffMember, address = leadAddress) =>
  act(home, who, (tx, emit) => setOwnAddress(tx, emit, { staffId: who.id, address, digest: false, trail: false }));

/** Someone complains about a chat. Returns the complaint's id. */
export async function wrongIn(
  { helpline: { db } }: House,
  conversationId: number,
  kind: ConcernKind | null = "contact",
  text = "he asked where I live",
): Promise<number> {
  const link = "https://chat.example.org/staff";
  await db.change("youth", (tx, emit) => raiseConcern(tx, emit, { conversationId, text, kind, link }));
  return db.first(q.selectFrom("concern").select("id").orderBy("id", "desc"))!.id;
}

/** A lead has read it. */
export const reads = (home: House, lead: StaffMember, id: number) =>
  act(home, lead, (tx, emit) => readConcern(tx, emit, { id, staffId: lead.id }));

/** A lead tells Anna of it. */
export const tellsAnna = (
  home: House,
  lead: StaffMember,
  id: number,
  words = "Somebody felt asked for their number.",
) => act(home, lead, (tx, emit) => inform(tx, emit, { id, by: lead.id, staffId: home.anna.id, words }));
