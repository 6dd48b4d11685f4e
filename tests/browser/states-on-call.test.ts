import { everyOnCallState } from "../support/on-call-states.ts";
import { lookAtEvery } from "../support/states.ts";

lookAtEvery(
  "every state of who is on call",
  ["on-call-empty", "on-call-wrong", "on-call-set", "on-call-told", "on-call-plain", "on-call-above"],
  async (lookAt) => [await everyOnCallState(lookAt)],
);
