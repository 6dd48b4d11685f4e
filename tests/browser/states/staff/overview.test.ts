import { everyOverviewState } from "#tests/support/states/staff/overview.ts";
import { lookAtEvery } from "#tests/support/states/states.ts";

lookAtEvery(
  "every state of the room from above and of the end of a shift",
  [
    "overview-calm",
    "overview",
    "overview-short",
    "overview-plain",
    "debrief-asked",
    "debrief-given",
    "thanks-refused",
    "thanks-said",
    "for-you",
    "inbox-marked",
    "inbox",
    "invite-list",
    "invite-list-says",
    "invite-list-made",
  ],
  async (lookAt) => [await everyOverviewState(lookAt)],
);
