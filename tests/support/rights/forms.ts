/** Sent beyond the usual, so that those who may get through, and the table shows the right itself. */
export const filled: Record<string, Record<string, string>> = {
  "POST /danger": { say: "hurt_by" },
  "POST /where": { place: "At school.", value: "say" },
  "POST /change": { "words-1": "other words" },
  "POST /staff/conversation/:id/hold": { held: "yes" },
  "POST /staff/conversation/:id/risk": { risk: "present" },
  "POST /staff/conversation/:id/aside": { why: "joke" },
  "POST /staff/conversation/:id/debrief": { weight: "light" },
  // To Béla, who is there.
  "POST /staff/conversation/:id/handover": { to: "staff-2", summary: "School.", agreed: "yes" },
  "POST /staff/conversation/:id/notes/seen": { seq: "1" },
};
