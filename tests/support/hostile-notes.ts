import type { HostileForm } from "./attack.ts";
import { clean } from "./corpus.ts";
import { clientId } from "./http.ts";

const conversation = "/staff/conversation/:id";
const annas = { who: "anna", stage: "talking" } as const;
const isClientId = (id = "") => /^[0-9a-f]{32}$/.test(id);

/** The forms of what colleagues write to each other. */
export const noteForms: HostileForm[] = [
  {
    ...annas,
    path: `${conversation}/help`,
    honest: () => ({ words: "how do I ask about it?" }),
    right: ({ words = "" }) => clean(words).trim().replace(/\s+/g, " ").length <= 300,
    changes: ["help_wanted"],
  },
  { ...annas, path: `${conversation}/help/back`, honest: () => ({}), right: () => true, changes: [] },
  { ...annas, path: `${conversation}/help/answer`, honest: () => ({}), right: () => false, changes: [] },
  {
    ...annas,
    path: "/staff/shift",
    honest: () => ({ client_id: clientId(), text: "who has ten minutes?" }),
    // Only a supervisor says something to all.
    right: ({ client_id, text, all }) =>
      isClientId(client_id) &&
      all !== "1" &&
      clean(text ?? "").trim().length >= 1 &&
      clean(text ?? "").trim().length <= 1000,
    changes: ["shift_note", "shift_seen"],
    words: "text",
  },
  {
    ...annas,
    path: "/staff/shift/seen",
    honest: () => ({ note: "1" }),
    right: ({ note = "1" }) => /^\d{1,9}$/.test(note),
    changes: [],
  },
  { ...annas, path: "/staff/shift/:id/read", honest: () => ({}), right: () => false, changes: [] },
  { ...annas, path: "/staff/shift/:id/back", honest: () => ({}), right: () => false, changes: [] },
  {
    ...annas,
    path: `${conversation}/notes`,
    honest: () => ({ client_id: clientId(), text: "how do I ask about it?" }),
    right: ({ client_id, text }) =>
      isClientId(client_id) && clean(text ?? "").trim().length >= 1 && clean(text ?? "").trim().length <= 2000,
    changes: ["side_note", "side_note_of"],
    words: "text",
  },
  {
    ...annas,
    path: `${conversation}/notes/draft`,
    honest: () => ({ text: "how do" }),
    right: () => true,
    changes: ["side_note_of"],
  },
  {
    ...annas,
    path: `${conversation}/notes/seen`,
    honest: () => ({ seq: "1" }),
    right: ({ seq = "" }) => /^\d{1,9}$/.test(seq),
    changes: [],
  },
];
