import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { doors } from "#src/http/server/doors.ts";
import { evening, open } from "#tests/support/house/helpline.ts";
import { cookieHeader, give, staff, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";

let at: Server;
let cookie: string;
let noor: number;

beforeAll(async () => {
  at = await server({ clock: evening });
  await open(at);
  const young = await youth(at, "things at home", at);
  noor = young.id;
  await give(at, noor, at.anna);
  cookie = cookieHeader(new Map([...young.cookies, ...(await staff(at, at.aino, at)).cookies]));
});
afterAll(() => at.stop());

/** What comes down the line, to its end. */
function raw(request: string): Promise<Buffer> {
  const { port } = new URL(at.origin);
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const line = connect(Number(port), "127.0.0.1", () => line.write(request));
    line.on("data", (bytes) => pieces.push(Buffer.from(bytes)));
    line.on("error", reject);
    line.on("close", () => resolve(Buffer.concat(pieces)));
  });
}

/** How many bytes stand behind the head, and how many it says; null where it comes in pieces that say their own. */
function lengths(answer: Buffer): { status: number; said: number | null; came: number; chunked: boolean } {
  const end = answer.indexOf("\r\n\r\n");
  const head = answer.subarray(0, end).toString("latin1");
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(head) ?? [];
  const said = [...head.matchAll(/^content-length: (\d+)$/gim)].map(([, digits]) => Number(digits));
  expect(said.length).toBeLessThanOrEqual(1);
  const chunked = /^transfer-encoding: chunked$/im.test(head);
  return { status: Number(status), said: said[0] ?? null, came: answer.length - end - 4, chunked };
}

const pages = doors
  .filter(({ method, handle, path }) => method === "GET" && handle && path !== "/log")
  .map(({ path }) => path.replace(":id", "1").replace(/:\w+/, "x"));

test.each([...new Set([...pages, "/nothing", "/staff/nothing"])])(
  "[ASVS 4.2.2] %s is as long as it says, packed or not, and to HEAD nothing follows",
  async (path) => {
    for (const method of ["GET", "HEAD"]) {
      for (const packed of ["identity", "gzip"]) {
        const head = `Host: ${new URL(at.origin).host}\r\nCookie: ${cookie}\r\nAccept-Encoding: ${packed}\r\nConnection: close`;
        const { status, said, came, chunked } = lengths(await raw(`${method} ${path} HTTP/1.1\r\n${head}\r\n\r\n`));
        expect(status).toBeGreaterThanOrEqual(200);
        // One of the two, never both: else a proxy may end the answer elsewhere than we do (RFC 9112, 6.3).
        expect([method, packed, chunked && said !== null]).toEqual([method, packed, false]);
        if (method === "HEAD") expect(came).toBe(0);
        else if (said !== null) expect([packed, came]).toEqual([packed, said]);
        else expect(chunked || came === 0).toBe(true);
      }
    }
  },
);
