import { readFileSync, statSync } from "node:fs";
import { AwsV4Signer } from "aws4fetch";
import { minuteMs } from "#src/clock.ts";
import type { StoreSetting } from "#src/config.ts";
import { openHash } from "#src/crypto/hash.ts";
import { OutgoingError } from "#src/outgoing/error.ts";
import { askAndRead, type NamedAnswer } from "#src/outgoing/named.ts";
import type { Lying, Proof } from "./elsewhere.ts";
import { piecesOf, received, textOf } from "./pieces.ts";
import { type Doing, StoreError, tag, whyNoAnswer, whyRefused } from "./store-error.ts";

// The one file that knows S3: requests signed with AWS Signature Version 4, one for each file, so that one is there whole or not at all.

/** A store that takes what it is given; files there have the names they have in a folder. */
export interface Store {
  /** All that lies there; StoreError if that is more than a store of copies can hold. */
  list(): Promise<Lying[]>;
  put(name: string, file: string, proof: Proof): Promise<void>;
  /** Reads a file back, into a new one unless `to` is null. Returns what came; null = it is not there. */
  get(name: string, to: string | null): Promise<Proof | null>;
  remove(name: string): Promise<void>;
  putText(name: string, text: string): Promise<void>;
  /** null = it is not there. */
  text(name: string): Promise<string | null>;
  /** Whether it keeps what was deleted or replaced; of names that begin with `name`. `hidden` = its key may not look. */
  keepsVersions(name: string): Promise<"yes" | "no" | "hidden">;
}

interface Means {
  /** ms UTC */
  now(): number;
  /** How long it may be silent, ms. */
  silentMs?: number;
  /** PEM */
  ca?: string;
}

const usualSilentMs = minuteMs;
/** A store takes no more in one piece (5 GiB). */
const maxBytes = 5 * 1024 ** 3;
/** Of 4 MB at most: one that lists without end must not take the memory of the helpline. */
const maxPages = 100;
const nothing = openHash().end();

