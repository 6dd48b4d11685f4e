import { everyKeysState, everyLockedState } from "#tests/support/states/staff/keys.ts";
import { lookAtEvery } from "#tests/support/states/states.ts";

lookAtEvery(
  "every state of the keys",
  [
    "keys-none",
    "keys-alone",
    "keys-sheet",
    "keys-words-wrong",
    "keys-proved",
    "keys-rotate",
    "keys-given-use-wrong",
    "keys-shut",
    "locked-own-chat",
    "locked-ask",
    "locked-open-key",
    "locked-read",
  ],
  async (lookAt) => [await everyKeysState(lookAt), await everyLockedState(lookAt)],
);
