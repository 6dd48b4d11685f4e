import { q } from "#src/db/schema.ts";
import { placeholders } from "#src/replies/placeholders.ts";
import { removeReply, setReply } from "#src/replies/replies.ts";
import { shippedReplies } from "#src/replies/shipped.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { act } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import { type Fields, type HostileForm, noorComes, type Scene, scene } from "./attack.ts";

// What is right and what is not at the forms of ready replies. Written from the design, not from the code.

const isLine = (text = "", most: number) => clean(text).replace(/\s+/g, " ").trim().length <= most;
const isText = (text = "") => {
  const said = clean(text).trim();
  const braces = [...said.matchAll(/\{([^{}\n]{0,40})\}/g)].map(([, name]) => name!.trim());
  return (
    said !== "" && said.length <= 2_000 && braces.every((one) => (placeholders as readonly string[]).includes(one))
  );
};
const isReply = ({ name = "", topic, text, language = "", based_on }: Fields) =>
  clean(name).trim() !== "" &&
  isLine(name, 60) &&
  isLine(topic, 40) &&
  isText(text) &&
  ["en", "fr", "nl", "es", "fi", "hu"].includes(language.trim().toLowerCase()) &&
  based_on === "0";
const reply = () => ({ name: "Tea", topic: "Feelings", text: "I drink tea.", language: "en", based_on: "0" });

const own = (who: StaffMember) => ({ member: who, ownerId: who.id });
const tea = { name: "Tea", topic: "", text: "I drink tea.", language: "en" as const };
const teaId = "3f0c2b1a-5d4e-4f60-8a7b-9c0d1e2f3a4c";

/** A change of the shared list, so that there is one to undo. */
const removed = ({ line }: Scene) => {
  const remove = { member: line.aino, ownerId: null, id: "greeting.en", basedOn: 0 };
  return act(line, line.aino, (tx, emit) => removeReply(tx, emit, remove));
};
/** The same of Anna's own list, with an id that a form can know before. */
const added = ({ line }: Scene) =>
  act(line, line.anna, (tx, emit) => {
    const { anna } = line;
    const change = setReply(tx, emit, { ...own(anna), id: null, values: tea, basedOn: 0 });
    tx.run(q.updateTable("reply").set({ id: teaId }).where("owner_id", "=", anna.id));
    return change;
  });

/** What the change that `arrange` makes is called in the audit trail. */
async function changeBy(arrange: (at: Scene) => Promise<unknown>): Promise<string> {
  const at = await scene();
  await noorComes(at, "waiting");
  return String(await arrange(at));
}

const changes = ["reply", "audit", "reply_change"];

/** The forms of ready replies. */
export async function replyForms(): Promise<HostileForm[]> {
  const [ofShared, ofOwn] = [await changeBy(removed), await changeBy(added)];
  const anna = (path: string, more: Partial<HostileForm>): HostileForm => ({
    ...{ path, who: "anna", stage: "waiting", honest: () => ({}), right: () => true, changes },
    ...more,
  });
  const undo = (change: string): Partial<HostileForm> => ({
    honest: () => ({ change, based_on: change, language: "en" }),
    right: (fields) => fields.change === change && fields.based_on === change,
  });
  const remove: Partial<HostileForm> = {
    honest: () => ({ based_on: "0", language: "en" }),
    right: ({ based_on }) => based_on === "0",
  };
  const one: Partial<HostileForm> = { id: "new", honest: reply, right: isReply, words: "text" };
  const seen: Partial<HostileForm> = { id: "new", honest: reply, changes: [] };
  return [
    anna("/staff/conversation/:id/replies", {
      stage: "talking",
      honest: () => ({ reply: "greeting.en" }),
      right: ({ reply: id = "" }) => shippedReplies().has(id),
      changes: ["draft", "reply_use"],
    }),
    anna("/staff/replies/undo", { ...undo(ofOwn), arrange: added, changes: changes }),
    anna("/staff/replies/:id", { ...one, changes: changes }),
    anna("/staff/replies/:id/preview", seen),
    anna("/staff/replies/:id/remove", {
      ...remove,
      id: teaId,
      arrange: added,
      honest: () => ({ based_on: ofOwn }),
      right: ({ based_on }) => based_on === ofOwn,
      changes: changes,
    }),
    anna("/admin/replies/undo", { ...undo(ofShared), who: "aino", arrange: removed }),
    anna("/admin/replies/:id", { ...one, who: "aino" }),
    anna("/admin/replies/:id/preview", { ...seen, who: "aino" }),
    anna("/admin/replies/:id/remove", { ...remove, who: "aino", id: "greeting.en" }),
    // What is wrong in a file is left out and told beforehand: taken is what is left, be it nothing.
    anna("/admin/replies/file", {
      who: "aino",
      honest: () => ({ do: "take", pending: "name,text\nTea,I drink tea.", based_on: "0" }),
      right: (fields) => fields.do === "take" && fields.based_on === "0",
      most: 8_000_000,
    }),
  ];
}
