import type { Letter } from "./outbox.ts";
import { isThisMachine, type MailWay } from "./server.ts";

/** How long to wait, ms: for the connection and greeting, for each answer, and for everything. */
export interface Patience {
  greeting: number;
  answer: number;
  all: number;
}

const usualPatience: Patience = { greeting: 15_000, answer: 30_000, all: 90_000 };

export type SendMail = (
  way: MailWay,
  mail: Letter & { messageId: string; at: number },
  patience?: Patience,
) => Promise<void>;

/** Opens the one way for mails to leave: plain text, to one recipient, unprotected only to this machine. `ca` is PEM. */
export function openMailer(means: { patience?: Patience; ca?: string } = {}): SendMail {
  const { ca } = means;
  return async (way, mail, patience = means.patience ?? usualPatience) => {
    if (way.security === "none" && !isThisMachine(way.host)) throw new RangeError("Mails would go unprotected");
    const { createTransport } = await import("nodemailer");
    const transport = createTransport({
      host: way.host,
      port: way.port,
      secure: way.security === "tls",
      requireTLS: way.security === "starttls",
      ignoreTLS: way.security === "none",
      // Says the sender's domain: this machine's name is nobody's business.
      name: way.senderAddress.split("@")[1]!,
      ...(way.login === "" ? {} : { auth: { user: way.login, pass: way.password } }),
      tls: { rejectUnauthorized: true, minVersion: "TLSv1.2", ...(ca ? { ca } : {}) },
      connectionTimeout: patience.greeting,
      greetingTimeout: patience.greeting,
      dnsTimeout: patience.greeting,
      socketTimeout: patience.answer,
      disableFileAccess: true,
      disableUrlAccess: true,
      logger: false,
    });
    const { to, subject, text, senderName = way.senderName, messageId, at } = mail;
    const sending = transport.sendMail({
      envelope: { from: way.senderAddress, to: [to] },
      from: { name: oneLine(senderName), address: way.senderAddress },
      to: { name: "", address: to },
      subject: oneLine(subject),
      text,
      messageId,
      date: new Date(at),
      // RFC 3834, section 5: keeps auto-responders from answering.
      headers: { "Auto-Submitted": "auto-generated" },
    });
    await inTime(sending, patience.all).finally(() => transport.close());
  };
}

// A line break would begin another header.
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

// A server that trickles its answers is never slow in any single one.
async function inTime(sending: Promise<unknown>, most: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = setTimeout(() => reject(Object.assign(new Error("Timeout"), { code: "ETIMEDOUT" })), most);
  sending.catch(() => {});
  await Promise.race([sending, promise]).finally(() => clearTimeout(late));
}
