import { askForHelp } from "#src/conversation/help-wanted.ts";
import { writeShiftNote } from "#src/staff/shift-room.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, clientId } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import type { HostileForm, Scene } from "./attack.ts";

const conversation = "/staff/conversation/:id";
const annas = { who: "anna", stage: "talking" } as const;
/** Noor’s conversation, which is Anna’s: the second of the house. */
const noor = 2;
const isClientId = (id = "") => /^[0-9a-f]{32}$/.test(id);

async function annaAsks({ line }: Scene) {
  await open(line, line.bela);
  const asked = { conversationId: noor, staffId: line.anna.id };
  await act(line, line.anna, (tx, emit) => askForHelp(tx, emit, asked));
}

const belaTellsAll = ({ line }: Scene) =>
  act(line, line.bela, (tx, emit) => {
    const said = { staffId: line.bela.id, clientId: clientId(), text: "We close at ten.", toAll: true };
    writeShiftNote(tx, emit, said);
  });

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
  {
    who: "bela",
    stage: "talking",
    path: `${conversation}/help/answer`,
    id: String(noor),
    stranger: "999",
    arrange: annaAsks,
    honest: () => ({}),
    right: () => true,
    changes: ["conversation_colleague", "conversation_event", "message"],
  },
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
    path: "/staff/shift/draft",
    honest: () => ({ text: "who has" }),
    right: () => true,
    changes: ["shift_draft"],
  },
  {
    ...annas,
    path: "/staff/shift/seen",
    honest: () => ({ note: "1" }),
    right: ({ note = "1" }) => /^\d{1,9}$/.test(note),
    changes: [],
  },
  {
    ...annas,
    path: "/staff/shift/:id/read",
    id: "1",
    arrange: belaTellsAll,
    honest: () => ({}),
    right: () => true,
    changes: ["shift_note_read"],
  },
  {
    ...annas,
    path: "/staff/shift/:id/back",
    who: "bela",
    id: "1",
    arrange: belaTellsAll,
    honest: () => ({}),
    right: () => true,
    changes: ["shift_note"],
  },
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
