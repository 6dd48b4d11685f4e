/** Thirty and more things no honest browser sends, by what they are. */
export const values: [string, string][] = [
  ["nothing", ""],
  ["blanks", " \n\t\r\n "],
  ["one more than fits", "x".repeat(4_001)],
  ["two hundred thousand letters", "y".repeat(200_000)],
  ["NUL alone", "\u0000"],
  ["control characters", "a\u0000b\u0007\u001b[31mred\u009b0m"],
  ["bidi overrides", "\u202egnihtemos\u202c\u2066x\u2069\u200f"],
  ["markup", "<script>alert(1)</script>"],
  ["a way out of an attribute", "\"'><img src=x onerror=alert(1)>"],
  ["a way out of a text area", "</textarea><script>alert(1)</script><hx-partial hx-target='body'>"],
  ["template syntax", `{{7*7}} \${7*7} <%= 7 %> #{7} {alias} {n, plural, other {x}}`],
  ["SQL", "'; DROP TABLE message; --"],
  ["a negative number", "-1"],
  ["a fraction", "1.5"],
  ["more than a number holds", "1e309"],
  ["twenty digits", "99999999999999999999"],
  ["not a number", "NaN"],
  ["a prototype", "__proto__"],
  ["a constructor", "constructor"],
  ["a path", "../../../etc/passwd"],
  ["a header", "x\r\nSet-Cookie: s=evil\r\n\r\n<html>"],
  ["a heap of accents", `e${"\u0301".repeat(3_000)}`],
  ["emoji by thousands", "👩‍👩‍👧‍👦".repeat(300)],
  ["an object", "[object Object]"],
  ["JSON", '{"$gt":""}'],
  ["full-width digits", "１２"],
  ["unassigned and private characters", "\u{10ffff}\ue000\ufffe"],
  ["a catalog notice", '{"key":"error.ended","values":{}}'],
];

export interface Body {
  body: string | FormData | Uint8Array<ArrayBuffer>;
  type: string | null;
}

const urlencoded = "application/x-www-form-urlencoded";

/** Whole bodies that are no honest form, made from the names and values of an honest one. */
export function bodies(form: Record<string, string>): [string, Body][] {
  const honest = new URLSearchParams(form).toString();
  const names = Object.keys(form);
  const first = names[0] ?? "text";
  const files = new FormData();
  for (const name of names) files.append(name, new File(["<script>alert(1)</script>"], "evil.html"));
  const every = (make: (name: string) => string) => names.map(make).join("&");
  return [
    ["JSON", { body: JSON.stringify(form), type: "application/json" }],
    ["JSON called a form", { body: JSON.stringify(form), type: urlencoded }],
    ["an array", { body: "[1,2,3]", type: "application/json" }],
    ["files for texts", { body: files, type: null }],
    ["a form without its boundary", { body: "--x", type: "multipart/form-data" }],
    [
      "a form that stops in the middle",
      { body: '--b\r\nContent-Disposition: form-data; name="text"', type: "multipart/form-data; boundary=b" },
    ],
    ["names twice", { body: `${honest}&${honest}`, type: urlencoded }],
    ["names with brackets", { body: every((name) => `${name}[]=a&${name}[]=b&${name}[x]=c`), type: urlencoded }],
    ["names with dots", { body: every((name) => `${name}.x=1`), type: urlencoded }],
    ["prototype names", { body: `__proto__=x&__proto__[text]=y&constructor=z&toString=w&${honest}`, type: urlencoded }],
    ["broken percent signs", { body: every((name) => `${name}=%zz%`), type: urlencoded }],
    ["broken UTF-8", { body: every((name) => `${name}=%ff%fe%80`), type: urlencoded }],
    ["half a surrogate pair", { body: every((name) => `${name}=%ED%A0%80`), type: urlencoded }],
    ["raw bytes", { body: new Uint8Array([0xff, 0xfe, 0, 0x80, 0x3d, 0xc3]), type: urlencoded }],
    ["another type", { body: honest, type: "text/plain" }],
    ["an unknown type", { body: honest, type: "\u00ff/x" }],
    ["nothing at all", { body: "", type: urlencoded }],
    ["ten thousand fields", { body: "a=1&".repeat(10_000), type: urlencoded }],
    ["three hundred kilobytes", { body: `${first}=${"z".repeat(300_000)}`, type: urlencoded }],
  ];
}

/** Frames no page of a young person sends. */
export const youthFrames: (string | Uint8Array)[] = [
  ...["", " ", "x", "T", "tt", "t ", "t\n", "\u0000", "t\u0000", "\u202et", "s", "s-1", "s1.5", "s1e3", "s9999999999"],
  ...["s 1", "S1", "s0x1", "s１", "s__proto__", "s1;s2", "s1 s2", "{}", "[]", "null", '{"type":"typing"}'],
  ...["<b id=over>", "ping", "../live", "x".repeat(200), "x".repeat(100_000)],
  new Uint8Array([0x74]),
  new Uint8Array(64),
];

/** Frames no console sends. */
export const staffFrames: (string | Uint8Array)[] = [
  ...["", "t", "s1", "{", "{}", "null", "[]", "1", '"typing"', "undefined", "\u0000", "[[[[[[[[", "<b>"],
  ...['{"type":"typing"}', '{"type":"typing","id":"1"}', '{"type":"typing","id":-1}', '{"type":"typing","id":1.5}'],
  ...['{"type":"typing","id":1e309}', '{"type":"typing","id":null}', '{"type":"typing","id":[1]}'],
  ...['{"type":"seen","id":1}', '{"type":"seen","id":1,"seq":"1"}', '{"type":"seen","id":1,"seq":-1}'],
  ...['{"type":"seen","id":1,"seq":9007199254740993}', '{"type":"claim","id":1}', '{"type":"__proto__","id":1}'],
  ...['{"__proto__":{"type":"typing","id":1}}', '{"type":"open","ids":"1"}', '{"type":"open","ids":[1,2,3]}'],
  ...[
    '{"type":"open","ids":[-1]}',
    '{"type":"open","ids":["1"]}',
    '{"type":"open","ids":{"length":1}}',
    '{"type":["typing"],"id":1}',
  ],
  `{"type":"typing","id":1,"x":"${"x".repeat(300)}"}`,
  new Uint8Array([0x7b, 0x7d]),
];
