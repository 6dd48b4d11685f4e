import { beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "#src/config.ts";
import { doors } from "#src/http/server/doors.ts";
import { type House, house, open, type SharedHouse, shared } from "#tests/support/house/helpline.ts";
import { cleared, clientId, give, type Person, person, read, says, script, youth } from "#tests/support/house/http.ts";

// Noor left fast while no network brought that to the server: the script of her page has left a mark, and the next request of her
// browser, however it comes, is a leaving.

let line: House;
let noor: Awaited<ReturnType<typeof youth>>;
let home: SharedHouse;

const words = /secret words|Mika|Continue your chat|data-last|role="log"/;
const taken = [...cleared, "w=; Max-Age=0; Path=/"];

beforeEach(async () => {
  line = await house();
  await open(line);
  noor = await youth(line, "the secret words");
  await give(line, noor.id, line.anna);
  home = shared(line);
});

/** Her browser as it is when the network is back. */
function back(at: House): Person {
  return person(at, { cookies: new Map([...noor.cookies, ["w", "1"]]) });
}

const reasons = (at: House) => at.heard.flatMap((event) => (event.type === "conversation.ended" ? [event.reason] : []));

/** The first bytes of what never ends, all of anything else. */
async function asked(who: Person, method: string, path: string) {
  const form = new URLSearchParams({ client_id: clientId(), text: "typed elsewhere", sure: "yes", after: "0" });
  const body = method === "POST" ? { body: form, headers: { "Sec-Fetch-Site": "same-origin" } } : {};
  const response = await who.send(path, { method, ...body });
  if (path !== "/log") return read(response);
  const reader = response.body!.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return { ...(await read(new Response(null, response))), text: new TextDecoder().decode(value) };
}

const ofYouth = doors.filter(
  ({ audience, path }) => audience !== "staff" && audience !== "plain" && audience !== "public" && path !== "/leave",
);

describe.each([...ofYouth.map(({ method, path }) => [method, path] as const), ["GET", "/not-here"] as const])(
  "%s %s",
  (method, path) => {
    test("leaves first, and shows nothing of the chat", async () => {
      const at = await home.open();
      const who = back(at);
      const { text, set } = await asked(who, method, path.replace(/:\w+/, "x"));
      expect(reasons(at)).toEqual(["left_fast"]);
      expect(text).not.toMatch(words);
      expect(set.slice(0, taken.length)).toEqual(taken);
      expect(who.cookies.has("w")).toBe(false);
      expect(at.reported).toEqual([]);
      const door = await person(at, { cookies: noor.cookies }).get("/");
      expect(door.text).not.toMatch(words);
    });
  },
);

test("whoever types the address finds the door, and can begin a new chat", async () => {
  const who = back(line);
  const door = await who.get("/");
  expect(door.text).toContain(says("youth.door.title"));
  expect(who.cookies.size).toBe(0);
  expect((await who.get("/")).set).toEqual([]);
});

test("a page that was open all the time can begin one at once, and only the old one is left", async () => {
  const other = await person(line).get("/");
  const fields = ["client_id", "rules"].map((name) => [
    name,
    new RegExp(`name="${name}" value="([^"]*)"`).exec(other.text)![1]!,
  ]);
  const who = back(line);
  expect((await who.post("/start", { ...Object.fromEntries(fields), text: "a new beginning" })).to).toBe("/");
  expect(reasons(line)).toEqual(["left_fast"]);
  expect((await who.get("/")).text).toContain("a new beginning");
});

test("another tab of the same chat is told that it is over, by its poll and by its socket", async () => {
  expect((await back(line).post("/updates", { after: "0" }, script)).status).toBe(410);
  expect(reasons(line)).toEqual(["left_fast"]);
  const headers = { Upgrade: "websocket", Origin: "http://localhost", Host: "localhost" };
  const other = await home.open();
  expect((await read(await back(other).send("/live?after=0", { headers }))).status).toBe(410);
});

test("where it cannot be stored nothing shows all the same, and the browser has no session any more", async () => {
  line.files.data.pragma("query_only = ON");
  const who = back(line);
  const { text, set } = await who.get("/");
  line.files.data.pragma("query_only = OFF");
  expect(text).not.toMatch(words);
  expect(set).toEqual(taken);
  expect(who.cookies.size).toBe(0);
  expect(line.reported).toContainEqual(expect.stringContaining("leaving could not be stored"));
});

test("leaving itself, when the network was there, takes the mark along", async () => {
  for (const ask of [(who: Person) => who.post("/leave"), (who: Person) => who.get("/leave")]) {
    const at = await home.open();
    expect((await ask(back(at))).set).toEqual(taken);
    expect(reasons(at)).toEqual(["left_fast"]);
    home.spend();
  }
});

test("the mark of a browser without a chat opens and ends nothing", async () => {
  const sam = person(line, { cookies: new Map([["w", "1"]]) });
  expect((await sam.get("/")).text).toContain(says("youth.door.title"));
  expect(sam.cookies.size).toBe(0);
  expect(reasons(line)).toEqual([]);
  expect((await noor.get("/")).text).toContain("the secret words");
});

test("scripts and styles, and what is for everybody, are asked for as ever", async () => {
  for (const path of ["/healthz", "/hours.json", line.helpline.assets.chat]) {
    const { set } = await back(line).get(path);
    expect(set).toEqual([]);
  }
  expect(reasons(line)).toEqual([]);
});

test("a page in a chat says what its script leaves behind, one outside of it takes that away", async () => {
  expect((await noor.get("/")).text).toContain('data-left="w=1;path=/;max-age=43200;samesite=lax"');
  expect((await noor.get("/how")).text).toContain('data-left="w=1;');
  expect((await person(line).get("/")).text).toContain('data-left="w=;path=/;max-age=0"');
});

test("where the public address is https, the mark is of this host only and secure, as the cookie of the chat is", async () => {
  const secure = await house({ config: readConfig({ PUBLIC_ADDRESS: "https://chat.example.org" }, []) });
  await open(secure);
  const sam = await youth(secure, "the secret words");
  const page = (await sam.get("/")).text;
  expect(page).toContain('data-left="__Host-w=1;path=/;secure;max-age=43200;samesite=lax"');
  sam.cookies.set("w", "1");
  expect((await sam.get("/")).text).toContain("the secret words");
  sam.cookies.set("__Host-w", "1");
  const { text, set } = await sam.get("/");
  expect(text).not.toMatch(words);
  expect(set.at(-1)).toBe("__Host-w=; Max-Age=0; Path=/; Secure");
  expect(sam.cookies.has("__Host-w")).toBe(false);
});
