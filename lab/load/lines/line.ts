import type { Random } from "#lab/load/report/random.ts";
import { type Liveness, openLiveness } from "./liveness.ts";
import type { Answer, Patience } from "./request.ts";

/** A live channel that returns by itself until it is closed. */
export interface Line {
  liveness: Liveness;
  up(frame: string): boolean;
  close(): void;
}

/** `news` gets what comes down, and the name of its connection. */
interface Heard {
  news(html: string, channel: string): void;
  patience: Patience;
  random: Random;
}

/** Time the page gives a new socket. */
const openMs = 5_000;

interface SocketHooks extends Heard {
  /** The address with what is known by now. */
  address(): string;
  headers(): Record<string, string>;
  /** Sent regularly so that the other end answers; null if it speaks by itself. */
  beat: { frame(): string; everyMs: number } | null;
  /** Silence of this length means a dead line. */
  silenceMs: number;
}

/** Opens a WebSocket, whose first frame brings everything missing. */
export function openSocketLine(hooks: SocketHooks): Line {
  const liveness = openLiveness();
  let socket: WebSocket | null = null;
  let closed = false;
  let number = 0;
  let heardAt = 0;

  function connect() {
    if (closed) return;
    const triedAt = performance.now();
    const channel = `socket ${++number}`;
    const mine = new WebSocket(hooks.address(), { headers: hooks.headers() });
    socket = mine;
    heardAt = triedAt;
    let linked = false;
    mine.onmessage = (event) => {
      if (mine !== socket) return;
      heardAt = performance.now();
      hooks.news(String(event.data), channel);
      if (!linked) linked = liveness.linked(triedAt);
    };
    mine.onclose = () => {
      if (mine === socket) again(mine);
    };
  }
  function again(mine: WebSocket) {
    socket = null;
    mine.terminate();
    liveness.lost();
    if (!closed) setTimeout(connect, hooks.patience.retryMs(hooks.random));
  }
  // A silently dead line is noticed by its silence.
  const watch = setInterval(() => {
    const patience = liveness.isLive() ? hooks.silenceMs : Math.max(openMs, hooks.silenceMs);
    if (socket && performance.now() - heardAt > patience) again(socket);
  }, 250);
  const up = (frame: string) => {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(frame);
    return true;
  };
  const { beat } = hooks;
  const beating = beat ? setInterval(() => up(beat.frame()), beat.everyMs) : undefined;
  connect();
  return {
    liveness,
    up,
    close: () => {
      closed = true;
      clearInterval(watch);
      clearInterval(beating);
      socket?.terminate();
      socket = null;
    },
  };
}

interface PollHooks extends Heard {
  /** Asks once. `live` is false at first and after a loss, which makes it answer at once. */
  ask(live: boolean, ms: number, gone: AbortSignal): Promise<Answer | null>;
}

/** Opens a long poll, asked again after each answer. */
export function openPollLine({ ask, news, patience, random }: PollHooks): Line {
  const liveness = openLiveness();
  const gone = new AbortController();

  async function poll() {
    for (let rounds = 0; !gone.signal.aborted; ) {
      const triedAt = performance.now();
      const live = liveness.isLive();
      // As on the page: every fourth try waits longer, for lines that are only slow.
      const answer = await ask(live, live ? 35_000 : rounds % 4 === 3 ? 16_000 : 4_000, gone.signal);
      if (gone.signal.aborted) return;
      if (answer?.status === 200 || answer?.status === 204) {
        news(answer.text, "poll");
        // An answer asked for before the other side's end does not count for the new one.
        if (liveness.linked(triedAt)) rounds = 0;
        continue;
      }
      liveness.lost();
      rounds += 1;
      await Bun.sleep(patience.retryMs(random));
    }
  }
  void poll();
  return {
    liveness,
    up: () => false,
    close: () => gone.abort(),
  };
}
