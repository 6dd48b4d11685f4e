import { everyRoomState } from "#tests/support/states/staff/room.ts";
import { lookAtEvery } from "#tests/support/states/states.ts";
import { timedServer } from "#tests/support/states/youth/youth.ts";

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
