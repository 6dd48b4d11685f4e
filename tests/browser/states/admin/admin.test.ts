import { everyHoursState, everyLineState } from "#tests/support/states/admin/admin.ts";
import { lookAtEvery } from "#tests/support/states/states.ts";

lookAtEvery(
  "acceptance 6: every state of opening hours and lines",
  [
    "hours-whenever",
    "hours-empty",
    "hours-exception",
    "hours-wrong",
    "hours-file",
    "hours-file-nothing",
    "hours-full",
    "hours-saved",
    "hours-undone",
    "hours-meanwhile",
    "hours-plain",
    "hours-two-lines",
    "lines-one",
    "lines-add",
    "lines-refused",
    "line-saved",
    "line-changed",
    "line-meanwhile",
    "line-retire",
    "lines-two",
    "line-retired",
  ],
  async (lookAt) => [await everyHoursState(lookAt), await everyLineState(lookAt)],
);
