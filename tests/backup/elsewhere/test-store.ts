import { createHash, createHmac, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSafeServer } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { systemClock } from "#src/clock.ts";

/** How an S3-compatible store for tests behaves; it can be changed while it runs. */
export interface Habits {
  /** How far its clock is ahead of this machine's, ms. */
  aheadMs: number;
  region: string | null;
  /** off = never was on; unknown = it has no such thing; hidden = the key may not look. */
  versions: "off" | "on" | "unknown" | "hidden";
  /** What the key may not do. */
  denied: ("list" | "get" | "put" | "delete")[];
  /** It says yes to a deletion and keeps the file. */
  liesAboutDeleting: boolean;
  /** So many bytes fit in; others are refused. */
  room: number;
  /** It takes a request and says nothing. */
  isSilent: boolean;
  /** The line is cut after so many bytes of a file, in either direction. */
  cutAfter: number;
  /** A byte of what it gives back is another one. */
  spoils: RegExp | null;
  /** What it says to all instead. */
  says: { status: number; text: string } | null;
  /** What goes wrong with the next request; it is asked for each. */
  fault: () => Fault | null;
}

/**
 * Nothing is done: the line is cut, or nothing is said, or an error. Or it is done and the line is cut, an error is said, the line is cut
 * within the answer, or the answer ends early as if it were whole.
 */
export const faults = ["cut", "silent", "500", "503", "done, cut", "done, 500", "done, half", "done, short"] as const;
export type Fault = (typeof faults)[number];

export interface TestStore {
  /** As BACKUP_STORE takes it. */
  address: string;
  origin: string;
  bucket: string;
  id: string;
  secret: string;
  habits: Habits;
  /** What lies there now, by its whole name. */
  files: Map<string, Buffer>;
  /** What was deleted or replaced and is still there. */
  kept: { key: string; bytes: Buffer }[];
  /** Each request, like "PUT copies/a". */
  asked: string[];
  close(): Promise<void>;
}

const maxSkewMs = 900_000;
const maxKeys = 3;

