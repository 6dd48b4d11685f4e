import { newToken } from "#src/crypto/hash.ts";
import { openFile } from "#src/db/connection.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { openLimiter } from "#src/http/limits/limits.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { annaSays, comesIn, takes, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { asText, dump } from "#tests/support/house/dump.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { cookieHeader, staff } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

/** A house in which Noor’s chat stands where a form is shown, and Sam’s beside it, which nothing may touch. */
export interface Scene {
  line: House;
  files: OpenFiles;
  /** Sam talks with Béla; nothing here may touch the chat. */
  sam: number;
  noor: { id: number; cookie: string };
  anna: string;
  bela: string;
  aino: string;
}

export interface Given {
  /** For `:id` in the form's address; Noor’s chat by default. */
  id?: string;
  place?: string;
  token?: string;
  fill?: Record<string, string>;
  /** Lies in no file, and is needed in each house again. */
  again?: ((at: Scene) => void) | undefined;
}

export type Stage = "waiting" | "talking" | "ended";
export type Arrange = (at: Scene) => Promise<Given> | Promise<void>;

/** No test waits for this clock: counts in memory are forgotten instead (`settle`). */
const clock = fakeClock();
const began = clock.now();

/** ms; the same in every house, so that arrivals, arrangements and tries are a moment apart. */
const moments = { come: 0, arranged: 1_000, tried: 2_000 };
const turnTo = (moment: keyof typeof moments) => clock.set(began + moments[moment] - clock.now());

/** Returns a house with Sam in it, and Noor as far as the stage says. */
export async function scene(stage: Stage = "talking"): Promise<Scene> {
  turnTo("come");
  const line = await house({ clock });
  await open(line);
  const sam = await comesIn(line, "Sam’s own words");
  await takes(line, line.bela, sam);
  const cookieOf = async (who: StaffMember) => cookieHeader((await staff(line, who)).cookies);
  const [anna, bela, aino] = [await cookieOf(line.anna), await cookieOf(line.bela), await cookieOf(line.aino)];
  return { line, files: line.files, sam, anna, bela, aino, noor: await noorComes(line, stage) };
}

async function noorComes(line: House, stage: Stage) {
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

/** Kept in memory: making people and chats takes much longer than laying two files ready. */
interface Kept {
  data: Buffer;
  keys: Buffer;
  people: Omit<Scene, "line" | "files">;
  given: Given;
  before: Before;
}

/** The state of a house when it is laid ready. */
interface Before {
  tables: Record<string, string>;
  sams: string;
}
const kept = new Map<Stage, Map<Arrange | undefined, Promise<Kept>>>();

/** Returns what an arrangement gave, and a way to houses in which all is as it was. */
export async function ready(stage: Stage, arrange?: Arrange): Promise<Laid> {
  const made = await keptOf(stage, arrange);
  return { given: made.given, before: made.before, lay: () => lay(made) };
}

function keptOf(stage: Stage, arrange: Arrange | undefined): Promise<Kept> {
  const ofStage = kept.get(stage) ?? new Map<Arrange | undefined, Promise<Kept>>();
  kept.set(stage, ofStage);
  const made = ofStage.get(arrange) ?? keep(stage, arrange);
  ofStage.set(arrange, made);
  return made;
}

export interface Laid {
  given: Given;
  before: Before;
  lay: () => Promise<Scene>;
}

async function keep(stage: Stage, arrange: Arrange | undefined): Promise<Kept> {
  const at = arrange ? await lay(await keptOf(stage, undefined), "arranged") : await scene(stage);
  const given = (await arrange?.(at)) ?? {};
  const { line, files, ...people } = at;
  const copies = { data: files.data.serialize(), keys: files.keys.serialize() };
  const before = { tables: dump(at), sams: ofSam(at) };
  line.helpline.db.close();
  return { ...copies, people, given, before };
}

async function lay({ data, keys, people, given }: Kept, moment: keyof typeof moments = "tried"): Promise<Scene> {
  turnTo(moment);
  const line = await house({ clock, files: { data: openFile(data), keys: openFile(keys) } });
  const at = { ...people, line, files: line.files };
  given.again?.(at);
  settle(at);
  return at;
}

let stands: House | undefined;

/** Returns the same house behind one door for all tries: learning all addresses takes as long as some answers. */
export function behindOneDoor(at: Scene): Scene {
  stands ??= at.line;
  Object.assign(stands.helpline, at.line.helpline);
  return { ...at, line: { ...at.line, helpline: stands.helpline, app: stands.app } };
}

/** Lets a moment pass, so that earlier and later actions are not simultaneous. */
export const soon = () => clock.pass(1_000);

/** Forgets all counts, and has all of the staff there just now. */
export function settle({ line }: Scene) {
  Object.assign(line.helpline.limiter, openLimiter(clock));
  for (const { id } of [line.anna, line.bela, line.aino]) line.helpline.staff.touched(id);
}

/** Returns the rows written through a house's connections since it was opened, undone ones included. */
export const writes = ({ files }: Scene) =>
  [files.data, files.keys].map((one) => one.prepare("SELECT total_changes()").pluck().get()).join();

/** Returns what is Sam’s, as one text. */
export function ofSam({ files, sam }: Scene): string {
  const own = <Row extends object>(table: string, key: keyof Row) =>
    rows<Row>(files, table).filter((row) => row[key] === sam);
  return asText([
    own<{ id: number }>("conversation", "id"),
    own<{ conversation_id: number }>("message", "conversation_id"),
  ]);
}
