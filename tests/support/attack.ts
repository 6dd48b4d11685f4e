import { messages } from "#src/conversation/reading.ts";
import { newToken } from "#src/crypto/hash.ts";
import { type OpenFiles, openMemory } from "#src/db/files.ts";
import { problemsOf } from "#src/hours/check.ts";
import { lines as linesInUse } from "#src/hours/lines.ts";
import { isStaffPath } from "#src/http/guards.ts";
import { invite } from "#src/staff/invitation.ts";
import { annaSays, comesIn, takes, youthEnds, youthSays } from "./chats.ts";
import { type Body, boxes, clean, isControl, plantedBodies, plantedValues, rawIn, sentence } from "./corpus.ts";
import { type House, house, open } from "./helpline.ts";
import { type Answer, act, cookieHeader, read, staff } from "./http.ts";
import { rows, stored } from "./tables.ts";

export type Fields = Record<string, string>;

/** What is right and what is not at one form of the house. */
export interface HostileForm {
  path: string;
  /** Noor’s browser, Anna’s or Aino’s, or somebody without a cookie. */
  who: "noor" | "anna" | "aino" | "nobody";
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
  aino: string;
}

/** A house with Sam in it. */
export async function scene(): Promise<Scene> {
  const files = openMemory(Date.now());
  const line = await house({ files });
  await open(line);
  const sam = await comesIn(line, "Sam’s own words");
  await takes(line, line.bela, sam);
  const [anna, aino] = [await staff(line, line.anna), await staff(line, line.aino)];
  return { line, files, sam, anna: cookieHeader(anna.cookies), aino: cookieHeader(aino.cookies) };
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
  const cookie = { noor: noor.cookie, anna: at.anna, aino: at.aino, nobody: "" }[form.who];
  const headers = new Headers({ "Sec-Fetch-Site": "same-origin", Cookie: cookie });
  if (sent.type !== null) headers.set("Content-Type", sent.type);
  if (script) headers.set(isStaffPath(form.path) ? "HX-Request" : "X-Chat", isStaffPath(form.path) ? "true" : "1");
  const path = form.path.replace(":id", form.id ?? String(noor.id)).replace(":subject", "helpline");
  return read(await at.line.app.request(path, { method: "POST", headers, body: sent.body }));
}

/** A form whose address is a link of one use gets one. */
async function withLink({ line }: Scene, form: HostileForm): Promise<HostileForm> {
  if (!form.path.includes(":token")) return form;
  const token = await act(line, line.aino, (tx, emit) => invite(tx, emit, { roles: ["counsellor"], first: false }));
  return { ...form, path: form.path.replace(":token", token) };
}

/** Where words of somebody stand that pages show. */
const shownTables = ["message", "draft", "staff", "line", "setting", "own_text"];

