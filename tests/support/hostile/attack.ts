import { isStaffPath } from "#src/http/server/guards.ts";
import { changedTables, dump } from "#tests/support/house/dump.ts";
import { type Answer, clientId, person, read } from "#tests/support/house/http.ts";
import { unsound } from "#tests/support/keys/unsound.ts";
import { type Body, clean, type HostileBody, plantedBodies, rawIn, sentence } from "#tests/support/made/corpus.ts";
import { drawn, night } from "#tests/support/run/night.ts";
import { addressOf, cookieOf, type FormRow, formAt, pageOf, type Ready } from "./form.ts";
import { isShown, type Verdict, verdictOn, wrongIn } from "./judge.ts";
import { alone, covering, isWritten, type Try } from "./rows.ts";
import { behindOneDoor, ofSam, type Scene, settle, soon, writes } from "./scene.ts";

interface Sent {
  body: Body;
  type: string | null;
}

const encoded = (pairs: [string, string][]): Sent => ({
  body: new URLSearchParams(pairs).toString(),
  type: "application/x-www-form-urlencoded",
});

/** Sends one body to a form. `byScript`: as chat.js or htmx send it. */
export async function submit(at: Scene, row: FormRow, path: string, sent: Sent, byScript = false): Promise<Answer> {
  const headers = new Headers({ "Sec-Fetch-Site": "same-origin", Cookie: cookieOf(at, row.who) });
  if (sent.type !== null) headers.set("Content-Type", sent.type);
  if (byScript) headers.set(isStaffPath(path) ? "HX-Request" : "X-Chat", isStaffPath(path) ? "true" : "1");
  return read(await at.line.app.request(path, { method: "POST", headers, body: sent.body }));
}

interface Standing {
  at: Scene;
  tables: Record<string, string>;
}

/** A house that refused and is unchanged serves the next try. */
class Houses {
  private standing: Standing | null = null;
  taken = 0;
  constructor(private readonly ready: Ready) {}

  async next(): Promise<Standing> {
    if (this.standing === null) {
      const at = behindOneDoor(await this.ready.lay());
      this.standing = { at, tables: this.ready.before.tables };
    }
    settle(this.standing.at);
    return this.standing;
  }

  /** Changed: tries that were only kept, or can be repeated, still go to it; others need another house. */
  changed(tables: Record<string, string>, isTaken: boolean) {
    if (isTaken) this.taken += 1;
    if (!isTaken || this.taken % (this.ready.row.again ?? 1) !== 0) this.standing!.tables = tables;
    else this.leave();
  }

  leave() {
    this.standing?.at.line.helpline.db.close();
    this.standing = null;
  }
}

interface Tried {
  name: string;
  sent: Sent;
  hostile: Map<string, string>;
  verdict: Verdict;
  byScript: boolean;
}

/** Tries one form. Returns what was wrong, in words, and the numbers of tries and of those taken. */
export async function attack(row: FormRow, n = 0): Promise<{ tries: number; taken: number; wrong: string[] }> {
  const ready = await formAt(row);
  const houses = new Houses(ready);
  const wrong: string[] = [];
  const all = [...tried(ready), ...bodies(ready, n)];
  for (const one of all) wrong.push(...(await tryOne(ready, houses, one)).map((said) => `${one.name}: ${said}`));
  houses.leave();
  return { tries: all.length, taken: houses.taken, wrong };
}

/** Every row, alone and together; forms that scripts send too are sent by both at night, by turns by day. */
function tried(ready: Ready): Tried[] {
  // Each press of a button has its own id; the same twice is the same words.
  const isOwnId = (name: string, value: string) =>
    name === "client_id" && ready.honest.some(([one, own]) => one === name && own === value);
  // The same words twice are stored once: a form of one field meets some values alone and in a row.
  const sent = new Set<string>();
  const isNew = ({ pairs }: Try) => {
    const text = JSON.stringify(pairs);
    return !sent.has(text) && sent.add(text) !== undefined;
  };
  const every = [...covering(ready), ...alone(ready), ...unknown(ready)].filter(isNew);
  const judged = (one: Try, byScript: boolean): Tried => ({
    ...one,
    sent: encoded(one.pairs.map(([name, value]) => [name, isOwnId(name, value) ? clientId() : value])),
    verdict: verdictOn(ready, one.hostile),
    byScript,
  });
  const turn = drawn(`${ready.row.path} script`) % 2;
  if (!ready.row.script) return every.map((one) => judged(one, false));
  if (night) return [false, true].flatMap((byScript) => every.map((one) => judged(one, byScript)));
  return every.map((one, i) => judged(one, i % 2 === turn));
}

