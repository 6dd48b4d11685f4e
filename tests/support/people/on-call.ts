import { tellOnCall, tidyNotices } from "#src/on-call/notices.ts";
import { lastTold } from "#src/on-call/sent.ts";
import type { OnCallDate } from "#src/settings/on-call-draft.ts";
import { setSettings } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";

const minute = 60_000;

/** A helpline on Tuesday, 19:00 in Brussels by default, where Béla is on call on Mondays and Tuesdays. */
export interface OnCallHouse {
  home: House;
  clock: FakeClock;
  set(week: (number | null)[], dates?: OnCallDate[]): Promise<number>;
  look(): Promise<void>;
  pass(minutes: number): Promise<void>;
  told(): string[];
}

export async function onCallHouse(clock: FakeClock = fakeClock()): Promise<OnCallHouse> {
  const home = await house({ clock });
  const { db } = home.helpline;
  const look = () =>
    db.change("porchlight", (tx, emit) => {
      tellOnCall(tx, emit, { link: null, isHeard: (id) => !home.helpline.staff.isGone(id) });
      tidyNotices(tx, emit);
    });
  const at: OnCallHouse = {
    home,
    clock,
    set: (onCallWeek, onCallDates = []) =>
      db.change("command line", (tx, emit) =>
        setSettings(tx, emit, { subject: "on_call", values: { onCallWeek, onCallDates } }),
      ),
    look,
    pass: async (minutes) => {
      for (let n = 0; n < minutes; n += 1) {
        clock.pass(minute);
        await look();
      }
    },
    told: () =>
      lastTold(db, 50)
        .map(({ cause }) => cause)
        .reverse(),
  };
  await at.set([home.bela.id, home.bela.id, null, null, null, null, null]);
  return at;
}
