import { webAddressOf } from "#src/directory/web-address.ts";

/** A property that is there only when it says something. */
export function some<N extends string>(name: N, text: string): Partial<Record<N, string>> {
  return text === "" ? {} : ({ [name]: text } as Record<N, string>);
}

const addressForm =
  /^https?:\/\/[\w.-]+(?::\d{1,5})?(?:[/?](?:[\w\-.~!$&'()*+,;=:@/?]|%[\dA-Fa-f]{2})*)?(?:#(?:[\w\-.~!$&'()*+,;=:@/?]|%[\dA-Fa-f]{2})*)?$/;

/** An address as RFC 3986 has it, which HSDS wants; "" where it cannot be written so. */
export function hsdsAddress(text: string): string {
  if (addressForm.test(text)) return text;
  const written = webAddressOf(text)?.href ?? "";
  return addressForm.test(written) ? written : "";
}

/** An e-mail address of ASCII letters, which HSDS wants; "" where it has others. */
export function plainMail(text: string): string {
  return /^[\w+-]+(?:\.[\w+-]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}$/i.test(text) ? text : "";
}
