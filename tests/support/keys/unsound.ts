import { messages } from "#src/conversation/reading.ts";
import { lines as linesInUse } from "#src/hours/lines.ts";
import { calendarProblems } from "#src/hours/rules/check.ts";
import type { Scene } from "#tests/support/hostile/scene.ts";
import { rows } from "#tests/support/house/tables.ts";
import { clean, isControl } from "#tests/support/made/corpus.ts";

/** Returns what no input may ever bring into the tables. */
export function unsound(at: Pick<Scene, "line" | "files">): string[] {
  const said: string[] = [];
  const db = at.line.helpline.db;
  const id = newest(at);
  const lines = messages(db, id);
  lines.forEach((line, index) => {
    if (line.seq !== index + 1) said.push(`seq ${line.seq} at ${index + 1}`);
    if (line.text === null || line.text.length < 1 || line.text.length > 4_000) said.push("a message of no length");
    if (line.text !== null && clean(line.text) !== line.text) said.push("a message with control characters");
    if (!/^[0-9a-f]{32}$/.test(line.clientId)) said.push(`client id ${line.clientId}`);
  });
  const row = rows<Record<string, number | string | null>>(at.files, "conversation").find((one) => one.id === id)!;
  if (!["en", "fr", "nl"].includes(String(row.language))) said.push(`language ${row.language}`);
  if (row.rules_version !== 1) said.push(`rules ${row.rules_version}`);
  if (Number(row.youth_seen_seq) > lines.length && lines.length > 0) said.push(`seen ${row.youth_seen_seq}`);
  for (const contact of rows<Record<string, number | string | null>>(at.files, "contact")) {
    const feeling = contact.feeling_after;
    if (feeling !== null && !(Number.isInteger(feeling) && Number(feeling) >= 0 && Number(feeling) <= 10)) {
      said.push(`feeling ${feeling}`);
    }
  }
  for (const member of rows<Record<string, string>>(at.files, "staff")) {
    for (const name of [member.sign_in_name!, member.real_name!, member.alias!]) {
      if (name.trim() === "" || name.length > 200 || [...name].some((one) => isControl(one))) {
        said.push(`a member called ${JSON.stringify(name)}`);
      }
    }
  }
  for (const { name, calendar } of linesInUse(db)) {
    if (!/[\p{L}\p{N}]/u.test(name) || name.length > 60) said.push(`a line called ${JSON.stringify(name)}`);
    if (calendar) said.push(...calendarProblems(calendar).map((one) => `hours with ${one.problem} at ${one.where}`));
  }
  return said;
}

function newest(at: Pick<Scene, "line" | "files">): number {
  return Math.max(...rows<{ id: number }>(at.files, "conversation").map((row) => row.id));
}
