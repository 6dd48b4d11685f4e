import { TerminalError } from "./errors.ts";
import type { Helpline } from "./http/server/context.ts";

export interface Listening {
  port: number;
  stop(): Promise<void>;
}

/** Each runtime opens the port in its own way. Throws PortError. */
export type Listen = (helpline: Helpline) => Listening | Promise<Listening>;

/** The port is taken or may not be used. The message is for the person at the terminal. */
export class PortError extends TerminalError {}

/** Close code and reason of a server that goes away; browsers reconnect by themselves (RFC 6455, 7.4.1). */
export const goingAway = [1001, "restarting"] as const;

/** Something failed on our side; browsers reconnect after this too (RFC 6455, 7.4.1). */
export const failed = 1011;

/** A connection without traffic is dropped after this; polls and streams ask for more (`extendTimeout`). */
export const idleSeconds = 12;

/** A socket that has not even answered a ping is dropped after this. */
export const silentSeconds = 60;

/** Returns an IPv4 address unwrapped, as a server on IPv6 sees it wrapped. */
export function plainAddress(address: string | undefined): string | undefined {
  return address?.replace(/^::ffff:(?=\d+\.)/, "");
}

/** Returns why the port could not be opened as a PortError; any other error unchanged. */
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
