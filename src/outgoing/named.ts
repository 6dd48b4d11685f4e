import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { asOutgoingError } from "./error.ts";
import { askNamed } from "./request.ts";

export interface NamedAsking {
  method: string;
  headers: Record<string, string>;
  /** What is sent with it, piece by piece. */
  content?: AsyncIterable<Uint8Array>;
  /** PEM of who may vouch for the server; without it those that everyone knows. */
  ca?: string | undefined;
  /** How long it may be silent in either direction, ms. */
  silentMs: number;
}

/** No header is to be trusted. */
export interface NamedAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  pieces: AsyncIterable<Uint8Array>;
}

/** Asks a server that whoever runs this machine has named; `read` reads its answer. Throws OutgoingError, and as `read` does. */
export async function askAndRead<Result>(
  url: URL,
  { silentMs, content, ca, ...asking }: NamedAsking,
  read: (answer: NamedAnswer) => Promise<Result>,
): Promise<Result> {
  const patience = openPatience(silentMs);
  const { signal } = patience;
  let response: IncomingMessage | undefined;
  try {
    try {
      const sent = content && patience.over(content);
      response = await askNamed(url, { ...asking, ca, signal, content: sent });
    } catch (error) {
      throw asOutgoingError(error, signal);
    }
    return await read({
      status: response.statusCode!,
      headers: response.headers,
      pieces: received(patience.over(response), signal),
    });
  } finally {
    patience.end();
    response?.destroy();
  }
}

/** Gives up once nothing has come or gone for so long, ms. */
function openPatience(silentMs: number) {
  const giveUp = new AbortController();
  const arm = () => setTimeout(() => giveUp.abort(), silentMs);
  let timer = arm();
  const again = () => {
    clearTimeout(timer);
    timer = arm();
  };
  async function* over(pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      again();
      yield piece;
    }
    again();
  }
  return { signal: giveUp.signal, over, end: () => clearTimeout(timer) };
}

async function* received(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal) {
  try {
    yield* pieces;
  } catch (error) {
    throw asOutgoingError(error, signal);
  }
}
