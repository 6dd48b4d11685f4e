import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Db } from "#src/db/db.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

/** Another helpline on its own port, whose published directory can be spoilt on the way. */
export interface Publisher extends House {
  db: Db;
  clock: FakeClock;
  origin: string;
  requests: { path: string; headers: Record<string, unknown> }[];
  answers: { status: number; bytes: number }[];
  told: { path: string; body: string }[];
  /** Cuts the connection during answers to addresses with this part; "" = none. */
  breakOff: string;
  /** Rewrites each body. */
  rewrite: ((path: string, body: string) => string) | undefined;
  /** Answers in place of the helpline. */
  serve: ((path: string) => string) | undefined;
  close(): void;
}

export async function publisher(): Promise<Publisher> {
  const clock = fakeClock();
  const made = await house({ clock });
  await act(made, made.aino, (tx, emit) => setSetting(tx, emit, { name: "publishDirectory", value: true }));
  const server = createServer(async (request, response) => {
    const path = request.url!;
    there.requests.push({ path, headers: request.headers });
    const { "accept-encoding": _, ...headers } = request.headers as Record<string, string>;
    const own = there.serve ? new Response(there.serve(path)) : await made.app.request(path, { headers });
    const plain = await own.text();
    const body = there.rewrite && own.status === 200 ? there.rewrite(path, plain) : plain;
    there.answers.push({ status: own.status, bytes: body.length });
    there.told.push({ path, body });
    const { "content-length": _length, ...sent } = Object.fromEntries(own.headers);
    response.writeHead(own.status, { ...sent, "content-length": Buffer.byteLength(body) });
    if (there.breakOff !== "" && path.includes(there.breakOff)) {
      response.write(body.slice(0, body.length / 2), () => request.socket.destroy());
    } else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const there: Publisher = {
    ...made,
    db: made.helpline.db,
    clock,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    answers: [],
    told: [],
    breakOff: "",
    rewrite: undefined,
    serve: undefined,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return there;
}
