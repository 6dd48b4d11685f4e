import { newStaffKey } from "#src/crypto/staff-key.ts";
import { q } from "#src/db/schema.ts";
import { askAddress, confirmAddress } from "#src/record/address.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { keepStaffKey } from "#src/staff/team-key.ts";
import { member, password } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { gives, locksAddress, switches } from "#tests/support/keys/addresses.ts";
import type { HostileForm, Scene } from "./attack.ts";

// What is right and what is not at the forms that open where a young person writes from. Written from the design, not from the code.

const [belas, carls] = [newStaffKey(password), newStaffKey("another four words")];

/** In Noor’s chat, which Anna has, there is an emergency; Béla and Carl can open its address. */
async function locked({ line }: Scene) {
  const { db } = line.helpline;
  const carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  const keeps = (who: StaffMember, { sealed }: Awaited<typeof belas>) =>
    act(line, who, (tx, emit) => keepStaffKey(tx, emit, { staffId: who.id, had: [], sealed }));
  const open = await keeps(line.bela, await belas);
  await keeps(carl, await carls);
  await gives(line, carl, open);
  await switches(line, true);
  const { id } = db.first(q.selectFrom("conversation").select("id").where("counsellor_id", "=", line.anna.id))!;
  await locksAddress(line, id, "203.0.113.9");
  await act(line, line.anna, (tx, emit) => declareEmergency(tx, emit, { conversationId: id, staffId: line.anna.id }));
  return { carl, emergencyId: 1 };
}

async function askedByCarl(at: Scene) {
  const { carl, emergencyId } = await locked(at);
  const input = { staffId: carl.id, emergencyId, reason: "no_answer" } as const;
  await act(at.line, carl, (tx, emit) => askAddress(tx, emit, input));
}

async function saidYes(at: Scene) {
  const { carl, emergencyId } = await locked(at);
  const { line } = at;
  const input = { staffId: line.bela.id, emergencyId, reason: "no_answer" } as const;
  await act(line, line.bela, (tx, emit) => askAddress(tx, emit, input));
  const { pair } = await carls;
  await act(line, carl, (tx, emit) => confirmAddress(tx, emit, { staffId: carl.id, emergencyId, pair }));
}

const reasons = ["no_answer", "cannot_say", "other_in_danger"];
const isPassword = (fields: Record<string, string>) => fields.confirm_password === password;
const belas1 = { who: "bela", stage: "talking", id: "1" } as const;

export const addressForms: HostileForm[] = [
  {
    ...belas1,
    path: "/staff/emergencies/:id/address",
    arrange: locked,
    honest: () => ({ reason: "cannot_say" }),
    right: ({ reason = "" }) => reasons.includes(reason),
    changes: ["address_request", "sqlite_sequence"],
  },
  {
    ...belas1,
    path: "/staff/emergencies/:id/address/confirm",
    arrange: askedByCarl,
    honest: () => ({ confirm_password: password }),
    right: isPassword,
    changes: ["address_request"],
  },
  {
    ...belas1,
    path: "/staff/emergencies/:id/address/show",
    arrange: saidYes,
    honest: () => ({ confirm_password: password }),
    right: isPassword,
    changes: ["address_request"],
  },
];
