import type { Planted } from "../mutant.ts";

/** What happens when no one says anything. */
export const silence: Planted[] = [
  {
    id: "danger-is-paused",
    wrong: "The chat of somebody in danger pauses when they fall silent, instead of calling for help.",
    symbol: "dueStep",
    from: 'return danger ? "call" : "pause";',
    to: 'return "pause";',
  },
  {
    id: "paused-as-soon-as-asked",
    wrong: "After an outage somebody is asked whether they are there, and paused in the same minute.",
    symbol: "dueStep",
    from: " && at - askedAt >= (timers.pause - timers.warn) * minuteMs",
    to: "",
  },
  {
    id: "asked-while-the-counsellor-is-gone",
    wrong: "A young person is asked why they are silent while their counsellor's line is broken.",
    symbol: "silenceClock",
    from: "if (isQuiet(seen) || seen.counsellorGone) return null;",
    to: "if (isQuiet(seen)) return null;",
  },
  {
    id: "asked-while-waiting-for-an-answer",
    wrong: "A young person who waits for an answer is told that they are silent.",
    symbol: "silenceClock",
    from: "!hasGreeted || seen.unansweredSince !== null",
    to: "!hasGreeted",
  },
  {
    id: "danger-fades-out",
    wrong: "The paused chat of somebody in danger ends by itself.",
    symbol: "fadeOut",
    from: "if (!isMarkedInDanger(tx, found) || found.counsellorId === null)",
    to: "if (found.pausedAt !== null)",
  },
  {
    id: "danger-is-lost",
    wrong: "The chat of somebody in danger ends by itself because their phone lost its network.",
    symbol: "endLost",
    helper: "keptFor",
    from: " || one.risk",
    to: "",
  },
  {
    id: "danger-calls-nobody",
    wrong: "Somebody in danger falls silent, and no colleague is called.",
    symbol: "stepOn",
    from: 'if (step === "call") askForHelp(tx, emit, { conversationId, staffId: null, urgent: true });',
    to: "",
  },
  {
    id: "outage-ends-chats",
    wrong: "After a restart everybody who could not reach the server meanwhile has lost their chat.",
    symbol: "openYouthPresence",
    from: "Math.min(silentFor(id, youthHereAt), clock.elapsed() - startedAt)",
    to: "silentFor(id, youthHereAt)",
  },
];
