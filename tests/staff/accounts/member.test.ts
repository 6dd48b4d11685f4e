import { beforeEach, describe, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { invitation } from "#src/staff/accounts/invitation.ts";
import {
  account,
  closedAccounts,
  type MemberValues,
  memberHistory,
  setMember,
  undoMember,
} from "#src/staff/accounts/member.ts";
import { availableStaff } from "#src/staff/shift/availability.ts";
import { invitePassword, passwordLinks, setPassword, setPasswordByLink } from "#src/staff/sign-in/password.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { everyone } from "#src/staff/staff.ts";
import { comesIn, takes, youthEnds } from "#tests/support/house/chats.ts";
import { evening, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let files: OpenFiles;
let home: House;

beforeEach(async () => {
  home = await house();
  files = home.files;
});

const valuesOf = ({ id }: StaffMember) => account(home.helpline.db, id)!.values;
const set = (who: StaffMember, values: Partial<MemberValues>, basedOn?: number) =>
  act(home, home.aino, (tx, emit) =>
    setMember(tx, emit, {
      staffId: who.id,
      values: { ...valuesOf(who), ...values },
      ...(basedOn === undefined ? {} : { basedOn }),
    }),
  );

describe("what is set of a member", () => {
  test("is stored and answered for with all of it before and after; the same again changes nothing", async () => {
    const before = valuesOf(home.anna);
    const id = await set(home.anna, { roles: ["counsellor", "supervisor"], languages: ["fr", "nl"] });
    expect(valuesOf(home.anna)).toEqual({ ...before, roles: ["counsellor", "supervisor"], languages: ["fr", "nl"] });
    expect(memberHistory.latest(home.helpline.db, home.anna.id)).toEqual([
      { id, at: expect.any(Number), around: false, actor: `staff:${home.aino.id}`, before, after: valuesOf(home.anna) },
    ]);
    expect(await set(home.anna, {})).toBe(0);
    expect(memberHistory.newest(home.helpline.db, home.anna.id)).toBe(id);
    expect(memberHistory.newest(home.helpline.db, home.bela.id)).toBe(0);
  });

  test("undone, every former value is back, also across several changes", async () => {
    const before = valuesOf(home.anna);
    const first = await set(home.anna, { alias: "Owl", language: "fr" });
    await set(home.anna, { roles: ["supervisor"], languages: ["nl"] });
    await set(home.anna, { closed: true });
    await act(home, home.aino, (tx, emit) => undoMember(tx, emit, { staffId: home.anna.id, changeId: first }));
    expect(valuesOf(home.anna)).toEqual(before);
    const other = act(home, home.aino, (tx, emit) => undoMember(tx, emit, { staffId: home.bela.id, changeId: first }));
    await expect(other).rejects.toMatchObject({ code: "not_found" });
  });

  test("a colleague was faster: nothing is written over unseen", async () => {
    const seen = await set(home.anna, { languages: ["fr"] }, 0);
    await expect(set(home.anna, { languages: ["nl"] }, 0)).rejects.toMatchObject({ code: "taken" });
    expect(valuesOf(home.anna).languages).toEqual(["fr"]);
    await set(home.anna, { languages: ["nl"] }, seen);
    expect(valuesOf(home.anna).languages).toEqual(["nl"]);
  });
});

describe("two who change the same account", () => {
  test("each sets what their form sets, and nothing else: what the other did stays", async () => {
    const seen = memberHistory.newest(home.helpline.db, home.anna.id);
    const change = (values: Partial<MemberValues>) =>
      act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: home.anna.id, basedOn: seen, values }));
    await change({ alias: "Owl" });
    await change({ roles: ["supervisor"] });
    expect(valuesOf(home.anna)).toMatchObject({ alias: "Owl", roles: ["supervisor"] });
    await expect(change({ roles: ["counsellor"] })).rejects.toMatchObject({ code: "taken" });
    await expect(change({ alias: "Ibis", languages: ["fr"] })).rejects.toMatchObject({ code: "taken" });
  });

  test("a form that had seen a change there never was is too late", async () => {
    for (const basedOn of [-1, 9_999]) {
      const late = act(home, home.aino, (tx, emit) =>
        setMember(tx, emit, { staffId: home.anna.id, basedOn, values: { alias: "Owl" } }),
      );
      await expect(late).rejects.toMatchObject({ code: "taken" });
    }
  });
});

