import { limits } from "#src/http/limits/limits.ts";
import { type C, extendTimeout } from "#src/http/server/context.ts";

/** A page that stays open and is written to for as long as someone reads it. */
interface Stream {
  body: ReadableStream<Uint8Array>;
  write(html: string): void;
  /** Whether more unread bytes wait than a living reader leaves. */
  stuck(): boolean;
  /** Closes it after what was written; may be called twice. */
  close(): void;
}

/** How long the reader of a closed stream has to fetch what is left, seconds. */
const fetchSeconds = 15;

/** Opens a stream as the answer to a request; calls `closed` once, when it closes or its reader breaks off. */
export function openStream(c: C, closed: () => void): Stream {
  const bytes = new TextEncoder();
  let out: ReadableStreamDefaultController<Uint8Array>;
  let over = false;
  const end = () => {
    if (over) return;
    over = true;
    closed();
  };
  const close = () => {
    if (over) return;
    end();
    out.close();
    extendTimeout(c, fetchSeconds);
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        out = controller;
      },
      cancel: end,
    },
    // Counts bytes; by default a stream counts pieces.
    new ByteLengthQueuingStrategy({ highWaterMark: limits.streamBytes }),
  );
  extendTimeout(c, 0);
  c.req.raw.signal.addEventListener("abort", end);
  return {
    body,
    write: (html) => {
      if (!over) out.enqueue(bytes.encode(html));
    },
    stuck: () => !over && (out.desiredSize ?? 0) < 0,
    close,
  };
}
