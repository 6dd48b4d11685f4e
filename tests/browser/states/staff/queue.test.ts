import { everyQueueState } from "#tests/support/states/staff/queue.ts";
import { lookAtEvery } from "#tests/support/states/states.ts";

lookAtEvery(
  "every state around the queue",
  [
    "queue-left-alone",
    "queue-deserted",
    "queue-taken-back",
    "member-chats-most",
    "still-here",
    "covered",
    "door-in-danger",
  ],
  async (lookAt) => [await everyQueueState(lookAt)],
);
