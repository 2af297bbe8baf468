/** Arithmetic on ranges of IPv4 addresses, written `172.31.0.0/24`. */
interface Range {
  readonly first: number;
  /** Number of addresses, including network and broadcast address. */
  readonly size: number;
}

const octet = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const form = new RegExp(`^${octet}\\.${octet}\\.${octet}\\.${octet}/(3[0-2]|[12]?[0-9])$`);

function parse(text: string): Range | undefined {
  const numbers = form.exec(text)?.slice(1).map(Number);
  if (!numbers) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = numbers;
  return { first: ((a * 256 + b) * 256 + c) * 256 + d, size: 2 ** (32 - prefix) };
}

function range(text: string): Range {
  const parsed = parse(text);
  if (!parsed) throw new RangeError(`${text} is not a range of IPv4 addresses`);
  return parsed;
}

function address(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

export function isSubnet(text: string): boolean {
  return parse(text) !== undefined;
}

/** Prefix length: 24 for `172.31.0.0/24`. */
export function prefixOf(subnet: string): number {
  return 32 - Math.log2(range(subnet).size);
}

/** The range of an address with a prefix: `10.0.0.0/24` for `10.0.0.5/24`. */
export function networkOf(subnet: string): string {
  const { first, size } = range(subnet);
  return `${address(first - (first % size))}/${prefixOf(subnet)}`;
}

/** The address at an index of the range: 0 is the network's own, 1 usually the gateway's. */
export function addressAt(subnet: string, path: number): string {
  const { first, size } = range(networkOf(subnet));
  if (path < 0 || path >= size) throw new RangeError(`${subnet} has no address number ${path}`);
  return address(first + path);
}

/** `172.31.0.128/25` for `172.31.0.0/24`. */
export function upperHalf(subnet: string): string {
  const { first, size } = range(networkOf(subnet));
  return `${address(first + size / 2)}/${prefixOf(subnet) + 1}`;
}

export function overlap(one: string, other: string): boolean {
  const [a, b] = [range(networkOf(one)), range(networkOf(other))];
  return a.first < b.first + b.size && b.first < a.first + a.size;
}

/** A range for overlay networks that does not overlap this one. */
export function rangeBeside(taken: string): string {
  const free = ["10.128.0.0/16", "10.192.0.0/16"].find((range) => !overlap(range, taken));
  return free ?? "192.168.0.0/16";
}

/** Inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16. */
export function isPrivate(subnet: string): boolean {
  const inside = (outer: string) => prefixOf(subnet) >= prefixOf(outer) && overlap(subnet, outer);
  return ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].some(inside);
}
