import { beforeAll, describe, expect, test } from "vitest";
import { type RateName, rates } from "#src/http/limits/limits.ts";
import { invite } from "#src/staff/accounts/invitation.ts";
import { invitePassword } from "#src/staff/sign-in/password.ts";
import { changedTables, dump } from "#tests/support/house/dump.ts";
import { type House, type SharedHouse, shared } from "#tests/support/house/helpline.ts";
import { act, clientId, type Form, person } from "#tests/support/house/http.ts";
import { type Arranged, arranged } from "#tests/support/rights/arranged.ts";
import type { Who } from "#tests/support/rights/who.ts";

// Each place that counts how often something is done, one by one: where nothing is left of it, nothing is done. How much there is of
// each, and whose it is, is tried in the files beside this one.

/** What is sent, and what it is answered where nothing is left: 429, unless it says otherwise. */
interface Row {
  rate: RateName;
  who: Who;
  at: string;
  form?: Form;
  status?: number;
  /** A script sends it. */
  script?: true;
  arrange?: (line: House, made: Arranged) => Promise<string>;
}

const chat = "/staff/conversation/:noor";
const six = "one two three four five six";
const said = () => ({ client_id: clientId(), text: "hello" });

const rows: Row[] = [
  { rate: "send", who: "noor", at: "/send", form: said() },
  { rate: "send", who: "noor", at: "/start", form: said() },
  { rate: "send", who: "noor", at: "/where", form: { ...said(), place: "At school." } },
  { rate: "send", who: "noor", at: "/change", form: { "words-1": "other words" } },
  { rate: "tap", who: "noor", at: "/danger", form: { say: "hurt_by" } },
  { rate: "tap", who: "noor", at: "/feeling", form: { moment: "before", value: "5" } },
  { rate: "tap", who: "noor", at: "/helped", form: { value: "yes" } },
  { rate: "tap", who: "noor", at: "/thanks", form: { text: "Thank you" } },
  { rate: "tap", who: "noor", at: "/help", form: { text: "it was wrong" } },
  { rate: "tap", who: "noor", at: "/here", form: { say: "here" } },
  { rate: "tap", who: "noor", at: "/back", form: { want: "agree", lines: "x" } },
  { rate: "pause", who: "noor", at: "/here", form: { say: "later" } },
  { rate: "frame", who: "noor", at: "/typing", status: 204 },
  { rate: "frame", who: "noor", at: "/updates", form: { after: "0", seen: "2" }, status: 200, script: true },
  { rate: "reading", who: "noor", at: "/updates", form: { after: "0" }, script: true },
  { rate: "newCode", who: "noor", at: "/back", form: { want: "code" } },
  { rate: "codes", who: "noor", at: "/back", form: { want: "code" } },
  { rate: "secret", who: "noor", at: "/back", form: { want: "secret", secret: "a green boat" } },
  { rate: "backOfNetwork", who: "nobody", at: "/back", form: { code: six } },
  { rate: "lookOfNetwork", who: "nobody", at: "/other", form: { q: "sleep" } },
  { rate: "look", who: "nobody", at: "/other", form: { q: "sleep" } },
  { rate: "start", who: "nobody", at: "/start", form: said() },
  { rate: "setUp", who: "nobody", at: "/staff/welcome/:token", form: { name: "x" }, arrange: invited },
  { rate: "draft", who: "nobody", at: "/staff/welcome/:token/draft", form: { name: "x" }, arrange: invited },
  { rate: "signInOfNetwork", who: "nobody", at: "/staff/sign-in", form: { name: "anna", password: "x" } },
  { rate: "signIn", who: "nobody", at: "/staff/sign-in", form: { name: "anna", password: "x" } },
  { rate: "signInOverall", who: "nobody", at: "/staff/sign-in", form: { name: "anna", password: "x" } },
  {
    rate: "confirm",
    who: "anna",
    at: "/staff/me/password",
    form: { old_password: "x", password: "five words of mine now" },
  },
  { rate: "confirm", who: "bela", at: "/admin/keys/open", form: { password: "four words make it" } },
  {
    rate: "setUp",
    who: "nobody",
    at: "/staff/welcome/:token",
    form: { password: "five words of mine now" },
    arrange: newPassword,
  },
  { rate: "code", who: "anna", at: "/staff/me/second/confirm", form: { code: "123456" }, arrange: appBegun },
  {
    rate: "confirm",
    who: "anna",
    at: "/staff/me/second/app",
    form: { confirm_password: "x" },
    status: 422,
    arrange: longSince,
  },
  { rate: "draft", who: "bela", at: "/staff/replies/new/preview", form: { text: "Hello" } },
  { rate: "sheet", who: "sven", at: "/admin/keys/prove", form: { sheet: "1", "word-0": "a", "word-1": "b" } },
  { rate: "sheet", who: "sven", at: "/admin/backup/drill", form: {} },
  { rate: "sheet", who: "bela", at: "/admin/keys/use", form: { secret: "AGE-SECRET-KEY-1" } },
  { rate: "act", who: "anna", at: `${chat}/risk`, form: { risk: "present" } },
  { rate: "send", who: "anna", at: `${chat}/send`, form: said() },
  { rate: "send", who: "anna", at: `${chat}/where` },
  { rate: "send", who: "anna", at: `${chat}/ask-kindly` },
  { rate: "send", who: "anna", at: `${chat}/referrals/send`, form: said() },
  { rate: "draft", who: "anna", at: `${chat}/draft`, form: { text: "half" } },
  { rate: "draft", who: "anna", at: `${chat}/notes/draft`, form: { text: "half" } },
  { rate: "draft", who: "anna", at: `${chat}/handover/draft`, form: { summary: "half" } },
  { rate: "draft", who: "anna", at: `${chat}/replies`, form: { reply: "1" } },
  { rate: "draft", who: "anna", at: `${chat}/record`, form: { kind: "none" } },
  { rate: "draft", who: "anna", at: "/staff/shift/draft", form: { text: "half" } },
  { rate: "draft", who: "anna", at: "/staff/emergencies/1", form: { note: "half" }, status: 422, arrange: declared },
  { rate: "frame", who: "anna", at: `${chat}/notes/seen`, form: { seq: "1" } },
  { rate: "frame", who: "anna", at: "/staff/shift/seen", form: { note: "1" } },
  { rate: "find", who: "anna", at: `${chat}/referrals`, form: { find: "sleep" } },
];

