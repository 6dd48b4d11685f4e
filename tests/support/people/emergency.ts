import { acknowledgeEmergency, declareEmergency, saveEmergency } from "#src/record/emergency.ts";
import type { EmergencySaid } from "#src/record/emergency-reading.ts";
import { setSetting } from "#src/settings/settings.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { fakeClock, house, member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

export const nothingSaid: EmergencySaid = { decidedBy: null, informed: [], passed: [], told: null, outcome: null };

/** Returns a shift with Kim, a second supervisor, and Carl, a counsellor, with four chats each, and their verbs. */
export async function emergencyShift() {
  const clock = fakeClock();
  const home = await house({ clock });
  const kim = await member(home.helpline, "kim", "Kim Maes", "Sol", ["counsellor", "supervisor"]);
  const carl = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  await open(home);
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 4 }));
  return {
    ...{ clock, home, kim, carl },
    declares: (conversationId: number, who = home.anna, at = home) =>
      act(at, who, (tx, emit) => declareEmergency(tx, emit, { conversationId, staffId: who.id })),
    acknowledges: (emergencyId: number, who: StaffMember, at = home) =>
      act(at, who, (tx, emit) => acknowledgeEmergency(tx, emit, { emergencyId, staffId: who.id })),
    closes: (id: number, outcome: EmergencySaid["outcome"] = "help_came", who = home.bela) =>
      act(home, who, (tx, emit) =>
        saveEmergency(tx, emit, { member: who, id, said: { ...nothingSaid, outcome }, note: null }),
      ),
    heardSince: (before: number) => home.heard.slice(before),
  };
}

export type EmergencyShift = Awaited<ReturnType<typeof emergencyShift>>;