/** The honest form, and fields no form has: they do no harm. */
function unknown({ honest }: Ready): Try[] {
  const more: [string, string][] = [
    ["text-more", "<b data-planted>x</b>"],
    ["__proto__", "x"],
  ];
  return [{ name: "what nobody asked for", pairs: [...honest, ...more], hostile: new Map() }];
}

function mostAt(path: string): number {
  if (path === "/admin/directory/import") return 20_300_000;
  const larger = { "/admin/directory/": 600_000, "/admin/hours": 1_500_000, "/admin/look": 12_000_000 };
  const others = { "/admin/rules": 1_500_000, "/admin/replies/file": 8_000_000, "/admin/practice/write/": 1_500_000 };
  return Object.entries({ ...larger, ...others }).find(([begin]) => path.startsWith(begin))?.[1] ?? 256 * 1024;
}

/** By day so many for each form, in turn, so that every body reaches several forms; at night all. */
const bodiesByDay = 3;

function bodies(ready: Ready, n: number): Tried[] {
  const most = mostAt(ready.row.path);
  const honest = Object.fromEntries(ready.honest);
  const all = plantedBodies(honest, most);
  const turn = n + drawn("bodies");
  const picked = all.filter(({ name }, i) => {
    if (night || (name === "one that is too big" && most < 1_000_000)) return true;
    return (i + turn) % Math.ceil(all.length / bodiesByDay) === 0;
  });
  return picked.map((one) => {
    const { name, body, type } = one;
    const verdict = verdictOnBody(ready, one, honest);
    return { name, sent: { body, type }, hostile: new Map(), verdict, byScript: false };
  });
}

/** What a reader finds in a body is judged like typed text, and is nothing if it finds none. */
function verdictOnBody(ready: Ready, { name, fields }: HostileBody, honest: HostileBody["fields"]): Verdict {
  if (fields === null) return "wrong";
  // Every ticked box counts, not only the last.
  const hasBoxes = ready.form.fields.some(({ type }) => type === "ticks");
  const mayCountTwice = name === "every name twice" && (ready.row.once || hasBoxes);
  if (fields === honest) return mayCountTwice || ready.row.never ? "either" : "right";
  const found = new Map(Object.entries(fields));
  if (found.size === 0) return "either";
  const verdict = verdictOn(ready, found);
  return verdict === "right" ? "either" : verdict;
}

async function tryOne(ready: Ready, houses: Houses, one: Tried): Promise<string[]> {
  const { row, form } = ready;
  const { at, tables: before } = await houses.next();
  const written = writes(at);
  const answer = await submit(at, row, form.path, one.sent, one.byScript);
  // Reading every table takes as long as the answer: if SQLite wrote nothing, nothing has to be read.
  const after = writes(at) === written ? before : dump(at);
  const changed = after === before ? [] : changedTables(before, after);
  const said = wrongIn(ready, { answer, changed, ...one });
  const saysSomething = [...one.hostile.values()].some((value) => clean(value).trim() !== "");
  if (one.verdict === "right" && saysSomething && row.again && changed.length === 0 && row.changes.length > 0) {
    said.push("was taken, and is nowhere");
  }
  if (one.name === "one that is too big" && answer.status !== 413) said.push(`answered ${answer.status} to too much`);
  said.push(...(await shownWrongly(ready, at, one, answer, changed)));
  if (changed.length > 0) {
    if (ofSam(at) !== ready.before.sams) said.push("touched what is Sam’s");
    said.push(...unsound(at), ...(answer.status < 400 ? unchosen(ready, one, before, after) : []));
  }
  said.push(...at.line.reported.splice(0).map((line) => `reported ${line.slice(0, 300)}`));
  if (changed.length > 0) houses.changed(after, answer.status < 400);
  return said;
}

