import { claimNext } from "#src/queue/claim.ts";
import { comesIn, youthEnds } from "./chats.ts";
import type { FakeClock, House } from "./helpline.ts";
import { act } from "./http.ts";

/**
 * A line of two moves every so many minutes, so many times, and is empty afterwards: from then on something can be said of how
 * long a wait is. Anna must be there.
 */
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
