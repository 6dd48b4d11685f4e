import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { readStaffFrame } from "#src/http/live/live-staff.ts";
import { open } from "#tests/support/house/helpline.ts";
import { cookieHeader, give, type Person, staff, youth } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { stored } from "#tests/support/house/tables.ts";
import { rawIn } from "#tests/support/made/corpus.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";

let line: Server;
let files: OpenFiles;
let noor: Person & { id: number };
let sam: Person & { id: number };
let anna: Person;

beforeAll(async () => {
  line = await server();
  files = line.files;
  await open(line);
  // The first index of the directory is written by a job soon after the start.
  await vi.waitFor(() => expect(stored(files).directory).toMatchObject([{ indexed: expect.stringMatching(/./) }]));
  noor = await youth(line, "Noor’s own words", line);
  sam = await youth(line, "Sam’s own words", line);
  await give(line, noor.id, line.anna);
  await give(line, sam.id, line.bela);
  anna = await staff(line, line.anna, line);
});
afterAll(() => line.stop());

const connect = async (who: Person, path: string): Promise<Socket> => {
  const opened = await socket(line.origin, path, cookieHeader(who.cookies));
  await expect.poll(() => opened.got.length, { interval: 5 }).toBeGreaterThan(0);
  return opened;
};
const young = () => connect(noor, "/live?after=0");
/** What the house tells by itself while time goes by. */
const byItself = new Set(["connection.changed", "line.state_changed"]);
/** Everything stored but what the house notes by itself while time goes by: who is still there, what the door says. */
function state() {
  const { conversation, presence_log: _noted, line_state_log: _said, ...tables } = stored(files);
  return { ...tables, conversation: conversation!.map((row) => ({ ...(row as object), youth_here_at: 0 })) };
}
const console = () => connect(anna, `/staff/live?open=${noor.id}`);

type Frame = string | Uint8Array;
const bytes = (text: string) => new TextEncoder().encode(text);

/** Everything that is not exactly `t`. */
const likeTyping: Frame[] = [
  ...["", " ", "T", "tt", " t", "t ", "t\n", "\nt", "t\0", "\0", "t1", "t;s1", "t s1", "true", "\u0442", "\uFF54"],
  ...["\u202Et", "t\u0301", "\uFEFFt", "\uD83D", "<b>t</b>", "typing", '"t"', '["t"]', '{"t":1}', '{"type":"typing"}'],
  ...[
    "null",
    "undefined",
    "[object Object]",
    "__proto__",
    "{{7*7}}",
    "../t",
    "%74",
    "'; DROP TABLE message;--",
    "t".repeat(256),
  ],
  ...[bytes("t"), new Uint8Array(0), new Uint8Array([0xff, 0xfe]), new Uint8Array(256)],
];

/** Everything that is not `s` and a count. */
const likeSeen: Frame[] = [
  ...[
    "s",
    "S1",
    "s ",
    "s 1",
    " s1",
    "s1 ",
    "s1\n",
    "\ns1",
    "s1\0",
    "s-1",
    "s+1",
    "s1.5",
    "s1e3",
    "s0x1",
    "s1,2",
    "s1s2",
  ],
  ...[
    "s1t",
    "sNaN",
    "sInfinity",
    "snull",
    "s[]",
    's"1"',
    "s\u0663",
    "s\uFF11",
    "s1\u202E",
    "s1n",
    "s1_0",
    "s__proto__",
  ],
  ...[
    "s9999999999",
    `s${"9".repeat(200)}`,
    `s${"0".repeat(255)}`,
    "s%31",
    "s<b>1</b>",
    '{"type":"seen","seq":1}',
    "seen1",
  ],
  ...[bytes("s1"), new Uint8Array([0x73, 0xff])],
];

const noCount = [
  ...[
    "-1",
    "1.5",
    "1e309",
    "9007199254740993",
    '"1"',
    '""',
    "null",
    "true",
    "[]",
    "[1]",
    "{}",
    '{"valueOf":1}',
    "-0.5",
  ],
  ...['"__proto__"', '"1; DROP"', "1e-1", '{"toString":1}', '"\\u0000"', '"\u202E"', "-9007199254740992", "[[[[1]]]]"],
];

/** What is no JSON, or JSON of nothing that a console says. */
const noFrame: Frame[] = [
  ...[
    "",
    " ",
    "t",
    "s1",
    "{",
    "}",
    "{}",
    "[]",
    "null",
    "1",
    "true",
    '"typing"',
    "undefined",
    "NaN",
    "\0",
    "[[[[[[[[[[",
  ],
  ...["{'type':'typing','id':1}", '{type:"typing",id:1}', '{"type":"typing","id":1', "<b>x</b>", "{{7*7}}", "\uD83D"],
  ...['[{"type":"typing","id":1}]', '{"type":["typing"],"id":1}', '{"type":null,"id":1}', '{"type":"TYPING","id":1}'],
  ...[
    '{"type":"__proto__","id":1}',
    '{"type":"constructor","id":1}',
    '{"type":"claim","id":1}',
    '{"type":"end","id":1}',
    '{"type":"list"}',
    '{"type":["lists"]}',
  ],
  ...[
    '{"__proto__":{"type":"typing","id":1}}',
    '{"type ":"typing","id":1}',
    `{"type":"typing","id":1,"x":"${"x".repeat(256)}"}`,
  ],
  ...[bytes('{"type":"typing","id":1}'), bytes('{"type":"open","ids":[]}'), new Uint8Array([0xff, 0xfe])],
];

