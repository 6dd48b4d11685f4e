import { changeService, service } from "#src/directory/entry/services.ts";
import { fakeClock, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, staff, unescaped, youth } from "#tests/support/house/http.ts";
import { somePlaces } from "#tests/support/house/places.ts";

type Fields = Record<string, string | string[]>;
const pairs = (fields: Fields) =>
  Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value): [string, string] => [name, value]));

/** Noor is in a chat with Anna, on a Tuesday at 19:00 in Brussels, with some entries in the directory. */
export async function besideNoor() {
  const line = await house({ clock: fakeClock(Date.UTC(2026, 10, 24, 18, 0)) });
  const ids = await somePlaces(line.helpline.db);
  await open(line);
  const anna = await staff(line, line.anna);
  const noor = await youth(line, "i do not want to live");
  await give(line, noor.id, line.anna);
  const path = `/staff/conversation/${noor.id}/referrals`;
  return {
    line,
    ids,
    anna,
    noor,
    path,
    set: (id: string, more: object) =>
      act(line, line.aino, (tx, emit) => {
        changeService(tx, emit, { id, entry: { ...service(tx, id)!.entry, ...more } });
      }),
    find: (fields: Fields = {}, headers = {}) => anna.post(path, pairs({ client_id: clientId(), ...fields }), headers),
    send: (fields: Fields = {}, headers = {}) =>
      anna.post(`${path}/send`, pairs({ client_id: clientId(), ...fields }), headers),
  };
}

/** Returns the names found, in order. */
export function names(html: string): string[] {
  return [...html.matchAll(/<label for="place-[^"]+"><b dir="auto">([^<]*)/g)].map(([, name]) => unescaped(name!));
}

/** Returns the ids of what is ticked. */
export function ticked(html: string): string[] {
  return [...html.matchAll(/<input type="checkbox"[^>]*name="service" value="([^"]+)" checked/g)].map(([, id]) => id!);
}

/** Returns the words in an entry's row, without its marks. */
export function row(html: string, id: string): string {
  const of = html.split(new RegExp(`id="row-\\d+-${id}"`))[1]!.split("</li>")[0]!;
  return unescaped(of.replace(/<[^>]+>/g, " ")).replace(/\s+/g, " ");
}
