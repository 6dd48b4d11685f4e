import { statfs } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { minuteMs } from "#src/clock.ts";
import { openConversations, stateOf } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import { projectFile } from "#src/files.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { availableStaff } from "#src/staff/shift/availability.ts";
import { p99 } from "./figures.ts";

// The text format of Prometheus: https://prometheus.io/docs/instrumenting/exposition_formats/

interface Metric {
  name: string;
  type: "gauge" | "counter";
  help: string;
  /** By labels, written as in the format; "" for none. */
  values: Record<string, number>;
}

const here = "127.0.0.1";

/** Opens /metrics to this machine alone, on a port of its own. Returns what closes it. A port it cannot have is reported. */
export async function openMetrics(helpline: Helpline, port: number): Promise<{ port: number; stop(): void }> {
  const text = textOfMinute(helpline);
  const server = createServer(async (asked, answer) => {
    const isAnswered = isFromHere(asked) && asked.method === "GET" && asked.url === "/metrics";
    const headers = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };
    if (!isAnswered) return answer.writeHead(404, headers).end();
    answer.writeHead(200, { ...headers, "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }).end(await text());
  });
  server.headersTimeout = patienceMs;
  server.requestTimeout = patienceMs;
  try {
    await listening(server, port);
  } catch (error) {
    // Young people must not be without a helpline because nobody can watch it.
    helpline.report(`/metrics could not be opened on port ${port}`, error);
  }
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const patienceMs = 5_000;

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, here, resolve);
  });
}

const passedOn = ["x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via"];

/** Not what a proxy passes on, nor a page of the web that has its name point here (DNS rebinding). */
function isFromHere({ socket, headers }: IncomingMessage): boolean {
  const name = headers.host?.replace(/:\d+$/, "") ?? "";
  const isLocal = socket.remoteAddress === here && (name === here || name === "localhost");
  return isLocal && passedOn.every((header) => headers[header] === undefined);
}

/** Once a minute, so that no series of these numbers tells to the second when a young person came or went. */
function textOfMinute(helpline: Helpline): () => Promise<string> {
  let taken: { at: number; text: Promise<string> } | null = null;
  return () => {
    const now = helpline.clock.elapsed();
    if (taken === null || now - taken.at >= minuteMs) taken = { at: now, text: metricsText(helpline) };
    return taken.text;
  };
}

async function metricsText(helpline: Helpline): Promise<string> {
  const { version } = JSON.parse(projectFile("package.json"));
  const all = [
    gauge("build_info", "The version that runs.", { [`version=${JSON.stringify(version)}`]: 1 }),
    ...ofData(helpline),
    ...ofProcess(helpline),
    gauge("disk_free_bytes", "What is left for the data on their disk.", { "": await diskFree(helpline) }),
  ];
  return all.map(written).join("");
}

const gauge = (name: string, help: string, values: Metric["values"]): Metric => ({ name, type: "gauge", help, values });

function ofData(helpline: Helpline): Metric[] {
  const up = (is: number) => gauge("up", "1 if the data can be read.", { "": is });
  try {
    const { states, available } = helpline.db.look((db) => ({
      states: openConversations(db).filter(isReal).map(stateOf),
      available: availableStaff(db).length,
    }));
    const count = (...wanted: typeof states) => ({ "": states.filter((state) => wanted.includes(state)).length });
    return [
      up(1),
      gauge("open_chats", "Chats that someone has with a counsellor, paused ones too.", count("talking", "paused")),
      gauge("waiting", "Young people who wait in line.", count("waiting")),
      gauge("counsellors_available", "Counsellors who said that they are available.", { "": available }),
    ];
  } catch (error) {
    helpline.report("the database cannot be read", error);
    return [up(0)];
  }
}

function ofProcess({ backups, clock, figures }: Helpline): Metric[] {
  const copy = backups.last();
  const age = copy === null ? Number.POSITIVE_INFINITY : Math.max(0, clock.now() - copy.at) / 1000;
  return [
    gauge("backup_age_seconds", "Age of the last whole copy that was opened again; +Inf if there is none.", {
      "": age,
    }),
    gauge("heard_p99_seconds", "From stored to sent to every open page, 99 of 100 of the last 1000 messages.", {
      "": p99(figures.heardMs) / 1000,
    }),
    {
      name: "refused_forms_total",
      type: "counter",
      help: "Forms that were refused: too_fast, failed (a fault on our side) or other.",
      values: Object.fromEntries(Object.entries(figures.refused).map(([why, times]) => [`why="${why}"`, times])),
    },
  ];
}

/** NaN where the disk does not say. */
async function diskFree({ config }: Helpline): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(config.dataDir);
    return bavail * bsize;
  } catch {
    return Number.NaN;
  }
}

function written({ name, type, help, values }: Metric): string {
  const own = `porchlight_${name}`;
  const lines = Object.entries(values).map(([labels, value]) => `${own}${labels && `{${labels}}`} ${number(value)}\n`);
  return `# HELP ${own} ${help}\n# TYPE ${own} ${type}\n${lines.join("")}`;
}

function number(value: number): string {
  return value === Number.POSITIVE_INFINITY ? "+Inf" : String(value);
}
