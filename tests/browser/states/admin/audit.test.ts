import { everyAuditState } from "#tests/support/states/admin/audit.ts";
import { lookAtEvery } from "#tests/support/states/states.ts";

lookAtEvery(
  "every state of the audit trail and of own contact details",
  [
    "contact-asked",
    "contact-asked-plain",
    "contact-overview",
    "audit-closed",
    "audit-entries",
    "audit-none",
    "audit-no-day",
    "audit-whole",
    "audit-broken",
    "audit-broken-settings",
  ],
  async (lookAt) => [await everyAuditState(lookAt)],
);
