import type { Answer, Patience } from "#lab/load/lines/request.ts";
import type { Sent } from "#lab/load/report/judge.ts";
import { between, clientId, type Random } from "#lab/load/report/random.ts";

export interface Trouble {
  /** Tries after the first, as no answer had come. */
  resends: number;
  /** Of these, only the answer was lost: the message was on the sender's screen already. */
  resendsOfStored: number;
  tooFast: number;
  /** A request that came broken (400): the line's fault. */
  broken: number;
  /** Any other answer without an acknowledgement, by status. */
  refusals: Record<string, number>;
}

/** Sends one message at a time, each until it is acknowledged, as the page does. */
export interface Outbox {
  sent: Sent[];
  trouble: Trouble;
  /** Resolves when acknowledged, or refused for good or given up, which closes the outbox. */
  send(text: string): Promise<void>;
  isOpen(): boolean;
  /** Sends the newest messages again under their ids, like a page left with a stale answer. */
  sendAgain(count: number): Promise<void>;
  close(): void;
}

interface OutboxHooks {
  post(one: Sent, ms: number): Promise<Answer | null>;
  /** The acknowledged seq; null = none named, undefined = no acknowledgement of this. */
  seqIn(answer: Answer, one: Sent): number | null | undefined;
  isShown(one: Sent): boolean;
  /** Resolves when the sender's channel is live, or after so many ms. */
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
        // Refused for good, as by an ended chat.
        if (answer.status < 500) break;
      }
      unanswered += 1;
      await Bun.sleep(hooks.patience.retryMs(hooks.random));
      // Missing messages have come by then, so it is known whether this was among them.
      await hooks.live(1_000);
    }
    // Later words would overtake those that no one takes.
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
