import { lookAtEvery } from "#tests/support/states/states.ts";
import { everySecretState } from "#tests/support/states/youth/secret.ts";

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
