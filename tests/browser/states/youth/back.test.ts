import { lookAtEvery } from "#tests/support/states/states.ts";
import { everyBackState } from "#tests/support/states/youth/back.ts";

lookAtEvery(
  "every state of whoever comes back with a code",
  [
    "back-form",
    "back-wrong",
    "back-offered",
    "back-agreed",
    "back-code",
    "back-there",
    "back-elsewhere",
    "back-shut",
    "back-again",
    "back-console",
    "back-lines",
    "back-earlier",
  ],
  async (lookAt) => [await everyBackState(lookAt)],
);
