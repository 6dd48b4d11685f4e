import { notesRights } from "./notes.ts";
import { none, type RightsOfConversation, strangers, toSignIn, type Who } from "./who.ts";

/** The same answer to the conversation's counsellor, before and after its end, and none to others. */
const ofOwn = (answer: number, others = none): Record<Who, number[]> => ({
  nobody: others,
  noor: others,
  sam: others,
  anna: [answer, 403, 403, answer, 403],
  carl: [403, answer, 403, 403, 403],
  bela: none,
  sven: none,
  dora: none,
});

/** Only while it goes on. */
const ofTalking = (over: number): Record<Who, number[]> => ({ ...ofOwn(303), anna: [303, 403, 403, over, 403] });

const ofSupervisor = { ...strangers, anna: none, carl: none, bela: [303, 303, 403, 403, 403], sven: none, dora: none };

/** By conversation: anna’s, carl’s, waiting, ended (Anna’s), unknown. */
export const ofConversation: RightsOfConversation = {
  "POST /staff/conversation/:id/claim": {
    ...strangers,
    anna: [303, 409, 303, 410, 403],
    carl: [409, 303, 303, 410, 403],
    bela: [409, 409, 303, 410, 403],
    sven: none,
    dora: none,
  },
  "GET /staff/conversation/:id": {
    nobody: toSignIn,
    noor: toSignIn,
    sam: toSignIn,
    anna: [200, 403, 403, 200, 403],
    carl: [403, 200, 403, 403, 403],
    // From outside: whose it is, and not a word of it.
    bela: [200, 200, 403, 403, 403],
    sven: none,
    dora: none,
  },
  "GET /staff/conversation/:id/handover": ofOwn(200, toSignIn),
  "POST /staff/conversation/:id/handover": ofTalking(410),
  "POST /staff/conversation/:id/handover/draft": { ...ofOwn(204), anna: [204, 403, 403, 410, 403] },
  // Nothing was offered.
  "POST /staff/conversation/:id/handover/withdraw": ofOwn(303),
  "POST /staff/conversation/:id/handover/accept": ofOwn(303),
  "POST /staff/conversation/:id/handover/decline": ofOwn(403),
  "POST /staff/conversation/:id/join": ofSupervisor,
  "POST /staff/conversation/:id/read-along": ofSupervisor,
  // No one is beside any of them.
  "POST /staff/conversation/:id/leave": ofOwn(403),
  "POST /staff/conversation/:id/take-over": {
    ...strangers,
    anna: [303, 403, 403, 303, 403],
    carl: [403, 303, 403, 403, 403],
    bela: [303, 303, 403, 403, 403],
    sven: none,
    dora: none,
  },
  "POST /staff/conversation/:id/send": {
    ...strangers,
    anna: [303, 403, 403, 410, 403],
    carl: [403, 303, 403, 403, 403],
    bela: none,
    sven: none,
    dora: none,
  },
  "POST /staff/conversation/:id/draft": {
    ...strangers,
    anna: [204, 403, 403, 410, 403],
    carl: [403, 204, 403, 403, 403],
    bela: none,
    sven: none,
    dora: none,
  },
  "POST /staff/conversation/:id/end": {
    ...strangers,
    anna: [303, 403, 403, 303, 403],
    carl: [403, 303, 403, 403, 403],
    bela: none,
    sven: none,
    dora: none,
  },
  // The form has no lines.
  "GET /staff/conversation/:id/approach": ofOwn(200, toSignIn),
  "POST /staff/conversation/:id/approach": ofOwn(422),
  // After the end its reasons stand in the record.
  "GET /staff/conversation/:id/reasons": {
    ...ofOwn(200, toSignIn),
    anna: [200, 403, 403, 303, 403],
  },
  "POST /staff/conversation/:id/reasons": ofTalking(410),
  "POST /staff/conversation/:id/goal": ofTalking(410),
  // No one came back with a code.
  "POST /staff/conversation/:id/earlier": ofOwn(404),
  "POST /staff/conversation/:id/hold": ofTalking(410),
  "POST /staff/conversation/:id/stay": ofTalking(410),
  "POST /staff/conversation/:id/ask-kindly": ofTalking(410),
  // No mails can be sent.
  "POST /staff/conversation/:id/later": { ...ofOwn(409), anna: [409, 403, 403, 410, 403] },
  "POST /staff/conversation/:id/aside": ofTalking(410),
  // It was not set aside.
  "POST /staff/conversation/:id/aside-undo": ofOwn(422),
  "POST /staff/conversation/:id/risk": ofOwn(303),
  "GET /staff/conversation/:id/emergency": ofOwn(200, toSignIn),
  "POST /staff/conversation/:id/emergency": ofOwn(303),
  "POST /staff/conversation/:id/where": ofTalking(410),
  // Said after the end of an own chat.
  "POST /staff/conversation/:id/debrief": {
    ...strangers,
    anna: [403, 403, 403, 303, 403],
    carl: none,
    bela: none,
    sven: none,
    dora: none,
  },
  ...notesRights,
  "GET /staff/conversation/:id/referrals": ofOwn(200, toSignIn),
  "POST /staff/conversation/:id/referrals": ofOwn(200),
  // The form names no entry.
  "POST /staff/conversation/:id/referrals/send": ofOwn(422),
  "POST /staff/conversation/:id/referrals/note": ofOwn(422),
  "GET /staff/conversation/:id/referrals/report": ofOwn(404, toSignIn),
  "POST /staff/conversation/:id/referrals/report": ofOwn(404),
  "GET /staff/conversation/:id/draft": ofOwn(200, toSignIn),
  "GET /staff/conversation/:id/replies": ofOwn(200, toSignIn),
  // The form names none.
  "POST /staff/conversation/:id/replies": ofOwn(422),
  // Nothing is ticked; an open chat has no record yet.
  "POST /staff/conversation/:id/record": {
    ...strangers,
    anna: [403, 403, 403, 422, 403],
    carl: none,
    bela: none,
    sven: none,
    dora: none,
  },
  "POST /staff/conversation/:id/close": {
    ...strangers,
    anna: [403, 403, 403, 303, 403],
    carl: none,
    bela: none,
    sven: none,
    dora: none,
  },
};
