import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import type { MailServer } from "#src/mail/server.ts";
import { setMailServer } from "#src/mail/server.ts";
import type { House } from "#tests/support/house/helpline.ts";

/** A mail as the server took it. */
export interface Taken {
  from: string;
  to: string[];
  raw: string;
  read: ParsedMail;
  secure: boolean;
}

export interface Post {
  port: number;
  taken: Taken[];
  /** Resolves when so many mails have been taken. */
  until(n: number): Promise<void>;
  close(): Promise<void>;
}

const trusting = (session: SMTPServerSession) => ({
  from: session.envelope.mailFrom ? session.envelope.mailFrom.address : "",
  to: session.envelope.rcptTo.map(({ address }) => address),
  secure: session.secure,
});

/** Returns a refusal of the server. */
export const no = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code });

/** Starts a mail server on a free or given port, which takes everything without a login by default. */
export async function post(options: SMTPServerOptions & { port?: number } = {}): Promise<Post> {
  const { port = 0, ...rest } = options;
  const taken: Taken[] = [];
  const waiting = new Set<{ n: number; go: () => void }>();
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ["STARTTLS"],
    closeTimeout: 100,
    onData: async (stream, session, done) => {
      // A cut mail has not arrived.
      const raw = await text(stream).catch(() => null);
      if (raw === null) return;
      taken.push({ ...trusting(session), raw, read: await simpleParser(raw) });
      for (const one of waiting) if (taken.length >= one.n) one.go();
      done();
    },
    ...rest,
  });
  // Cut connections are what is tested.
  server.on("error", () => {});
  await new Promise<void>((go) => server.listen(port, "127.0.0.1", go));
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    until: (n) => (taken.length >= n ? Promise.resolve() : new Promise((go) => waiting.add({ n, go }))),
    close: () => new Promise((go) => server.close(() => go())),
  };
}

/** Returns a test's server, as an admin would set it. */
export const serverAt = (port: number, more: Partial<MailServer> = {}): MailServer => ({
  host: "127.0.0.1",
  port,
  security: "none",
  login: "",
  senderAddress: "noreply@helpline.test",
  senderName: "Lantern",
  ...more,
});

/** Lets a house send its mails to a server. */
export async function sendsTo({ helpline }: House, port: number, more: Partial<MailServer> = {}, password?: string) {
  const input = { server: serverAt(port, more), ...(password === undefined ? {} : { password }) };
  await helpline.db.change("porchlight", (tx, emit) => setMailServer(tx, emit, input));
}
