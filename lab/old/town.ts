import { connect, createServer, type Socket } from "node:net";
import { q } from "#src/db/schema.ts";
import { definitions } from "#src/settings/definitions.ts";
import type { Server } from "#tests/support/house/server.ts";

/** A school's network: everything passes but WebSockets, whose handshake gets a redirect. */
export interface School {
  origin: string;
  refused(): number;
  stop(): void;
}

// Like other filters, to a page of its own that no one visits.
const elsewhere =
  "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/blocked\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/** Opens a way to a local port through which no WebSocket gets. */
export async function openSchool(target: number): Promise<School> {
  let refused = 0;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    for (const side of [near, far]) {
      open.add(side);
      side.on("close", () => open.delete(side));
    }
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    near.on("data", (bytes) => {
      if (!/^GET .*\r\nupgrade: websocket/is.test(bytes.toString("latin1"))) return void far.write(bytes);
      refused += 1;
      near.end(elsewhere);
    });
    far.on("data", (bytes) => near.write(bytes));
    for (const side of [near, far]) for (const event of ["error", "close"]) side.on(event, cut);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The school’s network has no port.");
  return {
    origin: `http://localhost:${address.port}`,
    refused: () => refused,
    stop: () => {
      for (const side of open) side.destroy();
      server.close();
    },
  };
}

/** The ordinary site that leaving fast leads to. */
export interface Weather {
  url: string;
  /** It answers only once the result is called: until then the page before stays. */
  hold(): () => void;
  stop(): Promise<void>;
}

export function openWeather(): Weather {
  let held = Promise.resolve();
  const site = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    fetch: async () => {
      await held;
      const html = '<!doctype html><html lang="en"><title>Weather</title><h1>Sun and some clouds</h1></html>';
      return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } });
    },
  });
  return {
    url: `http://127.0.0.1:${site.port}/`,
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    stop: () => site.stop(true),
  };
}

/** Leads leaving fast to this site, with the https rule suspended, as nothing here can serve https. */
export async function leadTo(house: Server, site: Weather) {
  const { allows } = definitions.exitAddress;
  definitions.exitAddress.allows = (address) => address === site.url || allows(address);
  const row = { name: "exitAddress", value: JSON.stringify(site.url), version: 1 };
  await house.helpline.db.change("porchlight", (tx) =>
    tx.run(q.replaceInto("setting").values({ ...row, changed_at: tx.at })),
  );
}
