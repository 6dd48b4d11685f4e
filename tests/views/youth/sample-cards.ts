import { concernKinds } from "#src/conversation/complaint/complaint-file.ts";
import type { ShownCard } from "#src/directory/entry/card.ts";
import type { DoorNow } from "#src/queue/door/door.ts";

/** A Tuesday, 13:00 in Brussels; that evening, 22:00; the day after, 18:00. */
export const noon = Date.UTC(2026, 10, 24, 12);
export const evening = Date.UTC(2026, 10, 24, 21);
export const tomorrow = Date.UTC(2026, 10, 25, 17);

/** A place with something of everything, open until the evening in another zone. */
export const card: ShownCard = {
  id: "2f1a4a0e-6f9e-4a53-9f35-6c1d2b7c0f11",
  name: "Youth <line>",
  organization: "Open House",
  summary: "Talk about anything.",
  alert: "Closed on Friday",
  ageFrom: 12,
  ageTo: 25,
  free: true,
  anonymous: true,
  languages: ["nl", "ar"],
  ways: [
    {
      kind: "chat",
      value: "https://example.org/room",
      link: "https://example.org/room",
      description: "",
      free: null,
    },
    { kind: "phone", value: "116 111", link: "tel:116111", description: "At night", free: false },
    { kind: "email", value: "us@help.example", link: "mailto:us@help.example", description: "", free: null },
    { kind: "visit", value: "", link: null, description: "", free: null },
  ],
  hoursNote: "Ring first",
  hasHours: true,
  emergency: false,
  verifiedOn: "2026-11-03",
  openness: { state: "open", until: evening, next: null, zone: "Europe/London" },
  at: noon,
};

/** The same where somebody is there tomorrow, and where nobody knows. */
export const closedCard: ShownCard = {
  ...card,
  openness: { state: "closed", until: null, next: tomorrow, zone: "Europe/London" },
};
export const unknownCard: ShownCard = { ...card, openness: { state: "unknown", until: null, next: null, zone: "" } };

/** Every way of being shut, with what is known then. */
export const shut = {
  closed: { state: "closed", reason: "outside_hours", next: tomorrow },
  unplanned: { state: "closed", reason: "outside_hours", next: null },
  byHand: { state: "closed", reason: "closed_by_hand", next: null },
  paused: { state: "paused", reason: "nobody_there", until: evening },
  break: { state: "paused", reason: "paused_by_hand", until: evening, next: noon + 25 * 60_000 },
  late: { state: "late", reason: "nobody_yet", until: evening },
  full: { state: "full", reason: "queue_full", until: evening },
  last_entry: { state: "last_entry", reason: "closing_soon", until: evening, next: tomorrow },
} satisfies Record<string, Partial<DoorNow>>;

/** Of what was wrong with a chat nothing is said yet. */
export const unsaid = {
  words: "",
  error: null,
  forNobody: false,
  kinds: concernKinds,
  kind: null,
  days: 14,
  kept: null,
  isRefused: false,
  code: null,
};
