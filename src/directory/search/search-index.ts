import { createHash } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import {
  baseOf,
  type Channel,
  type ChannelKind,
  channelKinds,
  dialOf,
  type Entry,
  type Organization,
  spokenLanguages,
} from "#src/directory/entry/entry.ts";
import { searchable } from "#src/i18n/fold.ts";
import { languages, translate } from "#src/i18n/i18n.ts";
import { serviceTopics, type Topic, topicKey } from "../topics.ts";

/** Longer texts are cut: no one searches for what comes so late. */
const maxText = 20_000;

/** Makes a version findable by its facets and words. Its organization must exist or be given. */
export function indexVersion(tx: Tx, versionId: number, entry: Entry, organizationName?: string): void {
  for (const { facet, value } of facetsOf(entry)) {
    tx.run(q.insertInto("service_facet").values({ facet, value, version_id: versionId }));
  }
  indexWords(tx, versionId, entry, organizationName ?? nameOf(tx, entry.organizationId));
}

function indexWords(tx: Tx, versionId: number, entry: Entry, organization: string) {
  tx.run(q.insertInto("service_search").values({ rowid: versionId, ...searchWordsOf(entry, organization) }));
}

function nameOf(db: DataReader, organizationId: string): string {
  return db.first(q.selectFrom("organization").select("name").where("id", "=", organizationId))?.name ?? "";
}

/** Removes a version from the search. */
export function unindexVersion(tx: Tx, versionId: number): void {
  tx.run(q.deleteFrom("service_facet").where("version_id", "=", versionId));
  unindexWords(tx, versionId);
}

function unindexWords(tx: Tx, versionId: number) {
  tx.run(q.deleteFrom("service_search").where("rowid", "=", versionId));
  tx.run(q.updateTable("directory").set((of) => ({ taken_out: of("taken_out", "+", 1) })));
}

/** Renews the words of a version after its organization or the words of the topics have changed. */
export function reindexWords(tx: Tx, versionId: number): void {
  const row = tx.first(q.selectFrom("service_version").select("entry").where("id", "=", versionId));
  if (!row) return;
  const entry = JSON.parse(row.entry) as Entry;
  unindexWords(tx, versionId);
  indexWords(tx, versionId, entry, nameOf(tx, entry.organizationId));
}

/** Returns whether a version is findable. */
export function isIndexed(db: DataReader, versionId: number): boolean {
  return db.first(q.selectFrom("service_search").select("rowid").where("rowid", "=", versionId)) !== undefined;
}

function facetsOf(entry: Entry): { facet: "topic" | "language" | "region" | "channel" | "said"; value: string }[] {
  const said = [entry.free && "free", entry.anonymous && "anonymous"].filter((one) => typeof one === "string");
  const each = {
    topic: entry.topics,
    language: spokenLanguages(entry).map(baseOf),
    region: entry.regions,
    channel: entry.channels.map(({ kind }) => kind),
    said,
  };
  return Object.entries(each).flatMap(([facet, values]) =>
    [...new Set<string>(values)].map((value) => ({ facet: facet as keyof typeof each, value })),
  );
}

/** Returns what is searched, by the columns of service_search in their order. */
export function searchWordsOf(entry: Entry, organization: Organization["name"]) {
  const others = Object.values(entry.texts);
  return {
    name: of(entry.name, ...others.map(({ name }) => name)),
    // A number is like a name: it belongs to one place, unlike a topic or a kind of channel.
    alternate_name: of(entry.alternateName, ...entry.channels.map(numberOf)),
    organization: of(organization),
    // Other words for a topic lead to it by a table of their own (topic-match.ts).
    topics: of(...entry.topics.flatMap(namesOfTopic), ...entry.terms),
    summary: of(entry.summary, ...others.map(({ summary }) => summary)),
    description: of(
      entry.description,
      ...others.map(({ description }) => description),
      ...new Set(entry.channels.map(({ kind }) => wordsOfKind(kind))),
    ),
  };
}

function of(...texts: string[]): string {
  const text = searchable(texts.filter(Boolean).join("\n").slice(0, maxText));
  // Someone who types “116111” means “116 111”, too.
  const joined = (text.match(/[0-9]+(?:[ ./-][0-9]+)+/g) ?? []).map(digitsOf);
  return [text, ...joined].join("\n");
}

const digitsOf = (text: string) => text.replace(/[^0-9]/g, "");

function numberOf({ kind, value }: Channel): string {
  return called.includes(kind) ? `${value}\n${digitsOf(dialOf(value) ?? value)}` : "";
}

const called: ChannelKind[] = ["phone", "sms", "whatsapp"];

/** Made on first use, so that a start need not wait for them. */
const topicNames = new Map<Topic, string[]>();
const kindWords = new Map<ChannelKind, string>();

function namesOfTopic(topic: Topic): string[] {
  const names = topicNames.get(topic) ?? languages.map((language) => translate(language)(topicKey(topic)));
  topicNames.set(topic, names);
  return names;
}

function wordsOfKind(kind: ChannelKind): string {
  const words =
    kindWords.get(kind) ?? languages.map((language) => translate(language)(`card.kind.${kind}.words`)).join(" ");
  kindWords.set(kind, words);
  return words;
}

/** Returns a fingerprint of the words of the index: an upgrade may bring others, or make them differently. */
export function indexedNow(): string {
  const all = [...serviceTopics.flatMap(namesOfTopic), ...channelKinds.map(wordsOfKind)];
  return createHash([madeAs, ...all].join("\n")).slice(0, 16);
}

/** Must change wherever `searchWordsOf` makes another index of the same. */
const madeAs = "4";
