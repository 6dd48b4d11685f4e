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
  /** Sam, whom nothing here may touch, talks with Béla. */
  sam: number;
  noor: { id: number; cookie: string };
  anna: string;
  bela: string;
  aino: string;
}

/** What an arrangement says of what it has made. */
export interface Given {
  /** What stands for `:id` in the address of the form; Noor’s chat where it is not said. */
  id?: string;
  /** What stands for `:place`: the place of the directory that is spoken of. */
  place?: string;
  /** What stands for `:token`. */
  token?: string;
  /** What somebody knows who fills the form. */
  fill?: Record<string, string>;
  /** What is in no file, and has to be there in each house again. */
  again?: ((at: Scene) => void) | undefined;
}

export type Stage = "waiting" | "talking" | "ended";
export type Arrange = (at: Scene) => Promise<Given> | Promise<void>;

/** No test waits for this clock: what is counted in memory is forgotten instead (`settle`). */
const clock = fakeClock();
const began = clock.now();

/** People come, what is arranged happens a moment later, and what is tried another moment later: in every house at the same times. */
const moments = { come: 0, arranged: 1_000, tried: 2_000 };
const turnTo = (moment: keyof typeof moments) => clock.set(began + moments[moment] - clock.now());

/** A house with Sam in it, and Noor as far as the stage says. */
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

/** A scene kept in memory: to make people and chats takes much longer than to lay two files ready again. */
interface Kept {
  data: Buffer;
  keys: Buffer;
  people: Omit<Scene, "line" | "files">;
  given: Given;
  before: Before;
}

/** How a house stands when it is laid ready. */
interface Before {
  tables: Record<string, string>;
  sams: string;
}
const kept = new Map<Stage, Map<Arrange | undefined, Promise<Kept>>>();

/** What an arrangement gave, and a way to a house in which all of it is as it was. */
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

/** The same house behind one door for all that come one after the other: to learn all addresses takes as long as some answers. */
export function behindOneDoor(at: Scene): Scene {
  stands ??= at.line;
  Object.assign(stands.helpline, at.line.helpline);
  return { ...at, line: { ...at.line, helpline: stands.helpline, app: stands.app } };
}

/** A moment goes by: what was done together before is not together with what comes now. */
export const soon = () => clock.pass(1_000);

/** Nothing is counted in it, and everybody of the staff was there just now. */
export function settle({ line }: Scene) {
  Object.assign(line.helpline.limiter, openLimiter(clock));
  for (const { id } of [line.anna, line.bela, line.aino]) line.helpline.staff.touched(id);
}

/** How many rows were written through the connections of a house since it was opened; what was undone again counts. */
export const writes = ({ files }: Scene) =>
  [files.data, files.keys].map((one) => one.prepare("SELECT total_changes()").pluck().get()).join();

/** What is Sam’s, as one text. */
export function ofSam({ files, sam }: Scene): string {
  const own = <Row extends object>(table: string, key: keyof Row) =>
    rows<Row>(files, table).filter((row) => row[key] === sam);
  return asText([
    own<{ id: number }>("conversation", "id"),
    own<{ conversation_id: number }>("message", "conversation_id"),
  ]);
}
