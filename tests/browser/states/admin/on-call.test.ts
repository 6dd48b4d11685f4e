import { everyOnCallState } from "#tests/support/states/admin/on-call.ts";
import { lookAtEvery } from "#tests/support/states/states.ts";

lookAtEvery(
  "every state of who is on call",
  ["on-call-empty", "on-call-wrong", "on-call-set", "on-call-told", "on-call-plain", "on-call-above"],
  async (lookAt) => [await everyOnCallState(lookAt)],
);
