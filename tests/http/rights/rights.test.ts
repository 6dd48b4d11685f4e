import { beforeAll, describe, expect, test } from "vitest";
import { doors } from "#src/http/server/doors.ts";
import { type SharedHouse, shared } from "#tests/support/house/helpline.ts";
import { type Answer, clientId, type Person, person, read } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { adminRights } from "#tests/support/rights/admin.ts";
import { type Arranged, arranged, mayRead, words } from "#tests/support/rights/arranged.ts";
import { ofConversation } from "#tests/support/rights/conversation.ts";
import { filled } from "#tests/support/rights/forms.ts";
import { staffRights } from "#tests/support/rights/staff.ts";
import { chats, type Who, whos } from "#tests/support/rights/who.ts";
import { youthRights } from "#tests/support/rights/youth.ts";

// PROMISES.md S6: who is answered what at every door. The tables stand in tests/support/rights. One house serves all who are
// refused; after anything that was taken it is opened again as it was.

const tables = [youthRights, staffRights, adminRights];

let made: Arranged;
let home: SharedHouse;
beforeAll(async () => {
  made = await arranged();
  home = shared(made.line);
});

const form = () => ({ client_id: clientId(), text: "hello", availability: "away", value: "5", moment: "before" });

async function sent(who: Person, method: string, path: string, door = path): Promise<Pick<Answer, "status" | "text">> {
  if (method === "POST") return who.post(path, { ...form(), ...filled[`${method} ${door}`] });
  const response = await who.send(path);
  return path === "/log" ? begun(response) : read(response);
}

/** What a page that never ends shows at once. */
async function begun(response: Response): Promise<Pick<Answer, "status" | "text">> {
  const reader = response.body!.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return { status: response.status, text: new TextDecoder().decode(value) };
}

/** What somebody is answered, in a house where nobody has done anything yet. Nothing breaks, and nobody reads what is not theirs. */
async function asked(who: Who, method: string, path: string, door = path): Promise<number> {
  const line = await home.open();
  const { status, text } = await sent(person(line, made.people[who]), method, path, door);
  expect(line.reported).toEqual([]);
  const seen = Object.entries(words).filter(([, written]) => text.includes(written));
  const allowed: string[] = mayRead[who];
  expect(
    seen.filter(([chat]) => !allowed.includes(chat)),
    `${who} at ${path}`,
  ).toEqual([]);
  if (status === 403) expect(home.hasChanged(), `${who} at ${path}`).toBe(false);
  // A try that was understood counts, in memory, against the next one.
  if (status === 422) home.spend();
  return status;
}

const name = (one: (typeof doors)[number]) => `${one.method} ${one.path}`;

test("every door stands in one of the tables, and no other", () => {
  const all = [...tables, ofConversation].flatMap((table) => Object.keys(table));
  expect(all.sort()).toEqual(doors.map(name).sort());
});

describe.each(tables.flatMap((table) => Object.entries(table)))("%s", (door, expected) => {
  test("[ASVS 8.2.1, 8.3.1] opens to whom it should", async () => {
    const [method = "", path = ""] = door.split(" ");
    const answers = [];
    for (const who of whos) answers.push(await asked(who, method, path.replace(/:\w+/, "x"), path));
    expect(answers).toEqual(expected);
  });
});

describe.each(Object.entries(ofConversation))("%s", (door, expected) => {
  const [method = "", path = ""] = door.split(" ");
  test.each(whos)("%s", async (who) => {
    const answers = [];
    for (const [index] of chats.entries()) {
      const status = await asked(who, method, path.replace(":id", String(made.ids[index])), path);
      if (status >= 400) expect(home.hasChanged()).toBe(false);
      answers.push(status);
    }
    expect(answers).toEqual(expected[who]);
  });
});

test("[ASVS 8.2.2] a young person’s doors know no conversation but their own, whatever they name", async () => {
  home.spend();
  const { files, ...line } = await home.open();
  const sam = person({ files, ...line }, made.people.sam);
  const [noor] = made.ids;
  const noors = () => JSON.stringify(stored(files).conversation!.find((row) => (row as { id: number }).id === noor));
  const before = noors();
  for (const one of doors.filter((door) => door.audience !== "staff" && !door.socket)) {
    const path = `${one.path.replace(/:\w+/, "x")}?id=${noor}&conversation=${noor}&after=0`;
    if (one.method === "GET" && one.path !== "/leave") {
      const response = await sam.send(path);
      const { text } = await (one.path === "/log" ? begun(response) : read(response));
      expect(text, path).not.toContain(words["anna’s"]);
    }
    if (one.method === "POST" && !/leave|end|wipe|clear|start-new/.test(one.path)) {
      const ofNoor = { id: String(noor), conversation_id: String(noor), conversation: String(noor) };
      expect((await sam.post(path, { ...form(), ...ofNoor })).text, path).not.toContain(words["anna’s"]);
    }
  }
  expect(noors()).toBe(before);
});
