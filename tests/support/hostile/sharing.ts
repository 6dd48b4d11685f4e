import { pollFeed } from "#src/directory/sharing/feed.ts";
import { take } from "#src/directory/sharing/source-taking.ts";
import { addSource, source } from "#src/directory/sharing/sources.ts";
import { OutgoingError } from "#src/outgoing/error.ts";
import type { Ask } from "#src/outgoing/outgoing.ts";
import { act } from "#tests/support/house/http.ts";
import { clean } from "#tests/support/made/corpus.ts";
import type { Fields, HostileForm, Scene } from "./attack.ts";

// What is right and what is not at the forms that share the directory. Written from the design, not from the code.

const lamp = "https://lamp.example/hsds/services";
const night = "33333333-3333-4333-8333-333333333333";

/** The one directory there is elsewhere: with one place, always the same. */
const ask: Ask = async (address) => {
  if (!address.startsWith(lamp)) throw new OutgoingError("unknown_host");
  const services = [{ id: night, name: "Night phone", status: "active", phones: [{ id: "p", number: "116 111" }] }];
  const page = { total_items: 1, total_pages: 1, page_number: 1, size: 1, contents: services };
  const body = new TextEncoder().encode(JSON.stringify(page));
  const rest = { status: 200, movedTo: address, etag: null, lastModified: null, retryAfter: null };
  return { ...rest, address, contentType: "application/json", body };
};

async function elsewhere({ line }: Scene) {
  line.helpline.ask = ask;
}

/** It is read, and what it has waits. */
async function subscribed(at: Scene) {
  await elsewhere(at);
  const { db, clock } = at.line.helpline;
  const given = { name: "Lamp", kind: "hsds", url: lamp, accept: "review", timeZone: "UTC", licenceNote: "" } as const;
  await act(at.line, at.line.aino, (tx, emit) => addSource(tx, emit, given));
  await pollFeed(db, ask, source(db, 1)!, { now: clock.now(), luck: 0 });
}

async function taken(at: Scene) {
  await subscribed(at);
  const { db } = at.line.helpline;
  await take(db, source(db, 1)!, { actor: "command line", ids: "all" });
}

const aino = (path: string, more: Partial<HostileForm> & Pick<HostileForm, "changes">): HostileForm => ({
  path: `/admin/directory${path}`,
  who: "aino",
  stage: "waiting",
  honest: () => ({}),
  right: () => true,
  most: 600_000,
  arrange: subscribed,
  ...(path.includes(":id") ? { id: "1" } : {}),
  ...more,
});

/** Marks that turn words around are taken away. */
const tidy = (text = "") =>
  clean(text.replace(/[\u202A-\u202E\u2066-\u2069]/gu, ""))
    .replace(/\s+/g, " ")
    .trim();
const isName = (text: string) => text.length <= 200 && /[\p{L}\p{N}]/u.test(text);

/** Name, zone and note as they may stand; what a form does not say stays as it is. */
function areValues({ name, zone, licence }: Fields, blankName: boolean): boolean {
  const isNamed = name === undefined || (tidy(name) === "" ? blankName : isName(tidy(name)));
  const isNote = tidy(licence).length <= 1_000;
  return isNamed && isNote && (zone === undefined || tidy(zone) === "UTC");
}

const search = ["", "_config", "_data", "_docsize", "_idx", "_content"].map((end) => `service_search${end}`);
search.push("service_word");
const runs = ["import_run", "import_row", "import_issue", "sqlite_sequence"];
const directory = [
  ...["service", "organization", "service_version", "service_facet", "directory", "search_due"],
  ...search,
  ...runs,
];

export const sharingForms: HostileForm[] = [
  aino("/sharing", {
    honest: () => ({ publish: "yes" }),
    right: ({ publish = "" }) => ["yes", "no"].includes(publish),
    changes: ["setting"],
    arrange: elsewhere,
  }),
  aino("/sharing/add", {
    honest: () => ({
      kind: "feed",
      address: lamp,
      name: "Lamp",
      accept: "review",
      zone: "UTC",
      licence: "",
      do: "add",
    }),
    // Without a name it gets that of its server.
    right: ({ address = "", do: press = "", ...values }) =>
      tidy(address) === lamp && (press === "look" || (press === "add" && areValues(values, true))),
    changes: ["directory_source", "source_item"],
    arrange: elsewhere,
  }),
  aino("/sources/:id", {
    honest: () => ({ name: "Lamp and more", accept: "review", zone: "UTC", licence: "CC BY 4.0", do: "save" }),
    right: ({ do: press = "", ...values }) =>
      press === "pause" || press === "go_on" || (press === "save" && areValues(values, false)),
    changes: ["directory_source", "directory"],
  }),
  aino("/sources/:id/ask", { changes: ["directory_source"] }),
  aino("/sources/:id/items", {
    honest: () => ({ id: night, visibility: "counsellors", theirs: `${night} summary`, do: "take" }),
    right: ({ id, do: press = "" }) => press === "take_all" || (["take", "reject"].includes(press) && id !== undefined),
    changes: ["source_item", ...directory],
  }),
  aino("/sources/:id/undo", {
    honest: () => ({ run: "1" }),
    right: ({ run = "" }) => /^\d{1,15}$/.test(run) && Number(run) === 1,
    changes: ["source_item", ...directory],
    arrange: taken,
  }),
  aino("/sources/:id/remove", {
    honest: () => ({ entries: "keep" }),
    right: ({ entries = "" }) => ["keep", "end"].includes(entries),
    changes: ["directory_source", "source_item", ...directory],
    arrange: taken,
  }),
];
