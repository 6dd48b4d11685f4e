import { everySecretState } from "../support/secret-states.ts";
import { lookAtEvery } from "../support/states.ts";

lookAtEvery(
  "every state of whoever has a secret word",
  [
    "secret-offered",
    "secret-refused",
    "secret-is-set",
    "secret-with-code",
    "secret-asked",
    "secret-wrong",
    "secret-given",
    "secret-after-the-end",
    "secret-in-the-chat",
  ],
  async (lookAt) => [await everySecretState(lookAt)],
);
