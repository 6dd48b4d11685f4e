import { claimNext } from "#src/queue/claim.ts";
import { comesIn, youthEnds } from "./chats.ts";
import type { FakeClock, House } from "./helpline.ts";
import { act } from "./http.ts";

/** Lets a line of two move `times` times and empty, so that a wait can be estimated. Anna must be there. */
export async function lineMoved(home: House, clock: FakeClock, { minutes = 6, times = 12, lineId = 1 } = {}) {
  const takes = async () => {
    clock.pass(minutes * 60_000);
    await youthEnds(home, await act(home, home.anna, (tx, emit) => claimNext(tx, emit, { member: home.anna })));
  };
  await comesIn(home, null, { lineId });
  for (let time = 1; time < times; time += 1) {
    await comesIn(home, null, { lineId });
    await takes();
  }
  await takes();
}
