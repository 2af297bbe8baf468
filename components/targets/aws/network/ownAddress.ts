import { isSubnet } from "../../../net/cidr.ts";
import { addressPageLimit } from "../../../steps/times.ts";

/**
 * The public IPv4 address of this computer, as the server at the URL sees it.
 *
 * @throws if the server does not answer with one
 */
export async function ownAddress(url: string): Promise<string> {
  const text = await fetch(url, { signal: AbortSignal.timeout(addressPageLimit * 1000) })
    .then(async (response) => {
      if (!response.ok) throw new Error(`it answers with status ${response.status}`);
      return (await response.text()).slice(0, 200).trim();
    })
    .catch((error: Error) => {
      const { cause } = error as { cause?: { message?: string } };
      throw new Error(
        `${url} does not tell the address of this computer: ${cause?.message || error.message}`,
      );
    });
  if (!isSubnet(`${text}/32`)) throw new Error(`${url} answers ${JSON.stringify(text)}, not an IPv4 address`);
  return text;
}
