import { debriefs, giveDebrief } from "#src/record/debrief.ts";
import { giveThanks, screenThanks } from "#src/record/thanks.ts";
import { comesIn, takes, youthEnds } from "#tests/support/house/chats.ts";
import { act } from "#tests/support/house/http.ts";
import type { HostileForm, Scene } from "./attack.ts";

// What is right and what is not at the forms of the end of a chat. Written from the design, not from the code.

const clean = (text = "") => text.replace(/\s+/g, " ").trim();

/** Robin has said that a chat was heavy, and was thanked for it. Returns the id of the chat. */
async function afterAChat({ line }: Scene) {
  const id = await comesIn(line);
  await takes(line, line.aino, id);
  await youthEnds(line, id);
  await act(line, line.aino, (tx, emit) =>
    giveDebrief(tx, emit, { conversationId: id, member: line.aino, weight: "heavy", note: "" }),
  );
  await act(line, line.aino, (tx, emit) => giveThanks(tx, emit, { conversationId: id, text: "thank you" }));
  return id;
}

export const overviewForms: HostileForm[] = [
  {
    path: "/staff/conversation/:id/debrief",
    who: "anna",
    stage: "ended",
    honest: () => ({ weight: "heavy", note: "I thought of my sister" }),
    right: ({ weight = "", note = "" }) =>
      ["light", "heavy", "talk", "none"].includes(weight) && clean(note).length <= 300,
    changes: ["debrief"],
  },
  {
    path: "/staff/told",
    who: "aino",
    stage: "waiting",
    honest: () => ({ kind: "thanks", id: "3" }),
    right: ({ kind = "" }) => ["debrief", "thanks"].includes(kind),
    changes: ["thank_you", "debrief"],
    arrange: async (at) => {
      const id = await afterAChat(at);
      await act(at.line, at.line.bela, (tx, emit) =>
        screenThanks(tx, emit, { conversationId: id, member: at.line.bela, act: "passed" }),
      );
      if (debriefs(at.line.helpline.db, "en").length !== 1) throw new Error("nothing was said");
    },
  },
  {
    path: "/staff/debriefs/:id",
    who: "bela",
    id: "1",
    stranger: "99",
    stage: "waiting",
    honest: () => ({ act: "take" }),
    right: ({ act = "" }) => ["take", "release", "done", "again"].includes(act),
    changes: ["debrief", "debrief_taker"],
    arrange: afterAChat,
  },
  {
    path: "/staff/debriefs/thanks/:id",
    who: "bela",
    // Sam’s is the first conversation, Noor’s the second.
    id: "3",
    stranger: "99",
    stage: "waiting",
    honest: () => ({ act: "passed" }),
    right: ({ act = "" }) => ["passed", "kept", "again"].includes(act),
    changes: ["thank_you"],
    arrange: afterAChat,
  },
  {
    path: "/admin/staff/list",
    who: "aino",
    stage: "waiting",
    honest: () => ({ list: "name,roles\nLena Maes,counsellor", do: "make" }),
    right: ({ list = "" }) => isList(list),
    changes: ["invitation"],
    words: "list",
  },
  // The link with which Anna came is used: it stays so.
  {
    path: "/admin/staff/list/undo",
    who: "aino",
    stage: "waiting",
    honest: () => ({ link: "1" }),
    once: true,
    right: ({ link = "" }) => link === "1",
    changes: [],
  },
];

/** One of a name and a role, as the honest one. */
const isList = (list: string) => list.startsWith("name,roles") && clean(list).length < 100;
