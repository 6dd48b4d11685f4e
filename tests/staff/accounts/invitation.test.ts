import { beforeEach, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import type { Role } from "#src/events.ts";
import { addLine, changeLine, lines, lineValues } from "#src/hours/lines.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { settings } from "#src/settings/settings.ts";
import { givenLinks, withdrawInvitation } from "#src/staff/accounts/given-links.ts";
import { acceptInvitation, invitation, invite, saveDraft } from "#src/staff/accounts/invitation.ts";
import { account, setMember } from "#src/staff/accounts/member.ts";
import { invitePassword } from "#src/staff/sign-in/password.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { firstLink, withoutPeople } from "#tests/support/house/first-run.ts";
import { type FakeClock, fakeClock, type House, house, member } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let clock: FakeClock;
let files: OpenFiles;
let home: House;

beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  ({ files } = home);
});

const lena = {
  signInName: "lena",
  realName: "Lena Maes",
  alias: "Fox",
  language: "nl" as const,
  passwordHash: "x",
  helplineName: null,
};
const link = () => act(home, home.aino, (tx, emit) => invite(tx, emit, { roles: ["counsellor"], first: false }));
const at = (token: string) => invitation(home.helpline.db, token, clock.now());

const type = (token: string, draft: Record<string, string>) =>
  home.helpline.db.change("youth", (tx) => saveDraft(tx, { invitation: at(token)!, draft }));

test("the languages somebody chats in are kept; none means their own", async () => {
  const [one, other] = [await link(), await link()];
  const id = await act(home, home.anna, (tx, emit) =>
    acceptInvitation(tx, emit, { ...lena, languages: ["fr", "nl"], token: one }),
  );
  expect(account(home.helpline.db, id)!.values.languages).toEqual(["fr", "nl"]);
  const plain = { ...lena, signInName: "b", alias: "Owl" };
  const second = await act(home, home.anna, (tx, emit) => acceptInvitation(tx, emit, { ...plain, token: other }));
  expect(account(home.helpline.db, second)!.values.languages).toEqual([]);
});

test("what is typed at a link stays there, at no other, and is gone once it is used, withdrawn or too old", async () => {
  const [one, other, third, used] = [await link(), await link(), await link(), await link()];
  for (const token of [one, third, used]) await type(token, { real_name: "Lena Maes" });
  expect(at(one)!.draft).toEqual({ real_name: "Lena Maes" });
  expect(at(other)!.draft).toEqual({});
  const id = at(third)!.id;
  await act(home, home.aino, (tx, emit) => withdrawInvitation(tx, emit, { invitationId: id }));
  await act(home, home.anna, (tx, emit) => acceptInvitation(tx, emit, { ...lena, token: used }));
  clock.pass(25 * 3_600_000);
  await link();
  expect(JSON.stringify(rows(files, "invitation"))).not.toContain("Maes");
});

test("every first link goes on with what was typed at any of them, also one that is older or too old", async () => {
  withoutPeople(files);
  const first = await firstLink(home);
  await type(first, { helpline: "Night porch" });
  clock.pass(25 * 3_600_000);
  const second = await firstLink(home);
  expect(at(first)).toBeUndefined();
  expect(at(second)!.draft).toEqual({ helpline: "Night porch" });
  const third = await firstLink(home);
  await type(second, { helpline: "Day porch" });
  expect(at(third)!.draft).toEqual({ helpline: "Day porch" });
});

test("once the first account exists, no other first link makes one, even if it still stands in a log", async () => {
  withoutPeople(files);
  const [older, newer] = [await firstLink(home), await firstLink(home)];
  expect(at(older)).toBeDefined();
  await home.helpline.db.change("youth", (tx, emit) => acceptInvitation(tx, emit, { ...lena, token: newer }));
  expect(at(older)).toBeUndefined();
  const second = { ...lena, signInName: "tom", alias: "Owl", token: older };
  await expect(
    home.helpline.db.change("youth", (tx, emit) => acceptInvitation(tx, emit, second)),
  ).rejects.toMatchObject({
    code: "ended",
  });
});

test("the first account names the helpline, and its line while nobody has named that", async () => {
  withoutPeople(files);
  const name = "Night porch of the whole wide town, x";
  const token = await firstLink(home);
  await home.helpline.db.change("youth", (tx, emit) =>
    acceptInvitation(tx, emit, { ...lena, helplineName: name, token }),
  );
  expect(settings(home.helpline.db).name).toBe(name);
  expect(lines(home.helpline.db)[0]!.name).toBe(name);
  withoutPeople(files);
  const change = { lineId: 1, values: { ...lineValues(home.helpline.db, 1), name: "Français" } };
  await home.helpline.db.change("command line", (tx, emit) => changeLine(tx, emit, change));
  await home.helpline.db.change("command line", (tx, emit) =>
    addLine(tx, emit, { ...lineValues(tx, 1), name: "Nederlands" }),
  );
  const again = await firstLink(home);
  await home.helpline.db.change("youth", (tx, emit) =>
    acceptInvitation(tx, emit, { ...lena, helplineName: "Porch", token: again }),
  );
  expect(lines(home.helpline.db).map((line) => line.name)).toEqual(["Français", "Nederlands"]);
});

