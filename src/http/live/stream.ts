import { limits } from "#src/http/limits/limits.ts";
import { type C, extendTimeout } from "#src/http/server/context.ts";

/** A page that stays open and is written to for as long as somebody reads it. */
export interface Stream {
  body: ReadableStream<Uint8Array>;
  /** Adds to its end; does nothing once it is closed. */
  write(html: string): void;
  /** Bytes that nobody has fetched yet are more than a reader leaves lying. */
  stuck(): boolean;
  /** Closes it after what was written; more than once does no harm. */
  close(): void;
}

/** How long a reader of a closed stream has to fetch what is left, seconds. */
const fetchSeconds = 15;

/** Opens one as the answer to a request. `closed` is called once: when it is closed, or its reader breaks off. */
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
    // Bytes, where streams count pieces by themselves.
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
