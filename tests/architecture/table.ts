/** Who may import whom. Any room, package or name that is not here is refused. */

export interface Room {
  rooms: string[];
  /** Further rooms it may import types from. */
  types?: string[];
  /** Packages and builtins it may import; `hono/*` = every part of hono. */
  packages?: string[];
}

/** The domain in order: each looks only back. */
const domain = [
  "settings",
  "audit",
  "hours",
  "directory",
  "staff",
  "replies",
  "conversation",
  "practice",
  "training",
  "queue",
  "callback",
  "record",
  "on-call",
  "reports",
  "retention",
];

const open = ["crypto", "db", "desk", "mail", "outgoing", "i18n", "clock", "errors"];
const youthViews = ["views/parts", "views/layout/youth", "i18n"];
const staffViews = ["views/parts", "views/layout/staff", "i18n"];
const staffPages = ["views/counsellor", "views/admin", "views/session"];
const jsx = ["hono/jsx", "hono/html"];
const viewTypes = [...domain, "mail", "events", "errors"];

const inside = [...open, ...domain, "backup", "upgrade", "events", "live", "hub", "config", "metrics"];
const staffDoor = [...inside, "http", ...staffPages, "views/layout/staff", "views/parts"];

/** Every room under src/ and views/: a folder, or a file beside the folders. */
export const rooms: Record<string, Room> = {
  clock: { rooms: [] },
  embedded: { rooms: [] },
  lazy: { rooms: [] },
  installed: { rooms: ["embedded"], packages: ["node:fs"] },
  files: { rooms: ["embedded"], packages: ["node:fs", "node:url"] },
  errors: { rooms: ["i18n"] },
  events: { rooms: [], types: domain },
  i18n: { rooms: ["clock", "files"], packages: ["intl-messageformat"] },
  crypto: { rooms: ["clock", "errors", "db", "lazy"], packages: ["node:crypto", "node:fs", "node:path", "kysely"] },
  db: {
    rooms: ["clock", "errors", "crypto", "embedded", "files"],
    types: ["events", "i18n", ...domain],
    packages: ["#sqlite", "kysely", "node:fs", "node:module", "node:os", "node:path", "node:worker_threads"],
  },
  desk: { rooms: ["db", "errors"], types: ["events"] },
  outgoing: {
    rooms: [],
    packages: [
      ...["ipaddr.js", "node:dns", "node:dns/promises", "node:http", "node:net"],
      ...["node:stream/promises", "node:tls", "node:zlib"],
    ],
  },
  mail: { rooms: ["clock", "errors", "crypto", "db", "desk", "i18n"], types: ["events"] },
  ...Object.fromEntries(
    domain.map((name, order) => [
      name,
      { rooms: [...open, ...domain.slice(0, order)], types: ["events"], packages: ["kysely"] },
    ]),
  ),
  // Pure functions: no database, no clock, nobody’s chat.
  practice: { rooms: ["files", "i18n"] },
  backup: {
    rooms: [...open, ...domain, "files", "lazy"],
    types: ["events", "config"],
    packages: ["node:child_process", "node:fs", "node:os", "node:path", "node:readline"],
  },
  // It puts everything together too, to take it apart again.
  upgrade: {
    rooms: ["*"],
    packages: [
      ...["node:child_process", "node:fs", "node:http", "node:path", "node:readline", "node:timers/promises"],
      "#sqlite",
    ],
  },
  config: {
    rooms: ["errors", "i18n", "installed", "outgoing"],
    packages: ["node:fs", "node:path", "node:os", "node:net", "node:url"],
  },
  jobs: { rooms: [...open, ...domain, "backup", "lazy", "live"], types: ["events", "http"] },
  hub: { rooms: ["clock", "errors"] },
  metrics: {
    rooms: ["clock", "conversation", "files", "staff"],
    types: ["http"],
    packages: ["node:fs/promises", "node:http"],
  },
  live: {
    rooms: [...open, ...domain, "hub", "metrics", "views/youth", ...staffPages, "views/layout/youth", "views/parts"],
    types: ["events"],
    packages: jsx,
  },
  http: {
    rooms: [
      ...inside,
      "embedded",
      "files",
      "lazy",
      "http/youth",
      "http/counsellor",
      "http/admin",
      "http/session",
      "http/public",
      "views/youth",
      ...staffPages,
      "views/layout/youth",
      "views/layout/staff",
      "views/parts",
    ],
    packages: ["hono", "hono/*", "node:fs", "node:path", "node:zlib", "node:url", "qr"],
  },
  "http/youth": {
    rooms: [...inside, "http", "views/youth", "views/layout/youth", "views/parts"],
    packages: ["hono", "hono/*"],
  },
  "http/counsellor": { rooms: [...staffDoor, "http/session"], packages: ["hono", "hono/*"] },
  "http/admin": { rooms: [...staffDoor, "http/session", "installed"], packages: ["hono", "hono/*"] },
  "http/session": { rooms: staffDoor, packages: ["hono", "hono/*"] },
  "http/public": { rooms: [...inside, "http"], packages: ["hono", "hono/*"] },
  demo: {
    rooms: [...open, ...domain, "config", "serve", "log", "control", "helpline", "jobs"],
    types: ["events", "http", "listen"],
    packages: ["node:fs", "node:os", "node:path"],
  },
  // They put everything together, so they may see everything.
  helpline: { rooms: ["*"], packages: ["#sqlite"] },
  serve: { rooms: ["*"], packages: ["node:path"] },
  listen: { rooms: ["errors"], types: ["http"] },
  "listen-bun": { rooms: ["http", "listen"], packages: ["hono/ws"] },
  "listen-node": {
    rooms: ["http", "listen"],
    packages: ["hono/ws", "@hono/node-server", "@hono/node-ws", "node:http", "node:net"],
  },
  control: {
    rooms: ["db", "audit", "backup", "hours", "directory", "staff", "queue", "clock", "errors", "lazy"],
    types: ["events", "config", "upgrade"],
    packages: ["node:fs", "node:http", "node:path", "node:stream/consumers"],
  },
  log: { rooms: [] },
  health: { rooms: ["clock", "config"], packages: ["node:http", "node:timers/promises"] },
  help: { rooms: ["config", "embedded", "installed", "staff"] },
  // They put everything together too, for one command each.
  command: {
    rooms: ["*"],
    packages: ["node:fs", "node:path", "node:readline/promises", "node:stream", "node:timers/promises"],
  },
  setup: {
    rooms: ["backup", "clock", "command", "config", "control", "embedded", "files", "health", "installed", "serve"],
    packages: ["node:child_process", "node:fs", "node:net", "node:path", "node:timers/promises"],
  },
  main: { rooms: ["*"], packages: ["hono", "hono/*", "node:fs", "node:os", "node:path", "node:process", "node:url"] },
  node: { rooms: ["*"] },
  "node-version": { rooms: [] },

  "views/parts": { rooms: ["i18n"], types: viewTypes, packages: jsx },
  "views/layout/youth": { rooms: ["views/parts", "i18n"], types: viewTypes, packages: jsx },
  "views/layout/staff": { rooms: ["views/parts", "i18n"], types: viewTypes, packages: jsx },
  "views/layout/mail": { rooms: ["views/parts", "i18n"], types: viewTypes, packages: jsx },
  "views/youth": { rooms: youthViews, types: viewTypes, packages: jsx },
  "views/counsellor": { rooms: staffViews, types: viewTypes, packages: jsx },
  "views/admin": { rooms: staffViews, types: viewTypes, packages: jsx },
  "views/session": { rooms: staffViews, types: viewTypes, packages: jsx },
  "views/mail": { rooms: ["views/parts", "views/layout/mail", "i18n"], types: viewTypes, packages: jsx },

  tests: {
    rooms: ["*"],
    packages: [
      "vitest",
      "vitest/config",
      "vitest/node",
      "age-encryption",
      "fast-check",
      "pngjs",
      "qr",
      "qr/*",
      "playwright-core",
      "axe-core",
      "acorn",
      "ajv",
      "ajv/*",
      "ajv-formats",
      "fflate",
      "altcha-lib",
      "altcha-lib/*",
      "aws4fetch",
      "opening_hours",
      "date-holidays",
      "qr/*",
      "hono",
      "hono/*",
      "kysely",
      "otpauth",
      "smtp-server",
      "mailparser",
      "intl-messageformat",
      "#sqlite",
      "bun",
      "bun:ffi",
      "node:*",
    ],
  },
};

