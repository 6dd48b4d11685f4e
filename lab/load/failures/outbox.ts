import type { Answer, Patience } from "#lab/load/lines/request.ts";
import type { Sent } from "#lab/load/report/judge.ts";
import { between, clientId, type Random } from "#lab/load/report/random.ts";

/** What happened while sending. */
export interface Trouble {
  /** Tries after the first, because no answer had come. */
  resends: number;
  /** Of these: the message was on the sender's own screen already, so it had been stored and only the answer was lost. */
  resendsOfStored: number;
  /** Answers that said "too fast": tried again later. */
  tooFast: number;
  /** Answers to a request that came broken (400): the line's fault. */
  broken: number;
  /** Any other answer that was no acknowledgement, by status. */
  refusals: Record<string, number>;
}

/** Sends one message at a time, each until it is acknowledged, as the page does. */
export interface Outbox {
  sent: Sent[];
  trouble: Trouble;
  /** Resolves when it was acknowledged, or refused for good or given up: then the outbox is closed. */
  send(text: string): Promise<void>;
  isOpen(): boolean;
  /** Sends the newest messages once more, under their ids, as a page that was left alone with a stale answer. */
  sendAgain(count: number): Promise<void>;
  close(): void;
}

interface OutboxHooks {
  post(one: Sent, ms: number): Promise<Answer | null>;
  /** The seq an acknowledgement names; null where it names none; undefined when it is no acknowledgement of this. */
  seqIn(answer: Answer, one: Sent): number | null | undefined;
  /** Whether these words stand on the sender's own screen. */
  isShown(one: Sent): boolean;
  /** Resolves when the sender's channel is live, at the latest after so long (ms). */
  live(ms: number): Promise<void>;
  patience: Patience;
  random: Random;
}

export function openOutbox(hooks: OutboxHooks): Outbox {
  const sent: Sent[] = [];
  const trouble: Trouble = { resends: 0, resendsOfStored: 0, tooFast: 0, broken: 0, refusals: {} };
  let closed = false;

  async function deliver(one: Sent) {
    let unanswered = 0;
    const giveUp = performance.now() + hooks.patience.giveUpMs;
    while (!closed && performance.now() < giveUp) {
      if (unanswered > 0) {
        trouble.resends += 1;
        if (hooks.isShown(one)) trouble.resendsOfStored += 1;
      }
      const answer = await hooks.post(one, hooks.patience.sendMs(unanswered));
      const seq = answer && [200, 204].includes(answer.status) ? hooks.seqIn(answer, one) : undefined;
      if (seq !== undefined) {
        one.acknowledged = true;
        if (seq !== null) one.seqs.push(seq);
        return;
      }
      if (answer?.status === 429) {
        trouble.tooFast += 1;
        await Bun.sleep(between(hooks.random, 150, 450));
        continue;
      }
      if (answer?.status === 400) trouble.broken += 1;
      else if (answer) {
        trouble.refusals[answer.status] = (trouble.refusals[answer.status] ?? 0) + 1;
        // Refused for good, as by a chat that is over.
        if (answer.status < 500) break;
      }
      unanswered += 1;
      await Bun.sleep(hooks.patience.retryMs(hooks.random));
      // What is missing has come first then, so that it is known whether this was among it.
      await hooks.live(1_000);
    }
    // What comes after words that nobody takes would overtake them.
    closed = true;
  }

  return {
    sent,
    trouble,
    isOpen: () => !closed,
    send: async (text) => {
      const one: Sent = { text, clientId: clientId(), acknowledged: false, seqs: [] };
      sent.push(one);
      await deliver(one);
    },
    sendAgain: async (count) => {
      for (const one of sent.slice(-count)) await deliver(one);
    },
    close: () => {
      closed = true;
    },
  };
}
