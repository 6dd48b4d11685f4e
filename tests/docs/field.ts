import { wordsOf } from "../architecture/names.ts";

/** What people of the field call things, and people who keep such software running. */
export const fieldWords = [
  ...["conversation", "message", "side note", "join", "help", "silence", "agreed plan", "referral"],
  ...["risk", "danger", "emergency", "complaint", "return code", "secret word", "queue", "line", "claim"],
  ...["hand over", "take over", "give back", "pause", "capacity", "wait estimate", "announced wait", "unattended"],
  ...["opening hours", "holiday", "override", "availability", "presence", "shift", "overview", "callback"],
  ...["on-call", "webhook", "mail", "record", "thanks", "debrief", "feeling", "hold", "entry", "organization"],
  ...["search", "import", "export", "duplicates", "verification", "feed", "member", "invitation", "alias"],
  ...["permission", "password", "session", "second step", "passkey", "team key", "recovery sheet", "replies"],
  ...["settings", "theme", "logo", "texts", "rules", "audit", "doctor", "migration"],
];

/** The files of src that a word leads to: each of its words stands in their path, alone or in the plural. */
export function leadsTo(word: string, paths: Iterable<string>): string[] {
  const wanted = wordsOf(word);
  return [...paths].filter((path) => {
    const named = /^src\/(.*)\.(tsx?|json)$/.exec(path)?.[1];
    const words = new Set(wordsOf(named ?? ""));
    return named !== undefined && wanted.every((one) => words.has(one) || words.has(`${one}s`));
  });
}