/** What one file may import beyond its room: only `staff/session.ts` knows lucia. */
export const filePackages: Record<string, string[]> = {
  "src/directory/time-slice.ts": ["node:timers/promises"],
  "src/directory/files/zip.ts": ["fflate"],
  "src/crypto/recovery-sheet.ts": ["age-encryption"],
  "src/backup/elsewhere/pieces.ts": ["node:fs/promises"],
  "src/backup/elsewhere/store.ts": ["aws4fetch"],
  "src/crypto/sealed-file.ts": ["age-encryption", "node:fs/promises"],
  "src/db/copying.ts": ["node:fs/promises"],
  "src/backup/delta/pages.ts": ["node:fs/promises"],
  "src/backup/delta/work-delta.ts": ["node:fs/promises"],
  "src/backup/standby/fetching.ts": ["node:fs/promises"],
  "src/backup/standby/offered.ts": ["node:fs/promises"],
  "src/backup/standby/shown.ts": ["node:fs/promises"],
  "src/crypto/proof-of-work.ts": ["altcha-lib", "altcha-lib/algorithms/pbkdf2"],
  "src/settings/look/logo-reading.ts": ["node:timers/promises", "node:zlib", "pngjs"],
  "src/settings/look/png-check.ts": ["node:zlib"],
  "src/staff/sign-in/session.ts": ["lucia"],
  "src/crypto/totp.ts": ["otpauth"],
  "src/crypto/passkey.ts": ["@simplewebauthn/server"],
  "src/mail/smtp.ts": ["nodemailer"],
};

