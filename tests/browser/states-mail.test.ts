import { everyMailState } from "../support/mail-states.ts";
import { lookAtEvery } from "../support/states.ts";

lookAtEvery(
  "every state of the mails",
  [
    "mail-unset",
    "mail-wrong",
    "mail-set",
    "mail-test-wrong",
    "mail-test-refused",
    "mail-tested",
    "mail-failed",
    "mail-failed-settings",
    "mail-undo",
    "mail-trouble-plain",
  ],
  async (lookAt) => [await everyMailState(lookAt)],
);
