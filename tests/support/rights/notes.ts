const none = [403, 403, 403, 403, 403];
const toSignIn = [303, 303, 303, 303, 303];
const strangers = { nobody: none, noor: none, sam: none };

/** Whose conversation → Anna’s, Carl’s, waiting, ended (Anna’s), unknown: what colleagues write beside it. */
export const notesRights = {
  "POST /staff/conversation/:id/help": {
    ...strangers,
    anna: [303, 403, 403, 410, 403],
    carl: [403, 303, 403, 403, 403],
    bela: none,
    sven: none,
  },
  "POST /staff/conversation/:id/help/back": {
    ...strangers,
    anna: [303, 403, 403, 303, 403],
    carl: [403, 303, 403, 403, 403],
    bela: none,
    sven: none,
  },
  // Nobody has asked: all alike, whatever there is.
  "POST /staff/conversation/:id/help/answer": {
    ...strangers,
    anna: [409, 409, 409, 409, 403],
    carl: [409, 409, 409, 409, 403],
    bela: [409, 409, 409, 409, 403],
    sven: none,
  },
  "GET /staff/conversation/:id/notes": {
    ...{ nobody: toSignIn, noor: toSignIn, sam: toSignIn },
    anna: [200, 403, 403, 200, 403],
    carl: [403, 200, 403, 403, 403],
    bela: none,
    sven: none,
  },
  "POST /staff/conversation/:id/notes": {
    ...strangers,
    anna: [303, 403, 403, 410, 403],
    carl: [403, 303, 403, 403, 403],
    bela: none,
    sven: none,
  },
  "POST /staff/conversation/:id/notes/draft": {
    ...strangers,
    anna: [204, 403, 403, 410, 403],
    carl: [403, 204, 403, 403, 403],
    bela: none,
    sven: none,
  },
  "POST /staff/conversation/:id/notes/seen": {
    ...strangers,
    anna: [204, 403, 403, 204, 403],
    carl: [403, 204, 403, 403, 403],
    bela: none,
    sven: none,
  },
};

/** nobody, noor, sam, anna, carl, bela, sven: the room of those on shift. */
export const shiftRights = {
  "GET /staff/shift": [303, 303, 303, 200, 200, 200, 200],
  "POST /staff/shift": [403, 403, 403, 303, 303, 303, 303],
  "POST /staff/shift/draft": [403, 403, 403, 204, 204, 204, 204],
  "POST /staff/shift/seen": [403, 403, 403, 303, 303, 303, 303],
  // There is no such note.
  "POST /staff/shift/:id/read": [403, 403, 403, 404, 404, 404, 404],
  "POST /staff/shift/:id/back": [403, 403, 403, 403, 403, 404, 403],
};