const wrong = {
  typing: noCount.map((id) => `{"type":"typing","id":${id}}`),
  seen: [
    ...noCount.map((id) => `{"type":"seen","id":${id},"seq":1}`),
    ...noCount.map((seq) => `{"type":"seen","id":1,"seq":${seq}}`),
    '{"type":"seen","id":1}',
  ],
  open: [
    ...noCount.filter((ids) => ids !== "[]" && ids !== "[1]").map((ids) => `{"type":"open","ids":${ids}}`),
    ...noCount.map((id) => `{"type":"open","ids":[${id}]}`),
    '{"type":"open"}',
    '{"type":"open","ids":[1,2,3]}',
    '{"type":"open","ids":{"length":0}}',
  ],
};

/** Each frame through a socket of its own: it must be closed, and nothing else may happen. */
async function closes(connected: () => Promise<Socket>, frames: Frame[]) {
  expect(frames.length).toBeGreaterThanOrEqual(30);
  const before = state();
  const heard = line.heard.length;
  for (const frame of frames) {
    const opened = await connected();
    const got = opened.text().length;
    opened.send(frame);
    const code = await opened.closed;
    expect([frame, code]).toEqual([frame, expect.toBeOneOf([1002, 1003, 1007, 1008, 1009])]);
    // Not echoed, not answered with words; the lists may be painted anew since connections come and go.
    expect([frame, opened.text().slice(got)]).toEqual([
      frame,
      expect.not.stringMatching(/^\.|<li id="m|#(log|typing|foot)-/),
    ]);
  }
  expect(line.heard.slice(heard).filter(({ type }) => !byItself.has(type))).toEqual([]);
  expect(state()).toEqual(before);
  expect(line.reported).toEqual([]);
}

describe("A4: a hostile frame closes its socket and changes nothing", () => {
  test("a young person’s socket, like “typing”", { timeout: 60_000 }, () => closes(young, likeTyping));
  test("a young person’s socket, like “seen”", { timeout: 60_000 }, () => closes(young, likeSeen));
  test("a console, nothing it says", { timeout: 60_000 }, () => closes(console, noFrame));
  test.each(Object.entries(wrong))(
    "[ASVS 1.4.2, 1.5.2] a console, “%s” with other values",
    { timeout: 60_000 },
    (_type, frames) => {
      for (const frame of frames) expect([frame, readStaffFrame(frame)]).toEqual([frame, null]);
      return closes(console, [...frames, ...noFrame.slice(0, Math.max(0, 30 - frames.length))]);
    },
  );
});

describe("frames of the right shape about what is not theirs", () => {
  const sure = '{"type":"open","ids":[]}';
  /** Sends frames, then one that is answered: when the answer is there, they have all been read. */
  async function says(frames: string[]) {
    const opened = await console();
    const got = opened.got.length;
    for (const frame of frames) opened.send(frame);
    opened.send(sure);
    await expect.poll(() => opened.got.length).toBeGreaterThan(got + frames.filter((one) => /"open"/.test(one)).length);
    const text = opened.got.slice(got).join("");
    opened.close();
    await opened.closed;
    return text;
  }

  test("other people’s ids and those of nobody say and show nothing", async () => {
    const before = state();
    const heard = line.heard.length;
    const ids = [sam.id, 0, 999_999, 9_007_199_254_740_991];
    const frames = ids.flatMap((id) => [
      `{"type":"typing","id":${id}}`,
      `{"type":"seen","id":${id},"seq":1}`,
      `{"type":"open","ids":[${id},${id}]}`,
    ]);
    const text = await says(frames);
    expect(text).not.toContain("Sam’s own words");
    expect(text).not.toContain(`log-${sam.id}`);
    expect(rawIn(text.replaceAll("hx-partial", "div"))).toEqual([]);
    expect(line.heard.slice(heard).map((event) => event.type)).not.toContain("typing");
    expect(state()).toEqual(before);
    expect(line.reported).toEqual([]);
  });

  test("read up to a message that is not there yet, and again: no further than there are messages", async () => {
    const opened = await young();
    for (const frame of ["s999999999", "s999999999", "s0", "s000000001", "s1", "t"]) opened.send(frame);
    // Frames are read in their order: once the last is heard, so were the others.
    await expect.poll(() => line.heard.map((event) => event.type)).toContain("typing");
    await says([`{"type":"seen","id":${noor.id},"seq":9007199254740991}`, `{"type":"seen","id":${noor.id},"seq":0}`]);
    const seen = () => stored(files).conversation!.find((row) => (row as { id: number }).id === noor.id);
    await expect.poll(seen).toMatchObject({ youth_seen_seq: 2, counsellor_seen_seq: 2 });
    expect(line.heard.filter((event) => event.type === "message.seen").length).toBeLessThanOrEqual(2);
    opened.close();
    await opened.closed;
  });

  test("what stands behind the address of a socket chooses nothing that is not theirs", async () => {
    const queries = [
      "?open=",
      `?open=${sam.id}`,
      `?open=${sam.id}.${noor.id}.1.2.3`,
      "?open=..%2f",
      "?open=1e9.-1.NaN",
      "?open=%00",
    ];
    for (const query of [...queries, `?open=${"9".repeat(4000)}`, "?open[]=1", "?open=1&open=2"]) {
      const opened = await connect(anna, `/staff/live${query}`);
      expect([query, opened.text().includes("Sam’s own words")]).toEqual([query, false]);
      opened.close();
      await opened.closed;
    }
    for (const query of [
      "?after=-1",
      "?after=NaN",
      "?after=1e309",
      "?after[]=1",
      "?after=%00&v=<b>",
      `?v=${"x".repeat(4000)}`,
      "?after=9007199254740993",
    ]) {
      const opened = await connect(noor, `/live${query}`);
      expect([query, opened.text().includes("Sam’s own words"), rawIn(opened.text())]).toEqual([query, false, []]);
      opened.close();
      await opened.closed;
    }
    expect(line.reported).toEqual([]);
  });
});
