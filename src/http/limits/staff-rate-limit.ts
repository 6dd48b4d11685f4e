import { anyone, type Door } from "#src/http/server/door.ts";

/** What staff may go on with however much they did: writing to the young person, looking, keeping, and leaving. */
export const apart = new Set([
  "/staff/sign-out",
  "/staff/conversation/:id/send",
  "/staff/conversation/:id/draft",
  "/staff/conversation/:id/reasons",
  "/staff/conversation/:id/ask-kindly",
  "/staff/conversation/:id/handover/draft",
  "/staff/conversation/:id/notes/draft",
  "/staff/conversation/:id/notes/seen",
  "/staff/conversation/:id/referrals",
  "/staff/conversation/:id/referrals/send",
  "/staff/conversation/:id/replies",
  "/staff/conversation/:id/record",
  "/staff/conversation/:id/where",
  "/staff/emergencies/:id",
  "/staff/reasons",
  "/staff/records/:id",
  "/staff/replies/:id/preview",
  "/staff/shift/draft",
  "/staff/shift/seen",
]);

/** Returns whether colleagues are told of what is done at a door: every POST of the console but those apart. */
export function isAct({ method, path, gate }: Door): boolean {
  return method === "POST" && path.startsWith("/staff/") && gate !== anyone && !apart.has(path);
}