/** What no one can choose stands in no table. */
function unchosen({ form }: Ready, { hostile }: Tried, before: Record<string, string>, after: Record<string, string>) {
  const planted = [...hostile].filter(([, value]) => /planted|DROP TABLE|etc\/passwd|__proto__|7\*7/.test(value));
  return planted.flatMap(([name, value]) => {
    if (!form.fields.some((field) => field.name === name && field.options !== null)) return [];
    const kept = JSON.stringify(value).slice(1, -1);
    const where = Object.keys(after).filter((table) => after[table] !== before[table] && after[table]!.includes(kept));
    return where.map((table) => `${name}, which nobody can choose, stands in ${table}`);
  });
}

/** What shows only on a page where it is wrong: markup, and what no page may contain. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const isTelling = (value: string) => /planted|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(value);

/** Typed words must come back when refused, and be shown as typed when taken. */
async function shownWrongly(ready: Ready, at: Scene, one: Tried, answer: Answer, changed: string[]): Promise<string[]> {
  const { row, form } = ready;
  const typed = [...one.hostile].filter(([name, value]) => {
    const field = form.fields.find((other) => other.name === name);
    return field !== undefined && isWritten(field.type) && value.trim() !== "";
  });
  const said: string[] = [];
  // A page shown once has what was sent on it.
  const once = answer.to?.includes("?w=") ? (await person(at.line).get(answer.to.split("#")[0]!)).text : "";
  said.push(...rawIn(once).map((raw) => `${raw} raw where it leads`));
  if (answer.status >= 400) {
    if (one.byScript || one.hostile.size !== 1) return said;
    const lost = typed.filter(([name, value]) => !row.unkept?.includes(name) && !isShown(answer.text, value));
    return [...said, ...lost.map(([name]) => `lost what was typed in ${name}`)];
  }
  if (changed.length === 0 || one.hostile.size !== 1 || !typed.some(([, value]) => isTelling(value))) return said;
  const pages = await pagesOf(ready, at, answer);
  for (const [page, html] of pages) said.push(...rawIn(html).map((raw) => `${raw} raw on ${page}`));
  const unseen = typed.filter(([name, value]) => {
    const isSure = !row.unshown?.includes(name) && !row.unshown?.includes("*");
    return isSure && !pages.some(([, html]) => isShown(html, value));
  });
  return [...said, ...unseen.map(([name]) => `does not show ${name} as it was typed`)];
}

async function pagesOf({ row, given: arranged }: Ready, at: Scene, answer: Answer): Promise<[string, string][]> {
  const led = answer.to?.startsWith("/") ? [answer.to.split("#")[0]!] : [];
  const own = [...led, ...(row.page === undefined ? [] : [addressOf(at, row, arranged, row.page)])];
  const asked = [...new Set(own)].map((page): [FormRow["who"], string] => [row.who, page]);
  for (const shown of row.shown ?? []) {
    const [who, page] = shown.includes(" ") ? shown.split(" ") : [row.who, shown];
    asked.push([who as FormRow["who"], addressOf(at, row, arranged, page!)]);
  }
  const pages: [string, string][] = [];
  // Those who came without a cookie have one now.
  const given = answer.set.map((line) => line.split(";")[0]).join("; ");
  for (const [who, page] of asked) {
    const cookie = who === "nobody" ? given : cookieOf(at, who);
    pages.push([page, await pageOf(at, cookie, page)]);
  }
  return pages;
}

/** Sends an honest form twice, like a double press or a replay. Returns what was wrong, in words. */
export async function replay(row: FormRow): Promise<string[]> {
  const { form, honest, lay, before } = await formAt(row);
  const at = behindOneDoor(await lay());
  const first = await submit(at, row, form.path, encoded(honest));
  const between = dump(at);
  soon();
  const second = await submit(at, row, form.path, encoded(honest));
  const changed = changedTables(between, dump(at)).filter(
    (table) => ![...(row.repeats ?? []), "audit", "concern_audit"].includes(table),
  );
  const wrong = [...at.line.reported, ...unsound(at), ...changed.map((table) => `${table} changed again`)];
  if (first.status >= 400 && !row.never) wrong.push(`the honest form was answered ${first.status}`);
  if (second.status >= 500) wrong.push(`the second was answered ${second.status}`);
  if (second.status >= 400 && sentence(second.text) === "" && second.status !== 410)
    wrong.push("refused without words");
  if (ofSam(at) !== before.sams) wrong.push("touched what is Sam’s");
  at.line.helpline.db.close();
  return wrong;
}
