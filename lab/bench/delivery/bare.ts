// The limit: bun bare.ts FOLDER. Bun.serve, one POST, one commit per turn of the loop, one escaped fragment to one or all
// sockets; no guards, encryption or views. Who writes to whom is as in the product.
import { mkdirSync, readFileSync } from "node:fs";
import type { World } from "#lab/load/people/world.ts";
import Database from "#sqlite";

const [folder = ""] = process.argv.slice(2);
mkdirSync(`${folder}/bare`, { recursive: true });
const db = new Database(`${folder}/bare/bare.db`);
for (const pragma of ["journal_mode=WAL", "synchronous=FULL", "busy_timeout=0"]) db.pragma(pragma);
db.exec("CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY, conversation_id INTEGER, body TEXT) STRICT");
const insert = db.prepare("INSERT INTO message (conversation_id, body) VALUES (?, ?)");

const { young }: World = JSON.parse(readFileSync(`${folder}/world.json`, "utf8"));
const counsellorOf = new Map(young.map((one) => [one.id, one.counsellor]));
const sockets = new Map<string, Bun.ServerWebSocket<string>>();

let turn: { id: number; text: string; stored: () => void }[] = [];

function store(id: number, text: string): Promise<void> {
  return new Promise((stored) => {
    turn.push({ id, text, stored });
    if (turn.length === 1) setImmediate(commit);
  });
}

function commit() {
  const now = turn;
  turn = [];
  db.exec("BEGIN IMMEDIATE");
  for (const { id, text } of now) insert.run(id, text);
  db.exec("COMMIT");
  for (const { stored } of now) stored();
}

const server = Bun.serve<string>({
  port: 0,
  hostname: "127.0.0.1",
  development: false,
  fetch: async (request, own) => {
    const [, kind, name, to] = new URL(request.url).pathname.split("/");
    if (kind === "live") return own.upgrade(request, { data: name! }) ? undefined : new Response("", { status: 400 });
    const id = Number(name);
    const text = new URLSearchParams(await request.text()).get("text") ?? "";
    await store(id, text);
    const html = `<li data-seq="1"><p>${Bun.escapeHTML(text)}</p></li>`;
    if (to === "all") {
      for (const socket of sockets.values()) socket.send(html);
      return new Response(null, { status: 204 });
    }
    sockets.get(to === "youth" ? `y${id}` : `c${counsellorOf.get(id)}`)?.send(html);
    return new Response(null, { status: 204 });
  },
  websocket: {
    open: (socket) => void sockets.set(socket.data, socket),
    message: () => {},
  },
});
process.stdout.write(`${server.port}\n`);
