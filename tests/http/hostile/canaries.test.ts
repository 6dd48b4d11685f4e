import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { listenOnBun } from "#src/listen-bun.ts";
import { log } from "#src/log.ts";
import { setMailServer } from "#src/mail/server.ts";
import { setSetting } from "#src/settings/settings.ts";
import { invite } from "#src/staff/accounts/invitation.ts";
import { asks } from "#tests/callback/desk.ts";
import { gives, withSecret } from "#tests/support/browser/secrets.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, type Person, person, staff } from "#tests/support/house/http.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";
import { dayOrNight } from "#tests/support/run/night.ts";

// PROMISES.md S1 and S4: what people say, and what tells who they are, is said hundreds of times over (at night more than a
// thousand), and then looked for in every byte of the disk and the log.

const chats = dayOrNight(30, 85);
const clock = fakeClock();
let folder: string;
let line: House & { origin: string };
let port: ReturnType<typeof listenOnBun>;
/** Every word that must be found nowhere, with what it was. */
const canaries = new Map<string, string>();
let written = "";

function canary(kind: string): string {
  const word = `${kind}${randomBytes(8).toString("hex")}`;
  canaries.set(word, kind);
  return word;
}

/** An address of a network that no other line has. */
function somebodysAddress(n: number): string {
  const address = `81.${100 + (n % 90)}.${200 - (n % 70)}.${17 + (n % 200)}`;
  canaries.set(address, "address");
  return address;
}

const bytesOnDisk = () =>
  Buffer.concat(
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => readFileSync(join(folder, name))),
  );
const found = (where: Buffer | string) =>
  [...canaries].filter(([word]) => where.includes(word)).map(([, kind]) => kind);

beforeAll(async () => {
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written += String(text);
    return true;
  });
  folder = mkdtempSync(join(tmpdir(), "porchlight-canaries-"));
  const made = await house({ clock, files: filesIn(folder, clock.now()) });
  made.helpline.report = log;
  // Without the jobs: nobody is counted out while the clock runs ahead.
  port = listenOnBun({ ...made.helpline, config: { ...made.helpline.config, port: 0 } });
  line = { ...made, origin: `http://localhost:${port.port}` };
  await open(line);
  const mails = { host: "127.0.0.1", port: 2525, security: "none", login: "" } as const;
  const sender = { senderAddress: "info@porchlight.example", senderName: "Info" };
  await line.helpline.db.change("porchlight", (tx, emit) =>
    setMailServer(tx, emit, { server: { ...mails, ...sender } }),
  );
});
afterAll(async () => {
  vi.restoreAllMocks();
  await port.stop();
  line.helpline.db.close();
  rmSync(folder, { recursive: true });
});

async function accepted(answer: Promise<{ status: number; text: string }>, what: string) {
  const { status } = await answer;
  expect([200, 204, 303], `${what}: ${status}`).toContain(status);
}

/** One chat from the first words to what is said of it afterwards, in which everything is a canary. */
async function chat(n: number, anna: Person) {
  const from = { "X-Forwarded-For": somebodysAddress(n) };
  const secret = canary("secret");
  const noor = await withSecret(line, { secret, text: `it is ${canary("first")}` }, line);
  canaries.set([...noor.cookies.values()][0]!, "cookie");
  await give(line, noor.id, line.anna);
  const at = `/staff/conversation/${noor.id}`;
  const said = [canary("said"), canary("said")];
  for (const text of said) await accepted(noor.post("/send", { client_id: clientId(), text }, from), "send");
  const answers = [canary("answer"), canary("answer")];
  for (const text of answers) await accepted(anna.post(`${at}/send`, { client_id: clientId(), text }), "answer");
  const note = { client_id: clientId(), text: canary("note") };
  await accepted(anna.post(`${at}/notes`, note), "note");
  const typed = { summary: canary("unoffered"), agreed: "no", reason: canary("unasked") };
  await accepted(anna.post(`${at}/handover/draft`, typed), "unoffered");
  const offer = { to: `staff-${line.bela.id}`, summary: canary("summary"), agreed: "yes", reason: canary("reason") };
  await accepted(anna.post(`${at}/handover`, offer), "handover");
  await accepted(anna.post(`${at}/draft`, { text: canary("draft") }), "draft");
  // It is there for those it is for.
  const page = (await anna.get(at)).text;
  for (const word of [...said, ...answers]) expect(page).toContain(word);
  await noor.post("/other", { q: canary("searched") }, from);
  clock.pass(60_000);
  await noor.post("/continue", { secret: canary("guess"), text: canary("halfway") }, from);
  await accepted(gives(noor, secret), "secret");
  await accepted(noor.post("/end", {}, from), "end");
  await accepted(noor.post("/thanks", { text: canary("thanks") }, from), "thanks");
  await accepted(noor.post("/help", { text: canary("wrong") }, from), "help");
  await asks(line, `${canary("mail")}@mail.example`);
  await anna.post(`${at}/close`);
}

/** What goes wrong, with canaries wherever something can be typed. */
async function trouble(n: number) {
  const nobody = person(line, line);
  const from = { "X-Forwarded-For": somebodysAddress(1_000 + n) };
  const ledHere = { ...from, Referer: `https://elsewhere.example/${canary("referer")}` };
  await nobody.get(`/${canary("path")}?q=${canary("query")}`, ledHere);
  await nobody.get("/", { ...from, Cookie: `s=${canary("false")}`, "User-Agent": canary("browser") });
  await nobody.post("/staff/sign-in", { name: canary("name"), password: canary("password") }, from);
  await nobody.post("/later", { address: canary("halfmail"), shared: "no" }, from);
  await nobody.get(`/staff/welcome/${canary("link")}`, from);
  const { take } = line.helpline.limiter;
  line.helpline.limiter.take = () => {
    throw new Error(`failed over ${canary("failure")}`);
  };
  const answer = await nobody.post("/start", { client_id: clientId(), text: canary("lost") }, from);
  line.helpline.limiter.take = take;
  expect(answer.status).toBe(500);
}

test("[ASVS 14.2.4, 16.2.5] S1, S4: hundreds of words, addresses, mails and codes are in no byte of the data and in no line of the log", async () => {
  const anna = await staff(line, line.anna, line);
  await (await staff(line, line.bela, line)).post("/staff/available", { availability: "available" });
  canaries.set(anna.cookies.get("staff")!, "cookie");
  const token = await act(line, line.aino, (tx, emit) =>
    invite(tx, emit, { roles: ["counsellor"], first: false, madeBy: line.aino.id }),
  );
  canaries.set(token, "link");
  for (let n = 0; n < chats; n += 1) {
    clock.pass(30_000);
    await chat(n, anna);
    // While everything is still open, with its log of writing beside it.
    if (n % 20 === 0) expect(found(bytesOnDisk())).toEqual([]);
  }
  for (let n = 0; n < 10; n += 1) {
    clock.pass(30_000);
    await trouble(n);
  }
  expect(canaries.size).toBeGreaterThan(dayOrNight(400, 1_000));
  expect(readdirSync(folder)).toEqual(
    expect.arrayContaining(["porchlight.db-wal", "porchlight.db-shm", "keys.db-wal"]),
  );
  expect(found(bytesOnDisk())).toEqual([]);
  expect(written.match(/failed, reference/g)?.length).toBe(10);
  expect(found(written)).toEqual([]);

  // What lies open would be found: a setting is no secret.
  const shown = canary("setting");
  await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "name", value: shown }));
  expect(found(bytesOnDisk())).toEqual(["setting"]);
  expect(found([...canaries.keys()].join())).toHaveLength(canaries.size);
}, 300_000);
