/** Someone who listens to topics: a socket, a poll, a stream. It gets strings, the same as everyone on the topic. */
export interface Subscriber {
  send(html: string): void;
  /** Set for what belongs to a session that may end: `close(session)` closes all of them. */
  session?: string;
  close?(): void;
}

/** Topics and who listens. It knows nothing of helplines. */
export interface Hub {
  join(topic: string, subscriber: Subscriber): void;
  leave(topic: string, subscriber: Subscriber): void;
  /** Leaves every topic. */
  leaveAll(subscriber: Subscriber): void;
  publish(topic: string, html: string): void;
  /** Closes every subscriber of a session. */
  close(session: string): void;
  /** Whether anybody listens: what nobody hears need not be rendered. */
  heard(topic: string): boolean;
  /** The topics that begin with a prefix and have listeners. */
  topics(prefix: string): string[];
}

export function openHub(): Hub {
  const topics = new Map<string, Set<Subscriber>>();
  const joined = new Map<Subscriber, Set<string>>();

  function leave(topic: string, subscriber: Subscriber) {
    const listeners = topics.get(topic);
    listeners?.delete(subscriber);
    if (listeners?.size === 0) topics.delete(topic);
    joined.get(subscriber)?.delete(topic);
  }

  function leaveAll(subscriber: Subscriber) {
    for (const topic of [...(joined.get(subscriber) ?? [])]) leave(topic, subscriber);
    joined.delete(subscriber);
  }

  return {
    join: (topic, subscriber) => {
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(subscriber));
      const mine = joined.get(subscriber) ?? new Set();
      joined.set(subscriber, mine.add(topic));
    },
    leave,
    leaveAll,
    publish: (topic, html) => {
      for (const subscriber of [...(topics.get(topic) ?? [])]) {
        try {
          subscriber.send(html);
        } catch {
          // A stream that was closed meanwhile: it comes back by itself, and nobody else must miss this for it.
          leaveAll(subscriber);
          subscriber.close?.();
        }
      }
    },
    close: (session) => {
      for (const subscriber of [...joined.keys()]) {
        if (subscriber.session === session) subscriber.close?.();
      }
    },
    heard: (topic) => topics.has(topic),
    topics: (prefix) => [...topics.keys()].filter((topic) => topic.startsWith(prefix)),
  };
}
