import { encodeQR } from "qr";

/** Returns a text as a QR code: rows of dark (true) and light squares, with the margin of four that readers need. */
export function qrMatrix(text: string): boolean[][] {
  return encodeQR(text, "raw", { ecc: "medium", border: 4 });
}

interface Scanned {
  link: string;
  matrix: boolean[][];
  /** It leads to this machine only, so no phone can reach it. */
  isHere: boolean;
}

/** Returns a link with its QR code. */
export function scanned(link: string): Scanned {
  const { hostname } = new URL(link);
  return { link, matrix: qrMatrix(link), isHere: /^(localhost|127\..*|\[::1\])$/.test(hostname) };
}