/** Opens a store. Throws StoreError if its key file is none. */
export function openStore(setting: StoreSetting, { now, silentMs = usualSilentMs, ca }: Means): Store {
  const { origin, bucket, prefix } = setting;
  const [accessKeyId, secretAccessKey] = readStoreKey(setting.keyFile);
  let region = setting.region ?? regionOf(new URL(origin).hostname);
  let isRegionSure = setting.region !== null;

  interface Asked {
    doing: Doing;
    method: "GET" | "PUT" | "DELETE";
    path: string;
    query?: Record<string, string>;
    content?: { sha256: string; bytes: number; pieces(): AsyncIterable<Uint8Array> };
  }

  /** Asks once, or again with the region that the store tells. */
  async function ask<Result>(asked: Asked, read: (answer: NamedAnswer) => Promise<Result>): Promise<Result> {
    try {
      return await askOnce(asked, read);
    } catch (error) {
      if (!(error instanceof StoreError) || error.why !== "region" || isRegionSure || error.detail === "") throw error;
      region = error.detail;
      isRegionSure = true;
      return askOnce(asked, read);
    }
  }

  async function askOnce<Result>(
    { doing, method, path, query, content }: Asked,
    read: (answer: NamedAnswer) => Promise<Result>,
  ): Promise<Result> {
    const asked = new URL(`${origin}/${bucket}${path}`);
    for (const [name, value] of Object.entries(query ?? {})) asked.searchParams.set(name, value);
    const at = now();
    const signer = new AwsV4Signer({
      ...{ method, url: asked.href, accessKeyId, secretAccessKey, region, service: "s3" },
      datetime: `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`,
      headers: { "X-Amz-Content-Sha256": content?.sha256 ?? nothing },
    });
    const { url, headers } = await signer.sign();
    const all = {
      ...Object.fromEntries(headers),
      ...{ host: url.host, connection: "close", "content-length": String(content?.bytes ?? 0) },
      ...(content ? { expect: "100-continue" } : {}),
    };
    const asking = { method, headers: all, silentMs, ca, ...(content ? { content: content.pieces() } : {}) };
    try {
      return await askAndRead(url, asking, async (answer) => {
        const { status, headers: said } = answer;
        if (status >= 200 && status < 300) return read(answer);
        const text = await textOf(answer);
        const told = { date: said.date, region: String(said["x-amz-bucket-region"] ?? "") || undefined };
        if (status === 404 && path !== "" && tag(text, "Code") !== "NoSuchBucket") throw new NotThere();
        throw whyRefused({ status, text, ...told, doing, now: at });
      });
    } catch (error) {
      throw error instanceof OutgoingError ? whyNoAnswer(error) : error;
    }
  }

  const pathOf = (name: string) => `/${prefix}${name}`;
  const put = (name: string, content: NonNullable<Asked["content"]>) =>
    ask({ doing: "put", method: "PUT", path: pathOf(name), content }, drained);

  async function list(): Promise<Lying[]> {
    const all: Lying[] = [];
    let pages = 0;
    for (let after: string | null = ""; after !== null; pages += 1) {
      if (pages === maxPages) throw new StoreError("not_a_store", "endless");
      const query: Record<string, string> = {
        "list-type": "2",
        prefix,
        ...(after ? { "continuation-token": after } : {}),
      };
      const xml: string = await ask({ doing: "list", method: "GET", path: "", query }, textOf);
      if (!xml.includes("<ListBucketResult")) throw new StoreError("not_a_store", "list");
      if (!isWhole(xml)) throw new StoreError("broken", "cut");
      for (const [, one = ""] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
        const key = tag(one, "Key") ?? "";
        if (key.startsWith(prefix)) all.push({ name: key.slice(prefix.length), bytes: Number(tag(one, "Size")) });
      }
      const next = tag(xml, "NextContinuationToken");
      after = tag(xml, "IsTruncated") === "true" && next ? plain(next) : null;
    }
    return all;
  }

  return {
    list,
    put: async (name, file, { sha256, bytes }) => {
      if (bytes > maxBytes) throw new StoreError("too_big", name);
      await put(name, { sha256, bytes, pieces: () => piecesOf(file) });
    },
    putText: async (name, text) => {
      const [bytes, hash] = [Buffer.from(text), openHash()];
      hash.add(bytes);
      await put(name, {
        sha256: hash.end(),
        bytes: bytes.length,
        pieces: async function* () {
          yield bytes;
        },
      });
    },
    get: (name, to) =>
      orNull(ask({ doing: "get", method: "GET", path: pathOf(name) }, (answer) => received(answer, to))),
    text: (name) => orNull(ask({ doing: "get", method: "GET", path: pathOf(name) }, textOf)),
    remove: async (name) => {
      await orNull(ask({ doing: "delete", method: "DELETE", path: pathOf(name) }, drained));
    },
    keepsVersions: async (name) => {
      try {
        const query = { versions: "", prefix: `${prefix}${name}` };
        const xml = await ask({ doing: "list", method: "GET", path: "", query }, textOf);
        if (!isWhole(xml)) throw new StoreError("broken", "cut");
        // A store that has no versions may take the question for another one.
        if (!xml.includes("<ListVersionsResult")) return "no";
        return xml.includes("<Version>") ? "yes" : "no";
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        if (error.why === "not_allowed") return "hidden";
        if (error.why === "not_a_store" || (error.why === "broken" && error.detail === "NotImplemented")) return "no";
        throw error;
      }
    },
  };
}

/** What stands between a store and this machine may let a list end early, as if that were all. */
function isWhole(xml: string): boolean {
  const [, root = ""] = /<([A-Za-z]\w*)/.exec(xml) ?? [];
  return xml.trimEnd().endsWith(`</${root}>`);
}

class NotThere extends Error {}

async function orNull<Result>(asked: Promise<Result>): Promise<Result | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NotThere) return null;
    throw error;
  }
}

/** Returns ID and secret. Throws StoreError `key_file`. */
export function readStoreKey(file: string): [id: string, secret: string] {
  let text: string;
  try {
    // Its group may be that of whoever mounts secrets.
    if (statSync(file).mode & 0o004) throw new StoreError("key_file", "open");
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError("key_file", error instanceof Error && "code" in error ? String(error.code) : "unknown");
  }
  const [, id, secret] = /^([^\s:]+):(\S+)\s*$/.exec(text) ?? [];
  if (!id || !secret) throw new StoreError("key_file", "format");
  return [id, secret];
}

/** Where the name of a host tells, as s3.eu-west-3.amazonaws.com does. */
function regionOf(host: string): string {
  return /^s3[.-]([a-z]+-[a-z0-9-]*\d[a-z0-9-]*)\./.exec(host)?.[1] ?? "us-east-1";
}

async function drained(answer: NamedAnswer): Promise<void> {
  await textOf(answer);
}

const plain = (xml: string) =>
  xml.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (_all, name: string) => ({ lt: "<", gt: ">", quot: '"', apos: "'" })[name] ?? "&",
  );
