import { beforeEach, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import type { Role } from "#src/events.ts";
import { giveDebrief, settleDebrief, takeBackDebrief } from "#src/record/debrief.ts";
import { giveThanks, screenThanks } from "#src/record/thanks.ts";
import { newestRepliesChange } from "#src/replies/changes.ts";
import { removeReply, repliesOf, setReply } from "#src/replies/replies.ts";
import { undoReplies } from "#src/replies/undo.ts";
import { account, setMember } from "#src/staff/accounts/member.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";

// A role that is taken away counts in a change that was on its way then: it comes with whom its page was opened by, and that
// is looked up again (`memberNow`). After chats, with thanks and with ready replies.

let home: House;
let files: OpenFiles;
let chat: number;
beforeEach(async () => {
  home = await house();
  files = home.files;
  await open(home);
  chat = await talking(home);
  await youthEnds(home, chat);
  await act(home, home.anna, (tx, emit) =>
    giveDebrief(tx, emit, { conversationId: chat, member: home.anna, weight: "heavy", note: "" }),
  );
  await home.helpline.db.change("youth", (tx, emit) => giveThanks(tx, emit, { conversationId: chat, text: "thanks" }));
  for (const ownerId of [null, home.anna.id]) {
    const member = ownerId === null ? home.bela : home.anna;
    await act(home, member, (tx, emit) => setReply(tx, emit, { member, ownerId, id: null, values, basedOn: 0 }));
  }
});

const values = { language: "en", topic: "", name: "Tears", text: "It is fine to cry." } as const;
const setRoles = (who: StaffMember, roles: Role[]) =>
  act(home, home.aino, (tx, emit) =>
    setMember(tx, emit, { staffId: who.id, values: { ...account(home.helpline.db, who.id)!.values, roles } }),
  );
const mine = (ownerId: number | null) => repliesOf(home.helpline.db, ownerId).find(({ name }) => name === "Tears")!.id;
const lastOf = (ownerId: number | null) => newestRepliesChange(home.helpline.db, ownerId);

type Verb = (member: StaffMember) => Promise<unknown>;
const verbs: [string, "anna" | "bela", Verb][] = [
  [
    "says how a chat was",
    "anna",
    (member) =>
      act(home, member, (tx, emit) =>
        giveDebrief(tx, emit, { conversationId: chat, member, weight: "talk", note: "please" }),
      ),
  ],
  [
    "takes that back",
    "anna",
    (member) => act(home, member, (tx, emit) => takeBackDebrief(tx, emit, { conversationId: chat, member })),
  ],
  [
    "takes a debrief",
    "bela",
    (member) => act(home, member, (tx, emit) => settleDebrief(tx, emit, { debriefId: 1, member, act: "take" })),
  ],
  [
    "passes thanks on",
    "bela",
    (member) =>
      act(home, member, (tx, emit) => screenThanks(tx, emit, { conversationId: chat, member, act: "passed" })),
  ],
  ...(["anna", "bela"] as const).flatMap((who): [string, "anna" | "bela", Verb][] => {
    const of = (member: StaffMember) => ({ member, ownerId: who === "anna" ? member.id : null });
    const whose = who === "anna" ? "of her own" : "of everybody’s";
    return [
      [
        `sets a reply ${whose}`,
        who,
        (member) =>
          act(home, member, (tx, emit) =>
            setReply(tx, emit, { ...of(member), id: null, values: { ...values, name: "New" }, basedOn: 0 }),
          ),
      ],
      [
        `removes a reply ${whose}`,
        who,
        (member) => {
          const { ownerId } = of(member);
          const input = { ...of(member), id: mine(ownerId), basedOn: lastOf(ownerId) };
          return act(home, member, (tx, emit) => removeReply(tx, emit, input));
        },
      ],
      [
        `undoes a change ${whose}`,
        who,
        (member) => {
          const change = lastOf(of(member).ownerId);
          const input = { ...of(member), changeId: change, basedOn: change };
          return act(home, member, (tx, emit) => undoReplies(tx, emit, input));
        },
      ],
    ];
  }),
];

test.each(verbs)("whoever %s has the right to, and not a moment after it was taken away", async (_, who, verb) => {
  const known = home[who];
  // Béla stays a counsellor, Anna an admin: on the staff, and without this right.
  await setRoles(known, [who === "anna" ? "admin" : "counsellor"]);
  const before = stored(files);
  await expect(verb(known)).rejects.toMatchObject({ code: "not_allowed" });
  expect(stored(files)).toEqual(before);
  await setRoles(known, known.roles);
  await verb(known);
});
