import { everyMailState } from "#tests/support/states/admin/mail.ts";
import { lookAtEvery } from "#tests/support/states/states.ts";

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
