import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { doors } from "#src/http/doors.ts";
import { end } from "#src/queue/ending.ts";
import { house, member, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, type Person, person, staff, youth } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { adminRights } from "#tests/support/rights/admin.ts";
import { none, ofConversation, toSignIn, type Who, whos } from "#tests/support/rights/conversation.ts";
import { filled } from "#tests/support/rights/forms.ts";
import { shiftRights } from "#tests/support/rights/notes.ts";

const chats = ["anna’s", "carl’s", "waiting", "ended", "unknown"] as const;

/** Noor talks with Anna, Sam with Carl; Béla is a supervisor, Sven an admin and nothing else. */
async function arranged() {
  const line = await house();
  const { files } = line;
  await open(line);
  await open(line, line.bela);
  const carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  const sven = await member(line.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  const [over, noor, sam, waiting] = [
    await youth(line, "over"),
    await youth(line, "Noor’s"),
    await youth(line, "Sam’s"),
    await youth(line, "waits"),
  ];
  await give(line, over.id, line.anna);
  await act(line, line.anna, (tx, emit) =>
    end(tx, emit, { conversationId: over.id, reason: "ended_by_youth", staffId: null }),
  );
  await give(line, noor.id, line.anna);
  await give(line, sam.id, carl);
  const people: Record<Who, Person> = {
    nobody: person(line),
    noor,
    sam,
    anna: await staff(line, line.anna),
    carl: await staff(line, carl),
    bela: await staff(line, line.bela),
    sven: await staff(line, sven),
  };
  return { line, files, people, over, waiting, ids: [noor.id, sam.id, waiting.id, over.id, 999] };
}

const form = () => ({ client_id: clientId(), text: "hello", availability: "away", value: "5", moment: "before" });

async function status(who: Person, method: string, path: string, door = path): Promise<number> {
  if (method === "POST") return (await who.post(path, { ...form(), ...filled[`${method} ${door}`] })).status;
  const response = await who.send(path);
  await response.body?.cancel();
  return response.status;
}

/** What supervisors and admins are answered at doors of the directory, and nobody else. */
function forKeepers(answer: number, ...names: string[]): Record<string, number[]> {
  const doorsOf = names.flatMap((line) => line.split(", ")).map((one) => one.split(" ") as [string, string?]);
  return Object.fromEntries(
    doorsOf.map(([method, path = ""]) => {
      const others = (method === "GET" ? toSignIn : none).slice(2);
      return [`${method} /admin/directory${path}`, [...others, 403, 403, answer, answer]];
    }),
  );
}

/** nobody, noor, sam, anna, carl, bela, sven. On the young person’s side the staff are nobody. */
const plain: Record<string, number[]> = {
  "GET /": [200, 200, 200, 200, 200, 200, 200],
  "POST /start": [303, 303, 303, 303, 303, 303, 303],
  // With words in the form it is the door, with the words in its box.
  "POST /start-new": [200, 200, 200, 200, 200, 200, 200],
  "POST /continue": [410, 303, 303, 410, 410, 410, 410],
  "POST /send": [410, 303, 303, 410, 410, 410, 410],
  "POST /check": [410, 303, 303, 410, 410, 410, 410],
  // Somebody has the words already.
  "GET /change": [410, 200, 200, 410, 410, 410, 410],
  "POST /change": [410, 409, 409, 410, 410, 410, 410],
  "GET /where": [410, 200, 200, 410, 410, 410, 410],
  "POST /where": [410, 303, 303, 410, 410, 410, 410],
  "POST /updates": [410, 200, 200, 410, 410, 410, 410],
  "POST /typing": [410, 204, 204, 410, 410, 410, 410],
  "POST /feeling": [410, 303, 303, 410, 410, 410, 410],
  "POST /helped": [410, 422, 422, 410, 410, 410, 410],
  // Nothing to thank for while it goes on.
  "POST /thanks": [410, 410, 410, 410, 410, 410, 410],
  "POST /end": [410, 303, 303, 410, 410, 410, 410],
  "POST /wipe": [410, 303, 303, 410, 410, 410, 410],
  "POST /clear": [410, 200, 200, 410, 410, 410, 410],
  "GET /log": [410, 200, 200, 410, 410, 410, 410],
  "GET /box": [410, 200, 200, 410, 410, 410, 410],
  "POST /here": [410, 303, 303, 410, 410, 410, 410],
  "GET /here": [410, 204, 204, 410, 410, 410, 410],
  "GET /live": [403, 403, 403, 403, 403, 403, 403],
  "GET /leave": [303, 303, 303, 303, 303, 303, 303],
  "POST /leave": [204, 204, 204, 204, 204, 204, 204],
  "GET /how": [200, 200, 200, 200, 200, 200, 200],
  // Nobody is asked anything: it leads to the door.
  "GET /which": [303, 303, 303, 303, 303, 303, 303],
  "POST /which": [303, 303, 303, 303, 303, 303, 303],
  "POST /help": [410, 303, 303, 410, 410, 410, 410],
  "GET /help": [200, 200, 200, 200, 200, 200, 200],
  "GET /other": [200, 200, 200, 200, 200, 200, 200],
  "POST /other": [303, 303, 303, 303, 303, 303, 303],
  "GET /other/:id": [404, 404, 404, 404, 404, 404, 404],
  // Nobody is offered to be written to: no mail server is set.
  "GET /later": [200, 200, 200, 200, 200, 200, 200],
  "POST /later": [200, 200, 200, 200, 200, 200, 200],
  "GET /later/:token": [404, 404, 404, 404, 404, 404, 404],
  // Whoever is in a chat is led to it.
  "POST /later/:token": [404, 303, 303, 404, 404, 404, 404],
  "GET /back": [200, 200, 200, 200, 200, 200, 200],
  // No code was typed.
  "POST /back": [422, 422, 422, 422, 422, 422, 422],
  "POST /later/:token/stop": [303, 303, 303, 303, 303, 303, 303],
  "GET /hours.json": [200, 200, 200, 200, 200, 200, 200],
  "GET /hours.ics": [200, 200, 200, 200, 200, 200, 200],
  "GET /.well-known/helpline.json": [200, 200, 200, 200, 200, 200, 200],
  // Not published.
  "GET /hsds": [404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/": [404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/services": [404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/services/:id": [404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/organizations": [404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/organizations/:id": [404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/taxonomies": [404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/taxonomies/:id": [404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/taxonomy_terms": [404, 404, 404, 404, 404, 404, 404],
  "GET /hsds/taxonomy_terms/:id": [404, 404, 404, 404, 404, 404, 404],
  "GET /healthz": [200, 200, 200, 200, 200, 200, 200],
  "GET /static/:file": [404, 404, 404, 404, 404, 404, 404],
  "GET /staff/sign-in": [200, 200, 200, 303, 303, 303, 303],
  "POST /staff/sign-in": [422, 422, 422, 422, 422, 422, 422],
  // Nobody is between the two pages of signing in.
  "POST /staff/sign-in/code": [303, 303, 303, 303, 303, 303, 303],
  // Whoever is in a chat is asked first.
  "POST /staff/sign-out": [403, 403, 403, 409, 409, 303, 303],
  "GET /staff/welcome/:token": [410, 410, 410, 410, 410, 410, 410],
  "POST /staff/welcome/:token": [410, 410, 410, 410, 410, 410, 410],
  "POST /staff/welcome/:token/draft": [410, 410, 410, 410, 410, 410, 410],
  "GET /staff/me": [303, 303, 303, 200, 200, 200, 200],
  // Nothing in it is what the form of one's own page asks for.
  "POST /staff/me": [403, 403, 403, 422, 422, 422, 422],
  // Without an address there is none.
  "POST /staff/me/address": [403, 403, 403, 303, 303, 303, 303],
  "POST /staff/me/password": [403, 403, 403, 422, 422, 422, 422],
  "POST /staff/me/sessions": [403, 403, 403, 303, 303, 303, 303],
  "GET /staff/me/second": [303, 303, 303, 200, 200, 200, 200],
  "POST /staff/me/second/app": [403, 403, 403, 303, 303, 303, 303],
  "POST /staff/me/second/confirm": [403, 403, 403, 303, 303, 303, 303],
  // No browser has made one.
  "POST /staff/me/second/key": [403, 403, 403, 422, 422, 422, 422],
  "POST /staff/me/second/key-off": [403, 403, 403, 303, 303, 303, 303],
  "POST /staff/me/second/codes": [403, 403, 403, 303, 303, 303, 303],
  "POST /staff/me/second/off": [403, 403, 403, 303, 303, 303, 303],
  "GET /staff": [303, 303, 303, 200, 200, 200, 200],
  "POST /staff/available": [403, 403, 403, 303, 303, 303, 303],
  "POST /staff/ready": [403, 403, 403, 303, 303, 303, 303],
  "POST /staff/claim": [403, 403, 403, 303, 303, 303, 403],
  "GET /staff/concerns": [303, 303, 303, 403, 403, 200, 200],
  "POST /staff/concerns/:id": [403, 403, 403, 403, 403, 422, 403],
  "GET /staff/holds": [303, 303, 303, 403, 403, 200, 403],
  // Without a reason, and of a chat that is not there or not held.
  "POST /staff/holds/:id": [403, 403, 403, 403, 403, 422, 403],
  "POST /staff/holds/:id/lift": [403, 403, 403, 403, 403, 404, 403],
  "POST /staff/holds/:id/open": [403, 403, 403, 403, 403, 403, 403],
  "POST /staff/concerns/:id/open": [403, 403, 403, 403, 403, 403, 403],
  "GET /staff/debriefs": [303, 303, 303, 403, 403, 200, 403],
  "POST /staff/debriefs/:id": [403, 403, 403, 403, 403, 422, 403],
  "POST /staff/debriefs/thanks/:id": [403, 403, 403, 403, 403, 422, 403],
  "POST /staff/told": [403, 403, 403, 422, 422, 422, 422],
  "GET /staff/overview": [303, 303, 303, 403, 403, 200, 403],
  "GET /staff/replies": [303, 303, 303, 200, 200, 200, 403],
  "POST /staff/replies/undo": [403, 403, 403, 404, 404, 404, 403],
  "GET /staff/replies/:id": [303, 303, 303, 404, 404, 404, 403],
  "POST /staff/replies/:id": [403, 403, 403, 404, 404, 404, 403],
  "GET /staff/replies/:id/preview": [303, 303, 303, 404, 404, 404, 403],
  "POST /staff/replies/:id/preview": [403, 403, 403, 404, 404, 404, 403],
  "POST /staff/replies/:id/remove": [403, 403, 403, 404, 404, 404, 403],
  "GET /staff/records": [303, 303, 303, 200, 200, 200, 403],
  "GET /staff/records/:id": [303, 303, 303, 403, 403, 403, 403],
  "POST /staff/records/:id": [403, 403, 403, 403, 403, 403, 403],
  "GET /staff/emergencies": [303, 303, 303, 200, 200, 200, 403],
  // There has been none.
  "GET /staff/emergencies/:id": [303, 303, 303, 403, 403, 403, 403],
  "POST /staff/emergencies/:id": [403, 403, 403, 403, 403, 403, 403],
  // No reason is named in the form; nobody has asked.
  "POST /staff/emergencies/:id/address": [403, 403, 403, 403, 403, 422, 403],
  "POST /staff/emergencies/:id/address/confirm": [403, 403, 403, 403, 403, 403, 403],
  "POST /staff/emergencies/:id/address/show": [403, 403, 403, 403, 403, 403, 403],
  "GET /staff/line/:id": [303, 303, 303, 403, 403, 404, 404],
  "POST /staff/line/:id/override": [403, 403, 403, 403, 403, 404, 404],
  "POST /staff/line/:id/lift": [403, 403, 403, 403, 403, 404, 404],
  "GET /staff/live": [403, 403, 403, 403, 403, 403, 403],
  ...forKeepers(200, "GET, GET /week, GET /regions, GET /deleted"),
  ...forKeepers(
    404,
    "POST /undo, POST /regions/:id, GET /organizations/:id, POST /organizations/:id",
    "POST /organizations/:id/undo, GET /:id, POST /:id, POST /:id/draft, GET /:id/preview",
    "POST /:id/preview, POST /:id/undo, POST /:id/verify, POST /:id/resolve, POST /:id/link",
    "POST /:id/delete, POST /:id/restore, POST /links, POST /:id/links",
  ),
  ...forKeepers(422, "POST /bulk, POST /regions"),
  ...shiftRights,
  ...adminRights,
};

const name = (one: (typeof doors)[number]) => `${one.method} ${one.path}`;

test("every door stands in one of the two tables, and no other", () => {
  expect([...Object.keys(plain), ...Object.keys(ofConversation)].sort()).toEqual(doors.map(name).sort());
});

describe.each(Object.entries(plain))("%s", (door, expected) => {
  test("[ASVS 8.2.1, 8.3.1] opens to whom it should", async () => {
    const [method = "", path = ""] = door.split(" ");
    const answers = [];
    let at = await arranged();
    for (const who of whos) {
      const before = stored(at.files);
      const answer = await status(at.people[who], method, path.replace(/:\w+/, "x"));
      expect(at.line.reported).toEqual([]);
      answers.push(answer);
      // A try that was understood counts, in memory, against the next one.
      if (answer === 422 || !isDeepStrictEqual(stored(at.files), before)) at = await arranged();
    }
    expect(answers).toEqual(expected);
  });
});

describe.each(Object.entries(ofConversation))("%s", (door, expected) => {
  const [method = "", path = ""] = door.split(" ");
  test.each(whos)("%s", async (who) => {
    const answers = [];
    let at = await arranged();
    for (const [index] of chats.entries()) {
      const before = stored(at.files);
      const answer = await status(at.people[who], method, path.replace(":id", String(at.ids[index])), path);
      const changed = !isDeepStrictEqual(stored(at.files), before);
      if (answer >= 400) expect(changed).toBe(false);
      expect(at.line.reported).toEqual([]);
      answers.push(answer);
      if (changed) at = await arranged();
    }
    expect(answers).toEqual(expected[who]);
  });
});

test("[ASVS 8.2.2] a young person’s doors know no conversation but their own, whatever they name", async () => {
  const { files, people, ids } = await arranged();
  const [noor] = ids;
  const noors = () => JSON.stringify(stored(files).conversation!.find((row) => (row as { id: number }).id === noor));
  const before = noors();
  for (const one of doors.filter((door) => door.audience !== "staff" && !door.socket)) {
    const path = `${one.path.replace(/:\w+/, "x")}?id=${noor}&conversation=${noor}&after=0`;
    if (one.method === "GET" && one.path !== "/leave" && one.path !== "/log")
      expect((await people.sam.get(path)).text).not.toContain("Noor");
    if (one.method === "POST" && !/leave|end|wipe|clear|start-new/.test(one.path))
      await people.sam.post(path, {
        ...form(),
        id: String(noor),
        conversation_id: String(noor),
        conversation: String(noor),
      });
  }
  expect(noors()).toBe(before);
});
