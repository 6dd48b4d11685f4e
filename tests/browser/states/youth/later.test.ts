import { lookAtEvery } from "#tests/support/states/states.ts";
import { everyLaterState } from "#tests/support/states/youth/later.ts";

lookAtEvery(
  "every state of whoever asks to be written to",
  [
    "later-offered",
    "later-form",
    "later-wrong",
    "later-sent",
    "later-warned",
    "later-now",
    "later-link",
    "later-link-shut",
    "later-link-unknown",
    "later-link-refused",
    "later-link-used",
    "later-off",
  ],
  async (lookAt) => [await everyLaterState(lookAt)],
);
