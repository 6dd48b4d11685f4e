import { everyRoomState } from "../support/room-states.ts";
import { lookAtEvery } from "../support/states.ts";
import { timedServer } from "../support/youth-states.ts";

const states = [
  "concerns-none",
  "help-asked",
  "help-waits",
  "help-wanted",
  "help-answered",
  "notes-empty",
  "notes-unread",
  "notes-some",
  "shift-empty",
  "shift-unread",
  "shift-some",
  "step-in",
  "bar-full",
  "concerns-two",
  "concerns-done",
  "holds-none",
  "holds-wrong",
  "holds-read",
];

lookAtEvery("what colleagues say to each other and call each other for", states, async (lookAt) => {
  const house = await timedServer();
  await everyRoomState(house, lookAt);
  return [house];
});
