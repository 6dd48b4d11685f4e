import { encodeQR } from "qr";

/** A text as a QR code: rows of dark (true) and light squares, with the quiet edge of four that readers need. */
export function qrMatrix(text: string): boolean[][] {
  return encodeQR(text, "raw", { ecc: "medium", border: 4 });
}

/** A link that is shown to be scanned. */
export interface Scanned {
  link: string;
  matrix: boolean[][];
  /** It leads to this machine only: no phone can reach it. */
  isHere: boolean;
}

/** A link with its code. */
export function scanned(link: string): Scanned {
  const { hostname } = new URL(link);
  return { link, matrix: qrMatrix(link), isHere: /^(localhost|127\..*|\[::1\])$/.test(hostname) };
}
