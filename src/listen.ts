import type { Helpline } from "./http/server/context.ts";

/** An open port. */
export interface Listening {
  port: number;
  /** Says good-bye to every socket and takes nothing more. */
  stop(): Promise<void>;
}

/** Opens the port of a helpline, which each runtime does in its own way. Throws PortError. */
export type Listen = (helpline: Helpline) => Listening | Promise<Listening>;

/** The port is taken or may not be used. The message is for the person at the terminal. */
export class PortError extends Error {}

/** The code and the word of a socket whose server goes away: browsers come back by themselves (RFC 6455, 7.4.1). */
export const goingAway = [1001, "restarting"] as const;

/** Something failed on our side; browsers come back by themselves after this too (RFC 6455, 7.4.1). */
export const failed = 1011;

/** A connection on which nothing moves is dropped after this, seconds; polls and streams ask for more (`extendTimeout`). */
export const idleSeconds = 12;

/** A socket that has not even answered a ping is dropped after this, seconds. */
export const silentSeconds = 60;

/** An IPv4 address as it is written, also where the server listens on IPv6 and sees it wrapped. */
export function plainAddress(address: string | undefined): string | undefined {
  return address?.replace(/^::ffff:(?=\d+\.)/, "");
}

/** What stood in the way of listening as a PortError; the error itself when it is another. */
export function whyNotListening(error: unknown, port: number, host: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "EADDRINUSE") {
    const other = port < 65_535 ? port + 1 : port - 1;
    return new PortError(`Port ${port} is in use. Choose another with PORT, for example PORT=${other}.`);
  }
  if (code === "EACCES") return new PortError(`This account may not listen on port ${port}. Choose one above 1023.`);
  if (noSuchAddress.has(code)) {
    return new PortError(`HOST must be an address of this machine, like 127.0.0.1 or 0.0.0.0, not “${host}”.`);
  }
  return error;
}

const noSuchAddress = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT", "EAI_AGAIN", "EINVAL", "ENOTFOUND"]);
