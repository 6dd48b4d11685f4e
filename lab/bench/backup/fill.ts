// bun fill.ts FOLDER CHATS ROWS: a helpline with running chats (FOLDER/world.json), and rows of earlier evenings, 137 MB for 400,000.
import { writeFileSync } from "node:fs";
import { inFolder } from "#lab/load/people/stage.ts";
import { fillWorld } from "#lab/load/people/world.ts";
import { newClientId, newToken } from "#src/crypto/hash.ts";
import { openFile } from "#src/db/connection.ts";
import { end } from "#src/queue/end/ending.ts";
import { start } from "#src/queue/start.ts";

const [folder = "", chats = "0", rows = "0"] = process.argv.slice(2);
const rowsEach = 1_000;
/** The others are of the audit trail, which are shorter. */
const messageShare = 0.55;
const words = "something that was said on an evening in November, and that is as long as what people write";

await inFolder(`${folder}/data`, async (helpline) => {
  const { db, config } = helpline;
  writeFileSync(`${folder}/world.json`, JSON.stringify(await fillWorld(helpline, Number(chats))));
  const ids: number[] = [];
  for (let n = 0; n < (messageShare * Number(rows)) / rowsEach; n += 1) {
    const first = { startId: newClientId(), token: newToken(), language: "en", lineId: 1, text: "hello" } as const;
    const id = await db.change("youth", (tx, emit) => {
      const conversationId = start(tx, emit, { ...first, rulesVersion: 1 });
      end(tx, emit, { conversationId, reason: "line_closed", staffId: null });
      return conversationId;
    });
    ids.push(id);
  }
  const data = openFile(`${config.dataDir}/porchlight.db`);
  const add = data.prepare(
    "INSERT INTO message (conversation_id, seq, client_id, author, body, at) VALUES (?, ?, ?, 'youth', ?, 0)",
  );
  data.transaction(() => {
    for (const conversationId of ids) {
      for (let number = 2; number <= rowsEach + 1; number += 1) {
        const body = db.keyring.seal({ table: "message", conversationId, number, author: "youth" }, words);
        add.run(conversationId, number, newClientId(), body);
      }
    }
  })();
  data.close();
  for (let n = ids.length; n < Number(rows) / rowsEach; n += 1) {
    await db.change("staff:1", (_tx, emit) => {
      for (let number = 0; number < rowsEach; number += 1) emit({ type: "staff.signed_in", staffId: 1 });
    });
  }
});
