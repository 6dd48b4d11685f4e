import { everySharingState } from "#tests/support/states/admin/sharing.ts";
import { lookAtEvery } from "#tests/support/states/states.ts";

lookAtEvery(
  "every state of the pages that share the directory",
  [
    "sharing",
    "sharing-published",
    "sharing-wrong",
    "sharing-found",
    "source-new",
    "source-taken",
    "source-edited",
    "source-changed",
    "source-remove",
    "partner-found",
    "sharing-full",
    "partner-stale",
    "sharing-ended",
  ],
  async (lookAt) => [await everySharingState(lookAt)],
);
