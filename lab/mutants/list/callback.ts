import type { Planted } from "../mutant.ts";

/** Who is written to, how often, and by what way. */
export const callback: Planted[] = [
  {
    id: "written-to-again-and-again",
    wrong: "Somebody gets a mail for every request that anybody makes for their address.",
    symbol: "nextInvitation",
    helper: "mayWrite",
    from: "if (writtenBefore !== null && writtenBefore > at - boundMs) return false;",
    to: "",
  },
  {
    id: "second-mail-beside-the-first",
    wrong: "The second mail is written while the first is still on its way, and both arrive.",
    symbol: "nextInvitation",
    helper: "mayWrite",
    from: 'return !isOnItsWay(db, { purpose: "callback", about: id });',
    to: "return true;",
  },
  {
    id: "more-invited-than-seats",
    wrong: "One more is invited than can be talked with, and stands before a full line.",
    symbol: "mayInvite",
    from: "held >= free",
    to: "held > free",
  },
  {
    id: "do-not-write-is-forgotten",
    wrong: "Somebody who said “do not write again” is written to again.",
    symbol: "ask",
    from: "isSilenced(tx, marks) || tx.run(known) > 0",
    to: "tx.run(known) > 0",
  },
  {
    id: "refused-for-one-request-only",
    wrong: "Somebody who said “do not write again” gets the mail of another request for the same address.",
    symbol: "refuse",
    from: "of sameAddress(tx, found)",
    to: "of [found.id]",
  },
  {
    id: "used-link-works-again",
    wrong: "A link in a mail brings whoever finds it to the front of the line again and again.",
    symbol: "linkState",
    from: 'if (found.end_reason === "came") return { kind: "used" };',
    to: "",
  },
  {
    id: "mail-sent-twice",
    wrong: "A mail that takes the server long is handed over a second time.",
    symbol: "takeDueMails",
    from: ".filter(({ id }) => !input.busy.has(id))",
    to: "",
  },
  {
    id: "mail-to-somebody-who-came",
    wrong: "Somebody who has come already, or said no, still gets the mail that was waiting.",
    symbol: "endCallback",
    from: 'withdrawMail(tx, emit, { purpose: "callback", about: callbackId });',
    to: "",
  },
  {
    id: "any-certificate-is-believed",
    wrong: "Whoever stands between the helpline and its mail server reads every mail.",
    symbol: "openMailer",
    from: "rejectUnauthorized: true",
    to: "rejectUnauthorized: false",
  },
  {
    id: "key-of-an-address-stays",
    wrong: "The key of an address stays after the one it belongs to has come, and opens it in every copy of the data.",
    symbol: "endCallback",
    from: "tx.keyring.callbacks.destroy(tx, callbackId);",
    to: "",
  },
];