/** Member expressions that only one room may use. */
export const reserved: Record<string, string> = {
  "process.env": "config",
  "Bun.env": "config",
  "meta.env": "config",
  "Bun.password": "crypto",
  "Bun.CryptoHasher": "crypto",
  "crypto.subtle": "crypto",
};

/** What may stand at the top of the tree. */
export const topLevel = new Set([
  ".ci",
  ".dockerignore",
  ".gitignore",
  ".npmrc",
  "CONTRIBUTING.md",
  "Dockerfile",
  "LICENSE",
  "README.md",
  "SECURITY.md",
  "bin",
  "biome.json",
  "deploy",
  "docs",
  "lab",
  "migrations",
  "package-lock.json",
  "package.json",
  "src",
  "static",
  "tests",
  "tsconfig.json",
  "views",
  "vitest.config.ts",
]);

/** Doors without a page of their own, by path under src/http without ending. The public folder has none. */
export const pageless = new Set([
  "youth/chat/here", // asked for by a page, answered with nothing
  "youth/end/leave", // blank at once, by design
  "youth/chat/updates", // the long poll
  "youth/live??", // the socket's frames
  "youth/typing??", // a signal, answered 204
  "counsellor/console/beside", // what the tabs beside a chat are drawn from
  "counsellor/chat/finding", // what the search beside a chat finds
  "admin/subjects/assessment-form", // reads the forms of the first questions
  "admin/subjects/assessment-words", // words for their rules
  "session/passkey-ask", // what a browser is asked for, for the pages that ask it
  "session/pending-sign-in", // someone who gave their password but not their second step
  "session/keys", // what a password opens beside its session
  "admin/backup/backup-words", // words for the page of the copies
  "admin/look/look-form", // reads the form of the look
  "admin/mail/mail-form", // reads the form of the mail server
  "admin/texts/texts-form", // reads the form of the texts
  "admin/texts/texts-shown", // draws the page of the texts
  "admin/texts/texts-values", // what fills a text in for its example
  "admin/subjects/settings-change", // makes a change and says why not, for every subject
  "admin/subjects/settings-words", // words for the history
  "admin/rules/rules-words", // words for the history of the rules, and for its versions
  "admin/texts/value-words", // words for what is set
  "admin/hours/calendar-words", // words for hours
  "admin/rules/meanwhile-form", // reads the forms of what there is to do while waiting
  "admin/rules/meanwhile-words", // words for the history of it
  "admin/rules/reasons-form", // reads the forms of the reasons for contact
  "admin/rules/reasons-words", // words for the history of the reasons for contact
  "admin/entry/entry-choices", // what the form of an entry offers
  "admin/entry/entry-standing", // how an entry stands, in words, for its page and the list
  "admin/importing/sharing-add", // a form of the page of sharing
  "admin/importing/source-form", // reads the forms of sources
  "admin/importing/source-items", // the forms of the page of a source
]);

/** Words never used for the people here, in their simplest form. */
export const forbiddenWords = new Set(["customer", "ticket", "agent", "visitor", "user", "username", "ghost"]);

/** Names given by the platform or a library. */
export const foreignNames = new Set([
  "userAgent", // a Chromium context's option, a browser's property
  "user-agent", // the header
  "User-Agent",
]);

export const maxLines = 400;
/** Only one file in twenty of src and views may be longer. The aim is 220: lower it, never raise it. */
export const maxUsualLines = 236;
/** No one finds their way in a longer folder. */
export const maxEntries = 15;

/** A shorter file that only one file of its folder imports belongs in that one. Imports in tests and lab do not count. */
export const minOwnLines = 60;
/** Files that stand apart all the same, each with its reason. */
export const apart = new Map<string, string>([
  ["src/node-version.ts", "has to run before anything else that node.ts imports is loaded"],
  ["views/admin/subjects/on-call-told.tsx", "a list of its own; with it, on-call.tsx would have more than 350 lines"],
]);

/** Of all lines of src and views except those that `npm run schema` writes. */
export const maxCommentPercent = 7;

/** What src writes in only one place, and elsewhere uses by name. */
export const writtenOnce: { what: string; where: string; pattern: RegExp }[] = [
  { what: "a unit of time", where: "src/clock.ts", pattern: /\b(60_000|3_600_000|86_400_000)\b/ },
  { what: "how the trail calls one of the staff", where: "src/db/db.ts", pattern: /`staff:\$\{/ },
  { what: "how the trail calls a chat", where: "src/db/db.ts", pattern: /`conversation:\$\{/ },
  { what: "the zone of the helpline", where: "src/hours/lines.ts", pattern: /\blines\([\w.]+\)\[0\]!\.timeZone/ },
];
