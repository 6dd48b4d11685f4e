import type { Planted } from "../mutant.ts";

/** What is open of a session or a chat, and when that is over. */
export const sockets: Planted[] = [
  {
    id: "password-leaves-sockets-open",
    wrong: "Whoever stole a session goes on hearing every chat after the password was changed.",
    symbol: "changePassword",
    from: 'for (const session of ended) helpline.hub.close(session, "password");',
    to: "",
  },
  {
    id: "session-ended-from-elsewhere-listens",
    wrong: "A session that its owner has ended from another browser goes on hearing every chat.",
    symbol: "endOwnSessions",
    from: 'for (const hash of ended) hub.close(hash, "ended");',
    to: "",
  },
  {
    id: "moved-chat-still-on-the-socket",
    wrong: "The phone that a chat was taken away from goes on showing what is written.",
    symbol: "openRepaint",
    helper: "shutOut",
    from: "[topics.youth(conversationId), topics.log(conversationId)]",
    to: "[topics.log(conversationId)]",
  },
  {
    id: "moved-chat-still-polled",
    wrong:
      "The phone that a chat was taken away from is not told: its poll hangs on, and its page still shows the chat.",
    symbol: "fragments",
    helper: "pieces",
    from: "return youth.movedAway(sources, event.conversationId);",
    to: "return [];",
  },
  {
    id: "closed-console-still-hears",
    wrong: "A console that takes its time to close hears what is said after its session has ended.",
    symbol: "openHub",
    from: `leaveAll(subscriber);
        try {
          subscriber.close?.(why);`,
    to: `try {
          subscriber.close?.(why);`,
  },
  {
    id: "closed-console-still-speaks",
    wrong: "What a stolen session has sent a moment before its end still counts.",
    symbol: "staffSocket",
    helper: "StaffSocket",
    from: `this.shut = true;
    this.socket?.close(signedOut, why);`,
    to: "this.socket?.close(signedOut, why);",
  },
  {
    id: "only-first-sockets-close",
    wrong: "Of the tabs of a session that has ended those stay open that were opened after somebody else's.",
    symbol: "openHub",
    from: "if (subscriber.session !== session) continue;",
    to: "if (subscriber.session !== session) return;",
  },
  {
    id: "socket-of-an-ended-session",
    wrong: "A console that connects in the moment in which its session ends hears everything from then on.",
    symbol: "staffSocket",
    helper: "StaffSocket",
    from: "if (!member || !helpline.sessions.goesOn(this.session))",
    to: "if (!member)",
  },
  {
    id: "socket-of-a-moved-chat",
    wrong: "A socket that is opened while the chat moves to another phone hears the chat from then on.",
    symbol: "youthSocket",
    from: 'if (conversationOf(c, helpline)?.id !== id) throw new HelplineError("ended");',
    to: "",
  },
  {
    id: "closed-account-listens",
    wrong: "The console of somebody whose account was closed goes on showing who waits.",
    symbol: "openRepaint",
    from: "changeRights.has(type)",
    to: 'type !== "staff.changed" && changeRights.has(type)',
  },
  {
    id: "signed-out-mid-chat",
    wrong: "A counsellor is signed out in the middle of a chat, because their ten hours are over.",
    symbol: "openSessions",
    helper: "isOver",
    from: "return !isTalking(db, row.staff_id, now);",
    to: "return true;",
  },
  {
    id: "away-never-signed-out",
    wrong:
      "A console that was left at a desk stays signed in, for whoever sits down there, though nobody used it for hours.",
    symbol: "openSessions",
    helper: "isOnShift",
    from: 'availabilityOf(db, staffId) === "available"',
    to: 'availabilityOf(db, staffId) !== "gone"',
  },
  {
    id: "open-page-keeps-session",
    wrong: "A page that was left open keeps its session for ever, since it asks by itself.",
    symbol: "quietGate",
    from: "gate(action, lookAtMember)",
    to: "gate(action, findMember)",
  },
  {
    id: "new-password-ends-own-session",
    wrong: "A new password signs out whoever set it, and leaves the thief signed in.",
    symbol: "endSessionsOf",
    from: '"id_hash", "!=", but',
    to: '"id_hash", "=", but',
  },
  {
    id: "swept-session-still-listens",
    wrong: "A console hears everything though its session was over hours ago.",
    symbol: "endSessions",
    from: 'for (const session of await sessions.sweep()) hub.close(session, "over");',
    to: "await sessions.sweep();",
  },
  {
    id: "code-used-twice",
    wrong: "Whoever looks over a shoulder signs in with the code that was just used.",
    symbol: "takeCode",
    from: '"last_step", "<", step',
    to: '"last_step", "<=", step',
  },
  {
    id: "half-signed-in-with-the-old-password",
    wrong: "Whoever stands between the two pages of signing in gets in though the password was changed meanwhile.",
    symbol: "signInCode",
    from: "!staffMember(helpline.db, staffId) || passwordHashOf(helpline, staffId) !== passwordHash",
    to: "!staffMember(helpline.db, staffId)",
  },
  {
    id: "socket-from-anywhere",
    wrong: "A program that names no origin opens a socket with somebody's cookie.",
    symbol: "refuseForeign",
    from: "if (upgrade || isStaffPath(c.req.path)) throw",
    to: "if (isStaffPath(c.req.path)) throw",
  },
];
