import { sendReferrals } from "#src/conversation/messages/referral.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { noteLink } from "#src/directory/care/link-check.ts";
import { report } from "#src/directory/care/reports.ts";
import { deleteService } from "#src/directory/entry/deleting.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { changeOrganization, fieldsOf, organizations } from "#src/directory/entry/organizations.ts";
import { changeService, service } from "#src/directory/entry/services.ts";
import { applyWhole, bringFiles } from "#src/directory/importing/import-files.ts";
import { addRegion } from "#src/directory/regions.ts";
import { pollFeed } from "#src/directory/sharing/feed.ts";
import { takeItems } from "#src/directory/sharing/source-taking.ts";
import { addSource, source } from "#src/directory/sharing/sources.ts";
import { translate } from "#src/i18n/i18n.ts";
import { OutgoingError } from "#src/outgoing/error.ts";
import type { AskServer } from "#src/outgoing/outgoing.ts";
import { readAllow } from "#src/outgoing/targets.ts";
import { setSetting } from "#src/settings/settings.ts";
import { place } from "#tests/support/house/directory.ts";
import { act } from "#tests/support/house/http.ts";
import type { Scene } from "../scene.ts";

const old = "https://night.example.org/old";

/** One entry: reported, with a moved link, and changed once; its organization too. */
export async function onePlace({ line }: Scene) {
  const { db } = line.helpline;
  const id = await place(db, "Night line", { channels: [plainChannel("web", old)], regions: ["BE"] });
  const told = { serviceId: id, actor: `staff:${line.anna.id}`, reason: "closed", note: "" } as const;
  await act(line, line.anna, (tx, emit) => report(tx, emit, told));
  await act(line, line.aino, (tx, emit) => {
    changeService(tx, emit, { id, entry: { ...service(tx, id)!.entry, ageFrom: 12 } });
    noteLink(tx, { serviceId: id, url: old, answer: { result: "moved", status: 301, movedTo: `${old}/new` } });
    addRegion(tx, emit, { code: "BE-GENT", parent: "BE", name: "Gent" });
  });
  return { id };
}

/** Its organization, changed once. */
export async function oneOrganization(at: Scene) {
  await onePlace(at);
  const { db } = at.line.helpline;
  const found = organizations(db)[0]!;
  await act(at.line, at.line.aino, (tx, emit) =>
    changeOrganization(tx, emit, { id: found.id, organization: { ...fieldsOf(found), alternateName: "OH" } }),
  );
  return { id: found.id };
}

/** A region of our own. */
export const oneRegion = (at: Scene) => onePlace(at).then(() => ({ id: "BE-GENT" }));

/** The one entry is deleted. */
export async function noPlace(at: Scene) {
  const { id } = await onePlace(at);
  await act(at.line, at.line.aino, (tx, emit) => deleteService(tx, emit, { id, basedOn: service(tx, id)!.versionId }));
  return { id };
}

/** The entry in a helpline that checks links: no one answers. */
export async function askedPlace(at: Scene) {
  const { id } = await onePlace(at);
  await act(at.line, at.line.aino, (tx, emit) => setSetting(tx, emit, { name: "linkCheck", value: true }));
  const again = ({ line: { helpline } }: Scene) => {
    Object.assign(helpline, { config: { ...helpline.config, outgoing: readAllow("127.0.0.1") } });
    helpline.ask = () => Promise.reject(new OutgoingError("refused"));
  };
  return { id, again };
}

/** An entry that Anna can send. */
export async function findable({ line }: Scene) {
  const service = await place(line.helpline.db, "Lifeline");
  return { place: service, fill: { service } };
}

/** An entry that was sent to Noor. */
export async function sentToNoor({ line, noor }: Scene) {
  const id = await place(line.helpline.db, "Lifeline");
  const input = { conversationId: noor.id, staffId: line.anna.id, clientId: newClientId(), serviceIds: [id] };
  await act(line, line.anna, (tx, emit) => sendReferrals(tx, emit, input));
}

const list = "name,organization,summary\nNight line,Open House,Somebody listens\nDay line,Open House,\n";

/** A file that was read: one entry is new, one would change. */
export async function looked({ line: { helpline } }: Scene) {
  const { db, clock } = helpline;
  await place(db, "Night line");
  const files = [{ name: "places.csv", bytes: new TextEncoder().encode(list) }];
  const given = { source: "", timeZone: "Europe/Brussels", visibility: "counsellors", actor: "staff:3" } as const;
  const { ready } = await bringFiles(db, { ...given, files, t: translate("en"), at: clock.now() });
  await ready;
  return { id: "1" };
}

/** A file that was read and put in. */
export async function applied(at: Scene) {
  const given = await looked(at);
  const { db, clock } = at.line.helpline;
  await applyWhole(db, { runId: 1, actor: "staff:3", at: clock.now() });
  return given;
}

const lamp = "https://lamp.example/hsds/services";

/** The one directory elsewhere: with one entry, always the same. */
const ask: AskServer = async (address) => {
  if (!address.startsWith(lamp)) throw new OutgoingError("unknown_host");
  const phones = [{ id: "p", number: "116 111" }];
  const services = [{ id: "33333333-3333-4333-8333-333333333333", name: "Night phone", status: "active", phones }];
  const page = { total_items: 1, total_pages: 1, page_number: 1, size: 1, contents: services };
  const body = new TextEncoder().encode(JSON.stringify(page));
  const rest = { status: 200, movedTo: address, etag: null, lastModified: null, retryAfter: null };
  return { ...rest, address, contentType: "application/json", body };
};

/** There is a directory elsewhere. */
export async function elsewhere() {
  const again = ({ line }: Scene) => {
    line.helpline.ask = ask;
  };
  return { again, fill: { address: lamp } };
}

/** It is read, and its entry waits. */
export async function subscribed(at: Scene) {
  const { db, clock } = at.line.helpline;
  const given = { name: "Lamp", kind: "hsds", url: lamp, accept: "review", timeZone: "UTC", licenceNote: "" } as const;
  await act(at.line, at.line.aino, (tx, emit) => addSource(tx, emit, given));
  await pollFeed(db, ask, source(db, 1)!, { now: clock.now(), luck: 0 });
  return { ...(await elsewhere()), id: "1", fill: {} };
}

/** The entry from elsewhere was taken. */
export async function takenFrom(at: Scene) {
  const given = await subscribed(at);
  const { db } = at.line.helpline;
  await takeItems(db, source(db, 1)!, { actor: "command line", ids: "all" });
  return given;
}
