import { messages } from "#src/conversation/reading.ts";
import { newToken } from "#src/crypto/hash.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { isStaffPath } from "#src/http/guards.ts";
import { invite } from "#src/staff/invitation.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { asks, invites, outbox } from "#tests/callback/desk.ts";
import { annaSays, comesIn, takes, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { asText, changedTables, dump } from "#tests/support/house/dump.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { type Answer, act, cookieHeader, person, read, staff } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { ours } from "#tests/support/keys/ours.ts";
import { newest, unsound } from "#tests/support/keys/unsound.ts";
import { type Body, boxes, clean, plantedBodies, plantedValues, rawIn, sentence } from "#tests/support/made/corpus.ts";
import { sendsTo } from "#tests/support/outside/post.ts";

export type Fields = Record<string, string>;

/** What is right and what is not at one form of the house. */
export interface HostileForm {
  path: string;
  /** Noor’s browser, Anna’s, Béla’s or Aino’s, or somebody without a cookie. */
  who: "noor" | "anna" | "bela" | "aino" | "nobody";
  /** What stands for `:id` in the path; else it is Noor’s conversation. */
  id?: string;
  /** The id of nothing there is, when it is not the second one. */
  stranger?: string;
  /** How Noor’s conversation stands when the form is sent. */
  stage: "waiting" | "talking" | "ended";
  /** What an honest page sends. */
  honest: () => Fields;
  /** Whether these fields may do what the form is for. Written from the design, not from the code. */
  right: (fields: Fields) => boolean;
  /** The tables that may change when they do. */
  changes: string[];
  /** Those that may change when they do not: what was typed is kept for another try. */
  keeps?: string[];
  /** What must be there before, beside the people. */
  arrange?: (at: Scene) => Promise<unknown>;
  /** The fields that hostile values go into, where there are too many to try them all. */
  plant?: string[];
  /** What comes twice is refused, or counts twice; elsewhere the last one counts. */
  once?: true;
  /** Nothing that was typed is right: it takes what only a browser makes. */
  never?: true;
  /** How many bytes its door reads, when it is not what every other reads. */
  most?: number;
  /** The field of free words: refused, they must be in the answer; taken, they must be stored as they can be read. */
  words?: string;
}

export interface Scene {
  line: House;
  files: OpenFiles;
  /** Sam, whom nothing here may touch, talks with Béla. */
  sam: number;
  anna: string;
  bela: string;
  aino: string;
}

/** A house with Sam in it. */
export async function scene(): Promise<Scene> {
  const line = await house();
  const { files } = line;
  await open(line);
  const sam = await comesIn(line, "Sam’s own words");
  await takes(line, line.bela, sam);
  const cookieOf = async (who: StaffMember) => cookieHeader((await staff(line, who)).cookies);
  const [anna, bela, aino] = [await cookieOf(line.anna), await cookieOf(line.bela), await cookieOf(line.aino)];
  return { line, files, sam, anna, bela, aino };
}

/** Noor comes in and gets as far as the stage says. */
export async function noorComes({ line }: Scene, stage: HostileForm["stage"]) {
  const token = newToken();
  const id = await comesIn(line, "Noor’s first words", { token });
  if (stage !== "waiting") {
    await takes(line, line.anna, id);
    await annaSays(line, id, "Hello");
    await youthSays(line, id, "Hi");
  }
  if (stage === "ended") await youthEnds(line, id);
  return { id, cookie: `s=${token}` };
}

interface Sent {
  body: Body;
  type: string | null;
}

/** Sends one body to a form. `script`: as chat.js or htmx send it. */
export async function submit(
  at: Scene,
  form: HostileForm,
  noor: { id: number; cookie: string },
  sent: Sent,
  script = false,
): Promise<Answer> {
  const cookie = { noor: noor.cookie, anna: at.anna, bela: at.bela, aino: at.aino, nobody: "" }[form.who];
  const headers = new Headers({ "Sec-Fetch-Site": "same-origin", Cookie: cookie });
  if (sent.type !== null) headers.set("Content-Type", sent.type);
  if (script) headers.set(isStaffPath(form.path) ? "HX-Request" : "X-Chat", isStaffPath(form.path) ? "true" : "1");
  const path = form.path.replace(":id", form.id ?? String(noor.id)).replace(":subject", "helpline");
  return read(await at.line.app.request(path, { method: "POST", headers, body: sent.body }));
}

/** A form whose address is a link of one use gets one. */
async function withLink({ line }: Scene, form: HostileForm): Promise<HostileForm> {
  if (!form.path.includes(":token")) return form;
  if (form.path.startsWith("/later/")) return { ...form, path: form.path.replace(":token", await laterToken(line)) };
  const token = await act(line, line.aino, (tx, emit) => invite(tx, emit, { roles: ["counsellor"], first: false }));
  return { ...form, path: form.path.replace(":token", token) };
}

/** Somebody asked to be written to, and was: the secret of their link. */
async function laterToken(line: House): Promise<string> {
  await sendsTo(line, 25);
  await asks(line, "kim@mail.example");
  await invites(line);
  return outbox(line)[0]!.token;
}

/** Where words of somebody stand that pages show. */
const shownTables =
  "debrief thank_you directory_source service organization region message draft staff line setting own_text".split(" ");

/** A house in which a form can be sent, as it was before. */
interface Ready {
  house: Scene;
  noor: { id: number; cookie: string };
  linked: HostileForm;
  untouched: string;
  before: Record<string, string>;
  /** How often it refused already: what is counted in memory must not come to its end. */
  refused: number;
}

async function arranged(form: HostileForm): Promise<Ready> {
  const house = await scene();
  const untouched = ofSam(house);
  const noor = await noorComes(house, form.stage);
  await form.arrange?.(house);
  const linked = await withLink(house, form);
  return { house, noor, linked, untouched, before: dump(house), refused: 0 };
}

/** How many rows were written through the connections of a house since it was opened; what was undone again counts. */
const writes = ({ files }: Scene) =>
  [files.data, files.keys].map((one) => one.prepare("SELECT total_changes()").pluck().get()).join();

/** Tries the whole corpus at one form. Returns what was wrong, in words; how many tries there were. */
export async function attack(form: HostileForm, script = false): Promise<{ tries: number; wrong: string[] }> {
  const wrong: string[] = [];
  let tries = 0;
  let at: Ready | undefined;
  const one = async (name: string, sent: Sent, fields: Fields | null, exact: boolean, looked = true) => {
    tries += 1;
    at ??= await arranged(form);
    const { house, noor, linked, untouched, before } = at;
    const written = writes(house);
    const answer = await submit(house, linked, noor, sent, script);
    // To read every table takes as long as the answer: where SQLite has written nothing there is nothing to read.
    const changed = writes(house) === written ? [] : changedTables(before, dump(house));
    const said = judge(house, form, { answer, fields, changed, noor: noor.id, exact, script });
    // What we make of it ourselves must not be too long for a server to read again (OWASP ASVS 5.0, 4.2.5).
    if ((answer.to ?? "").length > 4_000) said.push(`led to an address of ${answer.to!.length} characters`);
    if (answer.set.some((cookie) => cookie.length > 4_000)) said.push("set a cookie that no browser keeps");
    // A page that is shown once has what was sent on it.
    const once = answer.to?.includes("?w=") ? (await person(house.line).get(answer.to.split("#")[0]!)).text : "";
    said.push(...rawIn(once).map((raw) => `${raw} raw where it leads`));
    // A value beside the words is on no page: only what may hold planted text is looked at again.
    if (looked && changed.some((table) => shownTables.includes(table))) {
      for (const [page, html] of await pages(house, noor))
        said.push(...rawIn(html).map((raw) => `${raw} raw on ${page}`));
    }
    if (ofSam(house) !== untouched) said.push("touched what is Sam’s");
    wrong.push(...house.line.reported.splice(0).map((line) => `${name}: reported ${line.slice(0, 300)}`));
    wrong.push(...said.map((line) => `${name}: ${line}`));
    // A house takes most of the time of a try: one that refused and is as it was stands a few more.
    at.refused += 1;
    if (answer.status < 400 || changed.length > 0 || at.refused === 4) at = undefined;
  };
  const fieldNames = form.plant ?? Object.keys(form.honest());
  for (const field of fieldNames.length > 0 ? fieldNames : ["text"]) {
    for (const [name, value] of plantedValues) {
      const fields = { ...form.honest(), [field]: value.toWellFormed() };
      const sent = { body: new URLSearchParams(fields).toString(), type: "application/x-www-form-urlencoded" };
      await one(`${field}: ${name}`, sent, fields, true, form.words === undefined || field === form.words);
    }
  }
  for (const { name, body, type, fields } of plantedBodies(form.honest(), form.most)) {
    const twice = name === "every name twice" && form.once;
    await one(name, { body, type }, twice ? {} : fields, false);
  }
  return { tries, wrong };
}

/** Sends an honest form twice, as a double press or a replay would. Returns what was wrong, in words. */
export async function replay(form: HostileForm, mayRepeat: string[] = []): Promise<string[]> {
  const { house: at, noor, linked, untouched } = await arranged(form);
  const sent = {
    body: new URLSearchParams(form.honest()).toString(),
    type: "application/x-www-form-urlencoded",
  };
  const first = await submit(at, linked, noor, sent);
  const between = dump(at);
  const second = await submit(at, linked, noor, sent);
  const changed = changedTables(between, dump(at)).filter((table) => ![...mayRepeat, "audit"].includes(table));
  const wrong = [...at.line.reported, ...unsound(at), ...changed.map((table) => `${table} changed again`)];
  if (first.status >= 400 && !form.never) wrong.push(`the honest form was answered ${first.status}`);
  if (second.status >= 500) wrong.push(`the second was answered ${second.status}`);
  if (second.status >= 400 && sentence(second.text) === "" && second.status !== 410)
    wrong.push("refused without words");
  if (ofSam(at) !== untouched) wrong.push("touched what is Sam’s");
  return wrong;
}

interface Tried {
  answer: Answer;
  fields: Fields | null;
  changed: string[];
  noor: number;
  exact: boolean;
  script: boolean;
}

function judge(at: Scene, form: HostileForm, { answer, fields, changed, noor, exact, script }: Tried): string[] {
  const said: string[] = [];
  const right = fields !== null && form.right(fields);
  const { status, text } = answer;
  if (status >= 500) said.push(`answered ${status}`);
  if (status >= 400 === right) said.push(`answered ${status}, should be ${right ? "taken" : "refused"}`);
  const stray = changed.filter((table) => !(right ? [...form.changes, "audit"] : (form.keeps ?? [])).includes(table));
  if (stray.length > 0) said.push(`changed ${stray}`);
  if (status >= 400 && (script ? text : sentence(text)).trim() === "") said.push(`${status} without a sentence`);
  if (fields === null && status !== 413) said.push(`answered ${status} to what is too big`);
  said.push(...rawIn(text).map((raw) => `${raw} raw in the answer`));
  for (const [name, value] of answer.headers) if (/planted|evil/.test(value)) said.push(`header ${name}: ${value}`);
  if (answer.to !== null && !ours.some((way) => way.test(answer.to!))) {
    said.push(`sent to ${answer.to}`);
  }
  said.push(...unsound(at));
  const typed = form.words && exact ? clean(fields?.[form.words] ?? "") : "";
  if (typed.trim() === "") return said;
  if (!right && !script && !boxes(text).includes(typed)) said.push("lost what was typed");
  if (right && changed.includes("message")) {
    const last = messages(at.line.helpline.db, Math.max(noor, newest(at))).at(-1);
    if (last?.text !== typed.trim()) said.push(`stored ${JSON.stringify(last?.text?.slice(0, 80))}`);
  }
  return said;
}

/** Every page the words may come up on. */
async function pages(
  { line, anna, bela, aino }: Scene,
  noor: { id: number; cookie: string },
): Promise<[string, string][]> {
  const admins = [
    ["staff", "staff/1", "open", "settings", "settings/helpline", "hours", "lines", "rules", "texts"],
    ["assessment", "directory?show=all", "directory/regions", "directory/sharing", "directory/sources/1"],
    ["directory/import", "directory/import/1", "directory/import/2"],
  ].flat();
  const asked: [string, string][] = [
    ["/", noor.cookie],
    ["/staff", anna],
    [`/staff/conversation/${noor.id}`, anna],
    ["/how", noor.cookie],
    ["/staff/me", anna],
    ["/staff/debriefs", bela],
    ...admins.map((page): [string, string] => [`/admin/${page}`, aino]),
  ];
  return Promise.all(
    asked.map(
      async ([path, Cookie]): Promise<[string, string]> => [
        path,
        await (await line.app.request(path, { headers: { Cookie } })).text(),
      ],
    ),
  );
}

function ofSam({ files, sam }: Scene): string {
  const own = <Row extends object>(table: string, key: keyof Row) =>
    rows<Row>(files, table).filter((row) => row[key] === sam);
  return asText([
    own<{ id: number }>("conversation", "id"),
    own<{ conversation_id: number }>("message", "conversation_id"),
  ]);
}
