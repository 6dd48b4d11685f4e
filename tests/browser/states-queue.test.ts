import { everyQueueState } from "../support/queue-states.ts";
import { lookAtEvery } from "../support/states.ts";

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
