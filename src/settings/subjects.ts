/** What an admin sets, by the page it stands on. Each has its own history, and its own undo. */
const subjects = [
  "helpline",
  "emergency",
  "languages",
  "chats",
  "silence",
  "keeping",
  "directory",
  "look",
  "rules",
  "texts",
  "opening",
  "checklist",
  "assessment",
  "sharing",
  "reasons",
  "meanwhile",
  "on_call",
  "callback",
  "accounts",
  "address",
] as const;

export type Subject = (typeof subjects)[number];