/** Counted where one asks for pages, holds sockets, comes in anew, signs in or leaves an address: there, and by which name. */
const elsewhere: Partial<Record<RateName, string>> = {
  socket: "limits.test.ts",
  feed: "public/hsds-limits.test.ts",
  copies: "public/copies.test.ts",
  copiesWrong: "public/copies.test.ts",
  door: "youth/door/now.test.ts",
  startAgain: "youth/door/begins-once.test.ts",
  startUnproved: "pressure.test.ts",
  startOfNetwork: "pressure.test.ts",
  startWaited: "youth/door/busy.test.ts",
  startUrgentWaited: "youth/door/busy.test.ts",
  askOfChat: "youth/later/later-hostile.test.ts",
  askOfNetwork: "youth/later/later-hostile.test.ts",
  ask: "youth/later/later-hostile.test.ts",
  back: "youth/back/back-guessing.test.ts",
  firstBackOfNetwork: "youth/back/back-guessing.test.ts",
  firstBack: "youth/back/back-guessing.test.ts",
  signInKnown: "tries.test.ts",
  recovery: "tries.test.ts",
  logo: "admin/subjects/look.test.ts",
};

async function invited(line: House) {
  const input = { roles: ["counsellor" as const], madeBy: line.aino.id, first: false };
  return act(line, line.aino, (tx, emit) => invite(tx, emit, input));
}

async function newPassword(line: House) {
  const input = { staffId: line.aino.id, madeBy: line.aino.id };
  return act(line, line.aino, (tx, emit) => invitePassword(tx, emit, input));
}

async function appBegun(line: House, { people }: Arranged) {
  await person(line, people.anna).post("/staff/me/second/app");
  return "";
}

/** It is long since she gave her password. */
async function longSince(line: House) {
  line.files.data.exec("UPDATE staff_session SET confirmed_at = 0");
  return "";
}

async function declared(line: House, { people, ids }: Arranged) {
  await person(line, people.anna).post(`/staff/conversation/${ids[0]}/emergency`);
  return "";
}

/** The same, with all that is sent coming from one network. */
function seenFrom(line: House): House {
  const request: House["app"]["request"] = (path, init) => line.app.request(path, init, { peer: "9.9.9.9" });
  return { ...line, app: { ...line.app, request } as House["app"] };
}

let made: Arranged;
let home: SharedHouse;
beforeAll(async () => {
  made = await arranged();
  home = shared(made.line);
});

test("every limit there is stands here, or with where it is tried", () => {
  const here = [...new Set(rows.map(({ rate }) => rate)), ...Object.keys(elsewhere)];
  expect(here.sort()).toEqual(Object.keys(rates).sort());
});

describe.each(rows)("$rate at $at, $form", ({ rate, who, at, form = {}, status = 429, script, arrange }) => {
  test("where nothing is left of it, nothing is done and nothing is heard", async () => {
    home.spend();
    const line = await home.open();
    const token = (await arrange?.(line, made)) ?? "";
    const asked: string[] = [];
    line.helpline.limiter.take = (name) => {
      asked.push(name);
      return name !== rate;
    };
    const before = dump(line);
    const heard = line.heard.length;
    const sender = person(seenFrom(line), made.people[who]);
    const path = at.replace(":noor", String(made.ids[0])).replace(":token", token);
    const answer = await sender.post(path, form, script ? { "X-Chat": "1" } : {});
    expect(asked).toContain(rate);
    expect(answer.status).toBe(status);
    expect(changedTables(before, dump(line))).toEqual([]);
    expect(line.heard.length).toBe(heard);
    expect(line.reported).toEqual([]);
  });
});
