import { everyAssessmentState } from "#tests/support/states/admin/assessment.ts";
import { lookAtEvery } from "#tests/support/states/states.ts";

lookAtEvery(
  "every state of the first questions",
  [
    "which-door",
    "which",
    "which-open",
    "which-danger",
    "which-offered",
    "which-closed",
    "assessment",
    "assessment-wrong",
    "assessment-rule",
    "assessment-rule-wrong",
    "assessment-saved",
    "assessment-try",
    "assessment-reach",
  ],
  async (lookAt) => [await everyAssessmentState(lookAt)],
);