describe("what would leave somebody alone is refused", () => {
  test("the last admin keeps the role and the account, whoever asks; with another one there both can go", async () => {
    const refused = (field: string) => ({ code: "bad_input", key: "error.last_admin", field });
    await expect(set(home.aino, { roles: ["counsellor"] })).rejects.toMatchObject(refused("roles"));
    await expect(set(home.aino, { closed: true })).rejects.toMatchObject(refused("closed"));
    const sven = await member(home.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
    await set(sven, { closed: true });
    await expect(set(home.aino, { roles: ["counsellor"] })).rejects.toMatchObject(refused("roles"));
    await set(sven, { closed: false });
    await set(home.aino, { roles: ["counsellor"] });
    expect(valuesOf(home.aino).roles).toEqual(["counsellor"]);
  });

  test("nobody is without a role", async () => {
    await expect(set(home.anna, { roles: [] })).rejects.toMatchObject({ field: "roles" });
  });

  test("whoever is in a chat keeps the account, the right to answer, and the name they are known by", async () => {
    await open(home);
    await takes(home, home.anna, await comesIn(home, "it is bad again"));
    const talks = { code: "bad_input", key: "error.member_talks", values: { n: 1, alias: "Mika" } };
    await expect(set(home.anna, { closed: true })).rejects.toMatchObject(talks);
    await expect(set(home.anna, { roles: ["admin"] })).rejects.toMatchObject(talks);
    await expect(set(home.anna, { alias: "Owl" })).rejects.toMatchObject({ key: "error.alias_in_chat" });
    await set(home.anna, { roles: ["supervisor"], languages: ["fr"] });
  });

  test("an alias that looks like a colleague’s, also one who has left", async () => {
    await set(home.bela, { closed: true });
    for (const alias of ["lúna", "Lun4", "Lu na", "LUПA"]) {
      await expect(set(home.anna, { alias })).rejects.toMatchObject({ key: "session.alias_taken", field: "alias" });
    }
  });

  test("an alias that is the name of the service", async () => {
    for (const alias of ["Porchlight", "porch-l1ght team", "Chat", "СНАТ"]) {
      await expect(set(home.anna, { alias })).rejects.toMatchObject({ key: "session.alias_reserved", field: "alias" });
    }
  });
});

describe("a closed account", () => {
  test("[ASVS 7.4.2] ends every session, is counted on no more, and its links open nothing", async () => {
    await open(home);
    await home.helpline.sessions.start(home.anna.id);
    const token = await act(home, home.aino, (tx, emit) =>
      invitePassword(tx, emit, { staffId: home.anna.id, madeBy: home.aino.id }),
    );
    await set(home.anna, { closed: true });
    expect(rows(files, "staff_session")).toEqual([]);
    expect(availableStaff(home.helpline.db)).toEqual([]);
    expect(everyone(home.helpline.db).map(({ alias }) => alias)).not.toContain("Mika");
    expect(closedAccounts(home.helpline.db).map(({ values }) => values.alias)).toEqual(["Mika"]);
    expect(invitation(home.helpline.db, token, evening.now())).toBeUndefined();
    const anew = act(home, home.aino, (tx, emit) =>
      invitePassword(tx, emit, { staffId: home.anna.id, madeBy: home.aino.id }),
    );
    await expect(anew).rejects.toMatchObject({ code: "not_found" });
  });

  test("opened again is away until its owner says otherwise, and the old link stays dead", async () => {
    await open(home);
    const token = await act(home, home.aino, (tx, emit) =>
      invitePassword(tx, emit, { staffId: home.anna.id, madeBy: home.aino.id }),
    );
    await set(home.anna, { closed: true });
    await set(home.anna, { closed: false });
    expect(availableStaff(home.helpline.db)).toEqual([]);
    expect(invitation(home.helpline.db, token, evening.now())).toBeUndefined();
  });
});

describe("a new password", () => {
  const hash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA";

  test("by a link: once, with every session of theirs ended and nobody else’s", async () => {
    const link = () =>
      act(home, home.aino, (tx, emit) => invitePassword(tx, emit, { staffId: home.anna.id, madeBy: home.aino.id }));
    const [older, token] = [await link(), await link()];
    await home.helpline.sessions.start(home.anna.id);
    await home.helpline.sessions.start(home.bela.id);
    const use = (one: string) =>
      act(home, home.anna, (tx, emit) => setPasswordByLink(tx, emit, { token: one, passwordHash: hash }));
    await expect(use(older)).rejects.toMatchObject({ code: "ended" });
    const { staffId, ended } = await use(token);
    expect([staffId, ended.length]).toEqual([home.anna.id, 1]);
    expect(rows<{ staff_id: number }>(files, "staff_session").map((row) => row.staff_id)).toEqual([home.bela.id]);
    await expect(use(token)).rejects.toMatchObject({ code: "ended" });
  });

  test("no link, and no use of one, while they are in a chat: nobody signs in as them and reads on", async () => {
    const link = () =>
      act(home, home.aino, (tx, emit) => invitePassword(tx, emit, { staffId: home.anna.id, madeBy: home.aino.id }));
    const use = (token: string) =>
      act(home, home.anna, (tx, emit) => setPasswordByLink(tx, emit, { token, passwordHash: hash }));
    const before = await link();
    await open(home);
    const chat = await comesIn(home, "it is bad again");
    await takes(home, home.anna, chat);
    const inChat = { code: "bad_input", key: "error.password_in_chat", values: { alias: "Mika" } };
    await expect(link()).rejects.toMatchObject(inChat);
    await expect(use(before)).rejects.toMatchObject(inChat);
    await youthEnds(home, chat);
    expect((await use(before)).staffId).toBe(home.anna.id);
  });

  test("by a link, it is known whose link it was; by oneself there is nothing to tell", async () => {
    const token = await act(home, home.aino, (tx, emit) =>
      invitePassword(tx, emit, { staffId: home.anna.id, madeBy: home.aino.id }),
    );
    await act(home, home.anna, (tx, emit) => setPasswordByLink(tx, emit, { token, passwordHash: hash }));
    const known = [{ at: expect.any(Number), around: false, madeBy: `staff:${home.aino.id}` }];
    expect(passwordLinks(home.helpline.db, home.anna.id, 0)).toEqual(known);
    await act(home, home.anna, (tx, emit) =>
      setPassword(tx, emit, { staffId: home.anna.id, passwordHash: hash, but: null }),
    );
    expect(passwordLinks(home.helpline.db, home.anna.id, 0)).toEqual(known);
  });

  test("by oneself: the session it was set in stays", async () => {
    await home.helpline.sessions.start(home.anna.id);
    const [{ id_hash: own }] = rows<{ id_hash: string }>(files, "staff_session") as [{ id_hash: string }];
    await home.helpline.sessions.start(home.anna.id);
    const change = { staffId: home.anna.id, passwordHash: hash, but: own };
    const ended = await act(home, home.anna, (tx, emit) => setPassword(tx, emit, change));
    expect(ended).toHaveLength(1);
    expect(rows<{ id_hash: string }>(files, "staff_session").map((row) => row.id_hash)).toEqual([own]);
  });
});
