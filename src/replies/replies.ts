import { newUuid } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { searchable } from "#src/i18n/fold.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { memberNow } from "#src/staff/staff.ts";
import { isSetSince, newestRepliesChange, noteChange } from "./changes.ts";
import { maxReply, type Reply, type ReplyProblem, type ReplyValues, replyValues } from "./reply.ts";
import { isShippedId, type ShippedName, shippedId, shippedReplies } from "./shipped.ts";

/** The ready replies of the helpline (`ownerId` null) or of one counsellor, by language and topic, shipped ones first. */
export function repliesOf(db: DataReader, ownerId: number | null): Reply[] {
  const stored = db.all(q.selectFrom("reply").selectAll().where("owner_id", "is", ownerId));
  const found = new Map(ownerId === null ? shippedReplies() : []);
  for (const { id, owner_id, language, topic, name, body, removed } of stored) {
    if (removed) found.delete(id);
    else found.set(id, { id, ownerId: owner_id, language: language as Language, topic, name, text: body });
  }
  return inOrder(withoutDoubles([...found.values()], new Set(stored.map(({ id }) => id))));
}

/** A later Porchlight may bring a reply of a name that the helpline gave to its own before: then its own stands. */
function withoutDoubles(replies: Reply[], stored: ReadonlySet<string>): Reply[] {
  const named = new Set(replies.filter(({ id }) => stored.has(id)).map(nameKey));
  return replies.filter((one) => stored.has(one.id) || !named.has(nameKey(one)));
}

/** The replies a counsellor finds beside a chat: the helpline's and their own. */
export function repliesFor(db: DataReader, staffId: number): Reply[] {
  return [...repliesOf(db, null), ...repliesOf(db, staffId)];
}

/** A shipped reply as it stands now; undefined when it was removed. */
export function shippedReply(db: DataReader, name: ShippedName, language: Language): Reply | undefined {
  const id = shippedId(name, language);
  const row = db.first(q.selectFrom("reply").selectAll().where("id", "=", id));
  if (!row) return shippedReplies().get(id);
  if (row.removed) return undefined;
  return { id, ownerId: null, language, topic: row.topic, name: row.name, text: row.body };
}

function inOrder(replies: Reply[]): Reply[] {
  const byLanguage = Map.groupBy(replies, (reply) => reply.language);
  return [...byLanguage.values()].flatMap((some) =>
    [...Map.groupBy(some, (reply) => searchable(reply.topic)).values()].flat(),
  );
}

export interface RepliesOf {
  member: Member;
  ownerId: number | null;
}

/** By id; null removes the reply. */
type Wanted = ReadonlyMap<string, ReplyValues | null>;

/** Sets or removes replies of one list, all or none. Returns the change's id, 0 for none. Throws `not_allowed`, `taken`. */
export function setReplies(
  tx: Tx,
  emit: Emit,
  input: RepliesOf & { wanted: Wanted; basedOn?: number | undefined },
): number {
  const { member, ownerId, wanted, basedOn } = input;
  if (!mayKeep(memberNow(tx, member.id), ownerId)) throw new HelplineError("not_allowed");
  if (basedOn !== undefined && isSetSince(tx, ownerId, { basedOn, ids: [...wanted.keys()] })) {
    throw new HelplineError("taken");
  }
  const now = new Map(repliesOf(tx, ownerId).map((reply) => [reply.id, replyValues(reply)]));
  const before: Record<string, ReplyValues | null> = {};
  const after: Record<string, ReplyValues | null> = {};
  for (const [id, values] of wanted) {
    const was = now.get(id) ?? null;
    const is = values && replyValues(values);
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    before[id] = was;
    after[id] = is;
    store(tx, ownerId, id, is);
  }
  if (Object.keys(after).length === 0) return 0;
  emit({ type: "replies.changed", ownerId, before: audited(ownerId, before), after: audited(ownerId, after) });
  const changeId = newestRepliesChange(tx, ownerId);
  noteChange(tx, { changeId, before: JSON.stringify(before), after: JSON.stringify(after) });
  return changeId;
}

/** The trail is kept for good, so it holds no texts, and of a counsellor's own replies only the ids. */
function audited(ownerId: number | null, replies: Record<string, ReplyValues | null>): string {
  const said = Object.entries(replies).map(([id, is]) => {
    const shown = is && ownerId === null ? { language: is.language, name: is.name, length: is.text.length } : null;
    return [id, shown];
  });
  return JSON.stringify(Object.fromEntries(said));
}

/** Whether a member may set the replies of the helpline (`ownerId` null) or of a counsellor. */
function mayKeep(member: Member, ownerId: number | null): boolean {
  return ownerId === null ? may(member, "replies.set") : ownerId === member.id && may(member, "replies.own");
}

function store(tx: Tx, ownerId: number | null, id: string, values: ReplyValues | null) {
  if (values === null && !isShippedId(id)) {
    tx.run(q.deleteFrom("reply").where("id", "=", id));
    return;
  }
  const { language = "", topic = "", name = "", text = "" } = values ?? {};
  const removed = values === null ? 1 : 0;
  tx.run(q.replaceInto("reply").values({ id, owner_id: ownerId, language, topic, name, body: text, removed }));
}

/** Sets one reply (`id` null: a new one). Returns as `setReplies`, or what is wrong with it. Throws `not_found` too. */
export function setReply(
  tx: Tx,
  emit: Emit,
  input: RepliesOf & { id: string | null; values: ReplyValues; basedOn: number },
): number | ReplyProblem {
  const { member, ownerId, id, values, basedOn } = input;
  if (!mayKeep(memberNow(tx, member.id), ownerId)) throw new HelplineError("not_allowed");
  const all = repliesOf(tx, ownerId);
  if (id !== null && !all.some((one) => one.id === id)) throw new HelplineError("not_found");
  if (id === null && all.length >= maxReply.replies) {
    return { field: "name", problem: "too_many", part: String(maxReply.replies) };
  }
  if (all.some((one) => one.id !== id && isSameReply(one, values))) {
    return { field: "name", problem: "name_taken", part: values.name };
  }
  return setReplies(tx, emit, { member, ownerId, basedOn, wanted: new Map([[id ?? newUuid(), values]]) });
}

/** Whether two replies have the same name in one language: people, and files, tell them apart by it. */
export function isSameReply(one: ReplyValues, other: ReplyValues): boolean {
  return nameKey(one) === nameKey(other);
}

/** What tells a reply from the others of its list: its language and its name, however that is typed. */
export function nameKey({ language, name }: ReplyValues): string {
  return `${language} ${searchable(name)}`;
}

/** Removes a reply. Returns and throws as `setReplies`, and `not_found`. */
export function removeReply(tx: Tx, emit: Emit, input: RepliesOf & { id: string; basedOn: number }): number {
  const { id, ...rest } = input;
  if (!mayKeep(memberNow(tx, input.member.id), input.ownerId)) throw new HelplineError("not_allowed");
  if (!repliesOf(tx, input.ownerId).some((one) => one.id === id)) throw new HelplineError("not_found");
  return setReplies(tx, emit, { ...rest, wanted: new Map([[id, null]]) });
}
