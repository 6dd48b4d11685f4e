import { join } from "#src/conversation/beside.ts";
import { offer } from "#src/queue/handing-over.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import type { HostileForm, Scene } from "./attack.ts";

const conversation = "/staff/conversation/:id";
/** Noor’s conversation, which is Anna’s: the second of the house. */
const noor = "2";
const seats = ["conversation_colleague", "conversation_event", "message"];
const hands = ["conversation", "conversation_event", "message", "handover"];

/** Béla comes to it. Sam’s, which is hers, is nothing to come to. */
const belas = { who: "bela", stage: "talking", honest: () => ({}), right: () => true } as const;

const isWritten = (text = "", most = 0) => clean(text).trim().length >= 1 && clean(text).trim().length <= most;

const joins = ({ line }: Scene) =>
  act(line, line.bela, (tx, emit) => join(tx, emit, { conversationId: Number(noor), staffId: line.bela.id }));

async function offers({ line }: Scene) {
  await open(line, line.bela);
  const to = { staffId: line.bela.id };
  const said = { summary: "School.", asked: { agreed: true } } as const;
  const input = { conversationId: Number(noor), staffId: line.anna.id, to, ...said };
  await act(line, line.anna, (tx, emit) => offer(tx, emit, input));
}

/** The forms of coming to a colleague’s chat, and of handing one over. */
export const colleagueForms: HostileForm[] = [
  { ...belas, path: `${conversation}/join`, changes: seats },
  { ...belas, path: `${conversation}/read-along`, changes: seats },
  { ...belas, path: `${conversation}/leave`, arrange: joins, changes: seats },
  { ...belas, path: `${conversation}/take-over`, id: noor, stranger: "999", changes: hands },
  {
    path: `${conversation}/handover`,
    who: "anna",
    stage: "talking",
    arrange: ({ line }) => open(line, line.bela),
    honest: () => ({ to: "staff-2", summary: "School. Her aunt can come.", agreed: "no", reason: "on the bridge" }),
    right: ({ to, summary, agreed, reason }) =>
      to === "staff-2" && isWritten(summary, 1000) && (agreed === "yes" || (agreed === "no" && isWritten(reason, 300))),
    changes: ["handover"],
    words: "summary",
  },
  {
    ...belas,
    path: `${conversation}/handover/withdraw`,
    who: "anna",
    arrange: offers,
    changes: ["handover"],
  },
  {
    ...belas,
    path: `${conversation}/handover/accept`,
    id: noor,
    stranger: "999",
    arrange: offers,
    changes: hands,
  },
  { ...belas, path: `${conversation}/handover/decline`, arrange: offers, changes: ["handover"] },
];
