import { everySettingsState } from "#tests/support/states/admin/settings.ts";
import { lookAtEvery } from "#tests/support/states/states.ts";

lookAtEvery(
  "every state of the settings and of the way to an open helpline",
  [
    "settings",
    "settings-found",
    "settings-nothing",
    "subject-helpline",
    "subject-wrong",
    "subject-meanwhile",
    "subject-saved",
    "subject-emergency",
    "subject-emergency-wrong",
    "subject-languages",
    "subject-chats",
    "subject-silence",
    "subject-keeping",
    "subject-directory",
    "subject-callback",
    "subject-callback-asked",
    "meanwhile-list",
    "meanwhile-card-wrong",
    "meanwhile-card",
    "meanwhile-saved",
    "open-not-yet",
    "open-refused",
    "open-open",
    "open-break",
    "subject-plain",
  ],
  async (lookAt) => [await everySettingsState(lookAt)],
);
