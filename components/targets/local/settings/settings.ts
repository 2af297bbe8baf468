/** Settings of target local. */
export interface LocalSettings {
  /** Loopback port of the first published port; the next ports follow; default 8080. */
  readonly port: number;
  /** Range of the machines' network; default 172.31.0.0/24, or another if that hides a route (computer.ts). */
  readonly subnet: string;
  /**
   * First of ten loopback ports for SSH to the managers (0–6) and the registry (9); default: derived from
   * project and stack, 20000–29990.
   */
  readonly firstPort: number;
}