/** Tries the whole corpus at one form. Returns what was wrong, in words; how many tries there were. */
export async function attack(form: HostileForm, script = false): Promise<{ tries: number; wrong: string[] }> {
  const wrong: string[] = [];
  let tries = 0;
  const one = async (name: string, sent: Sent, fields: Fields | null, exact: boolean, looked = true) => {
    tries += 1;
    const at = await scene();
    const untouched = ofSam(at);
    const noor = await noorComes(at, form.stage);
    await form.arrange?.(at);
    const linked = await withLink(at, form);
    const before = dump(at);
    const answer = await submit(at, linked, noor, sent, script);
    const said = judge(at, form, { answer, fields, before, noor: noor.id, exact, script });
    // A value beside the words is on no page: only what may hold planted text is looked at again.
    const shown = looked && changedTables(before, dump(at)).some((table) => shownTables.includes(table));
    if (shown) {
      for (const [page, html] of await pages(at, noor)) said.push(...rawIn(html).map((raw) => `${raw} raw on ${page}`));
    }
    if (ofSam(at) !== untouched) said.push("touched what is Sam’s");
    wrong.push(...at.line.reported.splice(0).map((line) => `${name}: reported ${line.slice(0, 300)}`));
    wrong.push(...said.map((line) => `${name}: ${line}`));
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
  const at = await scene();
  const noor = await noorComes(at, form.stage);
  await form.arrange?.(at);
  const linked = await withLink(at, form);
  const sent = {
    body: new URLSearchParams(form.honest()).toString(),
    type: "application/x-www-form-urlencoded",
  };
  const untouched = ofSam(at);
  const first = await submit(at, linked, noor, sent);
  const between = dump(at);
  const second = await submit(at, linked, noor, sent);
  const changed = changedTables(between, dump(at)).filter((table) => ![...mayRepeat, "audit"].includes(table));
  const wrong = [...at.line.reported, ...unsound(at), ...changed.map((table) => `${table} changed again`)];
  if (first.status >= 400) wrong.push(`the honest form was answered ${first.status}`);
  if (second.status >= 500) wrong.push(`the second was answered ${second.status}`);
  if (second.status >= 400 && sentence(second.text) === "" && second.status !== 410)
    wrong.push("refused without words");
  if (ofSam(at) !== untouched) wrong.push("touched what is Sam’s");
  return wrong;
}

/** Where our own answers lead. */
const ours =
  /^\/(box|staff(\/sign-in|\/conversation\/\d+)?|admin\/hours\?line=\d+&saved=\d+|staff\/me\?saved=\w+|admin\/staff(\/\d+\?saved=\w+)?|admin\/look\?saved=\d+|admin\/open(\?saved=\d+|#\w+)|admin\/settings\/helpline\?saved=\d+|admin\/texts\?language=\w\w&group=\w+&saved=\d+|admin\/rules(\/publish|\?saved=\d+)?|admin\/lines(\/\d+\?saved=\d+)?)?$/;

interface Tried {
  answer: Answer;
  fields: Fields | null;
  before: Record<string, string>;
  noor: number;
  exact: boolean;
  script: boolean;
}

function judge(at: Scene, form: HostileForm, { answer, fields, before, noor, exact, script }: Tried): string[] {
  const said: string[] = [];
  const right = fields !== null && form.right(fields);
  const changed = changedTables(before, dump(at));
  const { status, text } = answer;
  if (status >= 500) said.push(`answered ${status}`);
  if (status >= 400 === right) said.push(`answered ${status}, should be ${right ? "taken" : "refused"}`);
  const stray = changed.filter((table) => !(right ? [...form.changes, "audit"] : (form.keeps ?? [])).includes(table));
  if (stray.length > 0) said.push(`changed ${stray}`);
  if (status >= 400 && (script ? text : sentence(text)).trim() === "") said.push(`${status} without a sentence`);
  if (fields === null && status !== 413) said.push(`answered ${status} to what is too big`);
  said.push(...rawIn(text).map((raw) => `${raw} raw in the answer`));
  for (const [name, value] of answer.headers) if (/planted|evil/.test(value)) said.push(`header ${name}: ${value}`);
  if (answer.to !== null && !ours.test(answer.to)) {
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

/** What no input may ever bring into the tables. */
function unsound(at: Scene): string[] {
  const said: string[] = [];
  const db = at.line.helpline.db;
  const id = newest(at);
  const lines = messages(db, id);
  lines.forEach((line, index) => {
    if (line.seq !== index + 1) said.push(`seq ${line.seq} at ${index + 1}`);
    if (line.text === null || line.text.length < 1 || line.text.length > 4_000) said.push("a message of no length");
    if (line.text !== null && clean(line.text) !== line.text) said.push("a message with control characters");
    if (!/^[0-9a-f]{32}$/.test(line.clientId)) said.push(`client id ${line.clientId}`);
  });
  const row = rows<Record<string, number | string | null>>(at.files, "conversation").find((one) => one.id === id)!;
  if (!["en", "fr", "nl"].includes(String(row.language))) said.push(`language ${row.language}`);
  if (row.rules_version !== 1) said.push(`rules ${row.rules_version}`);
  if (Number(row.youth_seen_seq) > lines.length && lines.length > 0) said.push(`seen ${row.youth_seen_seq}`);
  for (const contact of rows<Record<string, number | string | null>>(at.files, "contact")) {
    const feeling = contact.feeling_after;
    if (feeling !== null && !(Number.isInteger(feeling) && Number(feeling) >= 0 && Number(feeling) <= 10)) {
      said.push(`feeling ${feeling}`);
    }
  }
  for (const member of rows<Record<string, string>>(at.files, "staff")) {
    for (const name of [member.sign_in_name!, member.real_name!, member.alias!]) {
      if (name.trim() === "" || name.length > 200 || [...name].some((one) => isControl(one))) {
        said.push(`a member called ${JSON.stringify(name)}`);
      }
    }
  }
  for (const { name, calendar } of linesInUse(db)) {
    if (!/[\p{L}\p{N}]/u.test(name) || name.length > 60) said.push(`a line called ${JSON.stringify(name)}`);
    if (calendar) said.push(...problemsOf(calendar).map((one) => `hours with ${one.problem} at ${one.where}`));
  }
  return said;
}

function newest(at: Scene): number {
  return Math.max(...rows<{ id: number }>(at.files, "conversation").map((row) => row.id));
}

/** Every page the words may come up on. */
async function pages({ line, anna, aino }: Scene, noor: { id: number; cookie: string }): Promise<[string, string][]> {
  const asked: [string, string][] = [
    ["/", noor.cookie],
    ["/staff", anna],
    [`/staff/conversation/${noor.id}`, anna],
    ["/how", noor.cookie],
    ["/admin/staff", aino],
    ["/admin/open", aino],
    ["/admin/settings", aino],
    ["/admin/settings/helpline", aino],
    ["/admin/staff/1", aino],
    ["/staff/me", anna],
    ["/admin/hours", aino],
    ["/admin/lines", aino],
    ["/admin/rules", aino],
    ["/admin/texts", aino],
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

/** Every table as one text. */
export function dump(at: Scene): Record<string, string> {
  return Object.fromEntries(Object.entries(stored(at.files)).map(([name, all]) => [name, text(all)]));
}

const text = (all: unknown[]) =>
  JSON.stringify(all, (_key, value) => (value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value));

export function changedTables(before: Record<string, string>, after: Record<string, string>): string[] {
  return Object.keys(after).filter((name) => before[name] !== after[name]);
}

function ofSam({ files, sam }: Scene): string {
  const own = <Row extends object>(table: string, key: keyof Row) =>
    rows<Row>(files, table).filter((row) => row[key] === sam);
  return text([
    own<{ id: number }>("conversation", "id"),
    own<{ conversation_id: number }>("message", "conversation_id"),
  ]);
}