test("the links given out: what for, until when, used by whom; withdrawn ones and those too old are gone", async () => {
  const [open, used, gone] = [await link(), await link(), await link()];
  await act(home, home.anna, (tx, emit) => acceptInvitation(tx, emit, { ...lena, token: used }));
  await act(home, home.aino, (tx, emit) => invitePassword(tx, emit, { staffId: home.bela.id, madeBy: home.aino.id }));
  const withdrawn = at(gone)!.id;
  const take = () => act(home, home.aino, (tx, emit) => withdrawInvitation(tx, emit, { invitationId: withdrawn }));
  await take();
  await take();
  expect(at(gone)).toBeUndefined();
  expect(at(open)).toBeDefined();
  const shown = () => givenLinks(home.helpline.db, clock.now());
  // The three of the house were used too.
  expect(shown().slice(0, 3)).toMatchObject([
    { roles: [], forAlias: "Luna", usedBy: null, expiresAt: clock.now() + 24 * 3_600_000 },
    { roles: ["counsellor"], forAlias: null, usedBy: "Fox" },
    { roles: ["counsellor"], forAlias: null, usedBy: null },
  ]);
  const usedId = shown()[1]!.id;
  const late = act(home, home.aino, (tx, emit) => withdrawInvitation(tx, emit, { invitationId: usedId }));
  await expect(late).rejects.toMatchObject({ code: "ended", key: "admin.invite.used_meanwhile" });
  clock.pass(25 * 3_600_000);
  expect(shown()).toEqual([]);
});

test("whose links they are and for whom stands in the list, as long as they open anything", async () => {
  const forWhom = "the new one on Mondays";
  const give = () =>
    act(home, home.aino, (tx, emit) =>
      invite(tx, emit, { roles: ["admin"], first: false, madeBy: home.aino.id, forWhom }),
    );
  const [used, withdrawn] = [await give(), await give(), await give()];
  const shown = () => givenLinks(home.helpline.db, clock.now());
  expect(shown()[0]).toMatchObject({ madeBy: "Robin", forWhom });
  const { id } = at(withdrawn)!;
  await act(home, home.aino, (tx, emit) => withdrawInvitation(tx, emit, { invitationId: id }));
  await act(home, home.anna, (tx, emit) => acceptInvitation(tx, emit, { ...lena, token: used }));
  const kept = () => rows<{ for_whom: string | null }>(files, "invitation").filter((one) => one.for_whom !== null);
  expect(kept()).toHaveLength(1);
  clock.pass(25 * 3_600_000);
  await runJob(home.helpline, jobs.find((job) => job.name === "links that are too old")!);
  expect(kept()).toEqual([]);
});

test.each<[string, { closed?: boolean; roles?: Role[] }]>([
  ["whose account is closed", { closed: true }],
  ["who is an admin no more", { roles: ["counsellor"] }],
])("somebody %s leaves no link behind, and others keep theirs", async (_what, values) => {
  const sven = await member(home.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  const by = (who: StaffMember) =>
    act(home, who, (tx, emit) => invite(tx, emit, { roles: ["admin"], first: false, madeBy: who.id }));
  const [his, hers] = [await by(sven), await by(home.aino)];
  const password = await act(home, sven, (tx, emit) =>
    invitePassword(tx, emit, { staffId: home.anna.id, madeBy: sven.id }),
  );
  home.heard.length = 0;
  await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: sven.id, values }));
  expect([his, password, hers].map((token) => at(token) !== undefined)).toEqual([false, false, true]);
  expect(home.heard.filter(({ type }) => type === "staff.invitation_withdrawn")).toHaveLength(2);
});

test("a link for a password makes no account", async () => {
  const token = await act(home, home.aino, (tx, emit) =>
    invitePassword(tx, emit, { staffId: home.anna.id, madeBy: home.aino.id }),
  );
  await expect(
    act(home, home.anna, (tx, emit) => acceptInvitation(tx, emit, { ...lena, token })),
  ).rejects.toMatchObject({
    code: "ended",
  });
});

test("who may invite nobody makes no link, whatever the page was opened as", async () => {
  const makes = act(home, home.bela, (tx, emit) =>
    invite(tx, emit, { roles: ["admin"], first: false, madeBy: home.bela.id }),
  );
  await expect(makes).rejects.toMatchObject({ code: "not_allowed" });
});
