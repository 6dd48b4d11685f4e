import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { dialOf, type Entry } from "#src/directory/entry/entry.ts";
import { type Service, service, services } from "#src/directory/entry/services.ts";
import { searchable } from "#src/i18n/fold.ts";
import { webAddressOf } from "../web-address.ts";

interface Lookalike {
  service: Service;
  why: "name" | "phone" | "web";
}

const most = 5;

export interface Alike {
  names: Map<string, Service[]>;
  marks: Map<string, Service[]>;
}

/** Returns an index of services for `firstAlike`, without defunct ones. */
export function alikeOf(all: Iterable<Service>): Alike {
  const alike: Alike = { names: new Map(), marks: new Map() };
  for (const service of all) {
    if (service.entry.status === "defunct") continue;
    const { name, marks } = knownBy(service.entry);
    add(alike.names, name, service);
    for (const mark of marks) add(alike.marks, mark, service);
  }
  return alike;
}

/** Returns that index of the whole directory; it yields often. */
export function* readingAlike(db: DataReader): Generator<void, Alike> {
  const all: Service[] = [];
  for (const [i, { id }] of db.all(q.selectFrom("service").select("id")).entries()) {
    if (i % servicesAtOnce === 0) yield;
    const found = service(db, id);
    if (found) all.push(found);
  }
  return alikeOf(all);
}

const servicesAtOnce = 20;

function add(map: Map<string, Service[]>, key: string, service: Service) {
  if (key === "") return;
  const known = map.get(key);
  if (known) known.push(service);
  else map.set(key, [service]);
}

/** Returns the first service that an entry looks like, by the rules of `lookalikes`, or undefined. */
export function firstAlike({ names, marks }: Alike, entry: Entry): Service | undefined {
  const known = knownBy(entry);
  const elsewhere = (one: Service) => one.entry.organizationId !== entry.organizationId;
  const byMark = known.marks.map((mark) => marks.get(mark)?.find(elsewhere));
  return names.get(known.name)?.[0] ?? byMark.find((one) => one !== undefined);
}

/** Returns services like an entry (id `but`): by name, or by number or page unless one organization shares them. */
export function lookalikes(db: DataReader, entry: Entry, but: string | null): Lookalike[] {
  const { name, marks } = knownBy(entry);
  const found: Lookalike[] = [];
  for (const service of services(db)) {
    if (service.id === but || service.entry.status === "defunct") continue;
    const other = knownBy(service.entry);
    if (name !== "" && other.name === name) found.push({ service, why: "name" });
    else if (service.entry.organizationId !== entry.organizationId) {
      const mark = other.marks.find((one) => marks.includes(one));
      if (mark) found.push({ service, why: mark.startsWith("+") ? "phone" : "web" });
    }
    if (found.length === most) break;
  }
  return found;
}

/** Cached, because an entry is compared with all others again and again while it is typed. */
const known = new WeakMap<Entry, Known>();

interface Known {
  name: string;
  /** What sets it apart: "+" and the digits of a number, host and path of a page. */
  marks: string[];
}

function knownBy(entry: Entry): Known {
  const found = known.get(entry) ?? { name: nameOf(entry), marks: marksOf(entry) };
  known.set(entry, found);
  return found;
}

function nameOf({ name }: Entry): string {
  return searchable(name).replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Shorter numbers are emergency numbers, which half a directory may name. */
const digitsLeast = 5;

function marksOf({ channels }: Entry): string[] {
  return channels.flatMap(({ kind, value }) => {
    if (kind === "phone" || kind === "sms" || kind === "whatsapp") {
      const digits = dialOf(value)?.replace(/^\+|^00/, "") ?? "";
      return digits.length < digitsLeast ? [] : [`+${digits}`];
    }
    const address = kind === "web" || kind === "chat" ? webAddressOf(value) : null;
    return address ? [address.host.replace(/^www\./, "") + address.pathname.replace(/\/$/, "")] : [];
  });
}
