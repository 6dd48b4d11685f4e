import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { open } from "#tests/support/house/helpline.ts";
import { cookieHeader, staff, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";

describe("A3 and A4: what no browser sends, on a real port", () => {
  let line: Server;
  let youthCookie: string;
  let staffCookie: string;
  beforeAll(async () => {
    line = await server();
    await open(line);
    youthCookie = cookieHeader((await youth(line, "hello", line)).cookies);
    staffCookie = cookieHeader((await staff(line, line.anna, line)).cookies);
  });
  afterAll(() => line.stop());

  /** Sends bytes and reads until the server closes; "" when it just closes. */
  const raw = (parts: (string | Uint8Array)[]) =>
    new Promise<string>((resolve, reject) => {
      const got: Buffer[] = [];
      const tcp = connect(Number(new URL(line.origin).port), "localhost", () => {
        for (const part of parts) tcp.write(part);
      });
      tcp.on("data", (part) => got.push(Buffer.from(part)));
      tcp.on("close", () => resolve(Buffer.concat(got).toString("latin1")));
      tcp.on("error", (error) => ("code" in error && error.code === "ECONNRESET" ? resolve("") : reject(error)));
    });
  const end = "Host: localhost\r\nConnection: close\r\n";
  const post = (more: string, body: string) =>
    `POST /start HTTP/1.1\r\n${end}Content-Type: application/x-www-form-urlencoded\r\n${more}\r\n${body}`;

  test.each<[string, string]>([
    ["no request", "hello\r\n\r\n"],
    ["an unknown version", `GET / HTTP/9.9\r\n${end}\r\n`],
    ["a space in a header's name", `GET / HTTP/1.1\r\n${end}Content-Length : 5\r\n\r\nhello`],
    [
      "both lengths",
      post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nGET /staff HTTP/1.1\r\n\r\n"),
    ],
    ["two lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!")],
    ["a negative length", post("Content-Length: -5\r\n", "hello")],
    ["a broken chunk", post("Transfer-Encoding: chunked\r\n", "zz\r\nhello\r\n0\r\n\r\n")],
    ["a header of 40 KB", `GET / HTTP/1.1\r\n${end}X: ${"x".repeat(40_000)}\r\n\r\n`],
  ])("[ASVS 4.2.1] %s", async (_name, request) => {
    const answer = await raw([request]);
    expect(answer).toMatch(/^(HTTP\/1\.1 (4\d\d|505)|$)/);
    expect((await fetch(line.origin)).status).toBe(200);
    expect(line.reported).toEqual([]);
  });

  const upgrade = (path: string, cookie: string) =>
    `GET ${path} HTTP/1.1\r\nHost: ${new URL(line.origin).host}\r\nOrigin: ${line.origin}\r\nCookie: ${cookie}\r\n` +
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
  const frames: [string, number[]][] = [
    ["a frame without a mask", [0x81, 1, 0x74]],
    ["a reserved kind", [0x83, 0x81, 0, 0, 0, 0, 0x74]],
    ["a reserved bit", [0xc1, 0x81, 0, 0, 0, 0, 0x74]],
    ["bytes that are no text", [0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe]],
    ["a length beyond all", [0x81, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0]],
    ["a ping that is too long", [0x89, 0xfe, 0, 126, 0, 0, 0, 0, ...new Array<number>(126).fill(0)]],
    ["a close of one byte", [0x88, 0x81, 0, 0, 0, 0, 3]],
    ["the middle of nothing", [0x80, 0x81, 0, 0, 0, 0, 0x74]],
  ];
  test.each(frames)("%s closes both sockets", async (_name, frame) => {
    for (const [path, cookie] of [
      ["/live", youthCookie],
      ["/staff/live", staffCookie],
    ] as const) {
      expect(await raw([upgrade(path, cookie), new Uint8Array(frame)])).toMatch(/^HTTP\/1\.1 101/);
    }
    expect(line.reported).toEqual([]);
    expect((await fetch(line.origin)).status).toBe(200);
  });
});