/** Starts a store on this machine, over https with a certificate for localhost. It checks each signature by itself. */
export async function testStore(tls?: { cert: string; key: string }): Promise<TestStore> {
  const habits: Habits = {
    ...{
      aheadMs: 0,
      region: null,
      versions: "off",
      denied: [],
      liesAboutDeleting: false,
      room: Number.POSITIVE_INFINITY,
    },
    ...{ isSilent: false, cutAfter: Number.POSITIVE_INFINITY, spoils: null, says: null, fault: () => null },
  };
  const store = { bucket: "our-copies", id: "AKTESTKEY", secret: randomBytes(20).toString("base64url") };
  const files: TestStore["files"] = new Map();
  const kept: TestStore["kept"] = [];
  const asked: string[] = [];

  const usedBytes = () => [...files.values()].reduce((sum, one) => sum + one.length, 0);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const now = systemClock.now() + habits.aheadMs;
    const url = new URL(request.url!, "http://store");
    const key = decodeURIComponent(url.pathname).split("/").slice(2).join("/");
    const method = request.method!;
    asked.push(`${method} ${key}${url.search}`);
    response.sendDate = false;
    response.setHeader("Date", new Date(now).toUTCString());
    response.setHeader("x-amz-request-id", randomBytes(8).toString("hex"));
    if (habits.isSilent) return;
    const reply = (status: number, xml = "") => {
      if (xml !== "") response.setHeader("Content-Type", "application/xml");
      response.writeHead(status).end(xml === "" ? "" : `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`);
    };
    const refuse = (status: number, code: string, more = "") =>
      reply(
        status,
        `<Error><Code>${code}</Code><Message>No.</Message>${more}<Resource>${url.pathname}</Resource></Error>`,
      );
    if (habits.says) {
      response.writeHead(habits.says.status).end(habits.says.text);
      return;
    }
    const body = await bodyOf(request);
    if (body === null) return;

    const wrong = whySigned(request, url, body, { ...store, now, region: habits.region });
    if (wrong) return refuse(...wrong);
    if (url.pathname.split("/")[1] !== store.bucket) return refuse(404, "NoSuchBucket");
    if (key === "") return bucketAnswer(method, url, reply, refuse);
    const doing = method === "PUT" ? "put" : method === "DELETE" ? "delete" : "get";
    if (habits.denied.includes(doing)) return refuse(403, "AccessDenied");
    const there = files.get(key);
    switch (method) {
      case "PUT": {
        if (usedBytes() + body.length > habits.room) return refuse(507, "InsufficientStorage");
        if (there && habits.versions === "on") kept.push({ key, bytes: there });
        files.set(key, body);
        response.setHeader("ETag", etagOf(body));
        return reply(200);
      }
      case "DELETE":
        if (there && habits.versions === "on") kept.push({ key, bytes: there });
        if (!habits.liesAboutDeleting) files.delete(key);
        return reply(204);
      case "HEAD":
      case "GET": {
        if (!there) return refuse(404, "NoSuchKey");
        const given = Buffer.from(there);
        if (habits.spoils?.test(key)) given[given.length >> 1]! ^= 1;
        response.setHeader("ETag", etagOf(there));
        response.setHeader("Last-Modified", new Date(now).toUTCString());
        response.writeHead(200, { "Content-Length": given.length, "Content-Type": "application/octet-stream" });
        if (method === "HEAD") return response.end();
        if (given.length <= habits.cutAfter) return response.end(given);
        response.write(given.subarray(0, habits.cutAfter), () => setImmediate(() => request.socket.destroy()));
        return;
      }
      default:
        return refuse(405, "MethodNotAllowed");
    }
  }

  /** null = the line was cut. */
  async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
    if (!Number.isFinite(habits.cutAfter)) return buffer(request);
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of request as AsyncIterable<Buffer>) {
      pieces.push(piece);
      size += piece.length;
      if (size <= habits.cutAfter) continue;
      request.socket.destroy();
      return null;
    }
    return Buffer.concat(pieces);
  }

  function bucketAnswer(
    method: string,
    { searchParams }: URL,
    reply: (status: number, xml?: string) => unknown,
    refuse: (status: number, code: string) => unknown,
  ): unknown {
    if (method !== "GET") return refuse(405, "MethodNotAllowed");
    if (searchParams.has("location"))
      return reply(200, `<LocationConstraint>${habits.region ?? ""}</LocationConstraint>`);
    const prefix = searchParams.get("prefix") ?? "";
    if (searchParams.has("versions") || searchParams.has("versioning")) {
      if (habits.versions === "unknown") return refuse(501, "NotImplemented");
      if (habits.versions === "hidden") return refuse(403, "AccessDenied");
      if (searchParams.has("versioning"))
        return reply(
          200,
          `<VersioningConfiguration>${habits.versions === "on" ? "<Status>Enabled</Status>" : ""}</VersioningConfiguration>`,
        );
      const all = [...[...files].map(([key, bytes]) => ({ key, bytes })), ...kept].filter(({ key }) =>
        key.startsWith(prefix),
      );
      const rows = all.map(
        ({ key, bytes }) =>
          `<Version><Key>${key}</Key><VersionId>null</VersionId><Size>${bytes.length}</Size></Version>`,
      );
      return reply(200, `<ListVersionsResult><Name>${store.bucket}</Name>${rows.join("")}</ListVersionsResult>`);
    }
    if (habits.denied.includes("list")) return refuse(403, "AccessDenied");
    const keys = [...files.keys()].filter((key) => key.startsWith(prefix)).sort();
    const from = searchParams.get("continuation-token");
    const left = from === null ? keys : keys.filter((key) => `${key}&` > from);
    const page = left.slice(0, Math.min(maxKeys, Number(searchParams.get("max-keys") ?? maxKeys)));
    const rows = page.map(
      (key) =>
        `<Contents><Key>${key}</Key><LastModified>2026-11-24T18:00:00.000Z</LastModified><ETag>${etagOf(files.get(key)!).replaceAll('"', "&quot;")}</ETag><Size>${files.get(key)!.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    );
    const isMore = page.length < left.length;
    // A token with a letter that XML writes in another way.
    const next = isMore ? `<NextContinuationToken>${page.at(-1)}&amp;&amp;</NextContinuationToken>` : "";
    return reply(
      200,
      `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${store.bucket}</Name><Prefix>${prefix}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${maxKeys}</MaxKeys><IsTruncated>${isMore}</IsTruncated>${next}${rows.join("")}</ListBucketResult>`,
    );
  }

  async function fail(fault: Fault, request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    if (fault === "silent") return;
    if (fault === "cut") return request.socket.destroy();
    const error = (status: string) => response.writeHead(Number(status)).end("<Error><Code>Wrong</Code></Error>");
    if (fault === "500" || fault === "503") return error(fault);
    const said = { status: 0, headers: {} as Record<string, string>, body: Buffer.alloc(0) };
    const instead = {
      setHeader: (name: string, value: string) => void Object.assign(said.headers, { [name]: value }),
      writeHead: (status: number, headers = {}) => {
        said.status = status;
        Object.assign(said.headers, headers);
        return instead;
      },
      end: (body: Buffer | string = "") => {
        said.body = Buffer.from(body);
      },
    };
    await answer(request, instead as unknown as ServerResponse);
    const half = said.body.subarray(0, said.body.length >> (fault === "done, short" ? 2 : 1));
    if (fault === "done, 500") return error("500");
    if (fault === "done, cut" || half.length === 0) return request.socket.destroy();
    const length = fault === "done, half" ? said.body.length : half.length;
    response.writeHead(said.status, { ...said.headers, "Content-Length": length });
    if (fault === "done, short") return response.end(half);
    response.write(half, () => setImmediate(() => request.socket.destroy()));
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const fault = habits.fault();
    const answered = fault ? fail(fault, request, response) : answer(request, response);
    answered.catch(() => request.socket.destroy());
  };
  const server = tls ? createSafeServer(tls, listener) : createServer(listener);
  // As real ones do: what does not fit in is refused before it comes, and the line is closed.
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    const isOver = usedBytes() + Number(request.headers["content-length"]) > habits.room;
    if (!isOver) {
      response.writeContinue();
      listener(request, response);
      return;
    }
    let came = 0;
    request.on("data", (piece: Buffer) => {
      came += piece.length;
    });
    // What is sent all the same is under way by then.
    setImmediate(() => {
      asked.push(`${request.method} refused after ${came} bytes`);
      response.writeHead(507, { Connection: "close" });
      response.end("<Error><Code>InsufficientStorage</Code></Error>", () => request.socket.destroy());
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const origin = tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  return {
    ...store,
    ...{ origin, habits, files, kept, asked },
    address: `${origin}/${store.bucket}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const etagOf = (bytes: Buffer) => `"${createHash("md5").update(bytes).digest("hex")}"`;
const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");
const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Why a request is not one of the key's, as AWS Signature Version 4 says; null if it is. */
function whySigned(
  { method, headers }: IncomingMessage,
  { pathname, searchParams }: URL,
  body: Buffer,
  { id, secret, now, region }: { id: string; secret: string; now: number; region: string | null },
): [status: number, code: string, more?: string] | null {
  const [, credential = "", names = "", signature = ""] =
    /^AWS4-HMAC-SHA256 Credential=(\S+?),\s*SignedHeaders=(\S+?),\s*Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? "",
    ) ?? [];
  if (signature === "") return [403, "AccessDenied"];
  const [keyId, day = "", scopeRegion = "", service = "", end] = credential.split("/");
  const at = String(headers["x-amz-date"] ?? "");
  if (keyId !== id) return [403, "InvalidAccessKeyId"];
  if (service !== "s3" || end !== "aws4_request" || !at.startsWith(day)) return [400, "AuthorizationHeaderMalformed"];
  if (region !== null && scopeRegion !== region)
    return [400, "AuthorizationHeaderMalformed", `<Region>${region}</Region>`];
  const signedAt = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(Math.abs(now - signedAt) <= maxSkewMs))
    return [403, "RequestTimeTooSkewed", `<ServerTime>${new Date(now).toISOString()}</ServerTime>`];
  const hash = String(headers["x-amz-content-sha256"] ?? "");
  const signed = names.split(";");
  const mustBeSigned = ["host", ...Object.keys(headers).filter((name) => name.startsWith("x-amz-"))];
  if (!mustBeSigned.every((name) => signed.includes(name))) return [403, "AccessDenied"];
  const query = [...searchParams]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const path = decodeURIComponent(pathname).split("/").map(encoded).join("/");
  const lines = signed.map(
    (name) =>
      `${name}:${String(headers[name] ?? "")
        .trim()
        .replace(/\s+/g, " ")}\n`,
  );
  const canonical = [method, path, query, lines.join(""), names, hash].join("\n");
  const scope = [day, scopeRegion, service, "aws4_request"].join("/");
  const text = ["AWS4-HMAC-SHA256", at, scope, sha256(canonical)].join("\n");
  const key = [day, scopeRegion, service, "aws4_request"].reduce<Buffer | string>(hmac, `AWS4${secret}`);
  if (hmac(key, text).toString("hex") !== signature) return [403, "SignatureDoesNotMatch"];
  if (hash !== "UNSIGNED-PAYLOAD" && hash !== sha256(body)) return [400, "XAmzContentSHA256Mismatch"];
  return null;
}
