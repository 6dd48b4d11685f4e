import { none, strangers, toSignIn } from "./who.ts";

/** What colleagues write beside a conversation: Anna’s, Carl’s, waiting, ended (Anna’s), unknown. */
export const notesRights = {
  "POST /staff/conversation/:id/help": {
    ...strangers,
    anna: [303, 403, 403, 410, 403],
    carl: [403, 303, 403, 403, 403],
    bela: none,
    sven: none,
    dora: none,
  },
  "POST /staff/conversation/:id/help/back": {
    ...strangers,
    anna: [303, 403, 403, 303, 403],
    carl: [403, 303, 403, 403, 403],
    bela: none,
    sven: none,
    dora: none,
  },
  // No one has asked: all alike, whatever there is.
  "POST /staff/conversation/:id/help/answer": {
    ...strangers,
    anna: [409, 409, 409, 409, 403],
    carl: [409, 409, 409, 409, 403],
    bela: [409, 409, 409, 409, 403],
    sven: none,
    dora: none,
  },
  "GET /staff/conversation/:id/notes": {
    ...{ nobody: toSignIn, noor: toSignIn, sam: toSignIn },
    anna: [200, 403, 403, 200, 403],
    carl: [403, 200, 403, 403, 403],
    bela: none,
    sven: none,
    dora: none,
  },
  "POST /staff/conversation/:id/notes": {
    ...strangers,
    anna: [303, 403, 403, 410, 403],
    carl: [403, 303, 403, 403, 403],
    bela: none,
    sven: none,
    dora: none,
  },
  "POST /staff/conversation/:id/notes/draft": {
    ...strangers,
    anna: [204, 403, 403, 410, 403],
    carl: [403, 204, 403, 403, 403],
    bela: none,
    sven: none,
    dora: none,
  },
  "POST /staff/conversation/:id/notes/seen": {
    ...strangers,
    anna: [204, 403, 403, 204, 403],
    carl: [403, 204, 403, 403, 403],
    bela: none,
    sven: none,
    dora: none,
  },
};
