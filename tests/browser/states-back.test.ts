import { everyBackState } from "../support/back-states.ts";
import { lookAtEvery } from "../support/states.ts";

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
