/** An EC2 instance as the emulator has it. */
export interface Instance {
  readonly id: string;
  readonly state: "pending" | "running" | "stopping" | "stopped" | "shutting-down" | "terminated";
  readonly vpc: string;
  /** `ami-…` */
  readonly image: string;
  readonly privateAddress: string;
  readonly publicAddress: string | null;
  /** As base64. */
  readonly userData: string;
  /** Data volumes. */
  readonly volumes: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface Listener {
  readonly port: number;
  readonly targets: readonly { readonly id: string; readonly port: number }[];
}

/** What machines, registry and load balancers are made from. */
export interface AwsState {
  /** Passwords of the registry that were given out. */
  readonly tokens: readonly string[];
  readonly vpcs: readonly { readonly id: string; readonly range: string }[];
  readonly instances: readonly Instance[];
  readonly volumes: readonly { readonly id: string; readonly gibibytes: number }[];
  readonly loadBalancers: readonly { readonly name: string; readonly listeners: readonly Listener[] }[];
  readonly repositories: readonly { readonly name: string; readonly immutable: boolean }[];
}

/** A call that may have changed something. */
export interface Call {
  /** Seconds. */
  readonly time: number;
  readonly action: string;
  readonly words: Readonly<Record<string, string>>;
}

/** What the emulator of the AWS API tells about itself. */
export class AwsApi {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  state(): Promise<AwsState> {
    return this.view("state");
  }

  calls(): Promise<Call[]> {
    return this.view("calls");
  }

  /** What was asked for, as IAM policies name it: `ec2:RunInstances`. */
  actions(): Promise<string[]> {
    return this.view("actions");
  }

  /** What was not there at the start, by kind. */
  left(): Promise<Record<string, string[]>> {
    return this.view("left");
  }

  async noteImage(image: Readonly<Record<string, string>>): Promise<void> {
    await this.ask("/emulator/images", { method: "POST", body: JSON.stringify(image) });
  }

  /** The latest Debian is another one from now on. */
  async release(): Promise<void> {
    await this.ask("/emulator/release", { method: "POST" });
  }

  /** A call as anybody with the right key may make it. */
  async call(service: string, action: string, args: Readonly<Record<string, string>>): Promise<void> {
    const scope = `test/20260101/us-east-1/${service}/aws4_request`;
    await this.ask("/", {
      method: "POST",
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
      body: new URLSearchParams({ Action: action, Version: "2016-11-15", ...args }),
    });
  }

  private async view<T>(name: string): Promise<T> {
    return (await (await this.ask(`/emulator/${name}`)).json()) as T;
  }

  private async ask(path: string, request?: RequestInit): Promise<Response> {
    const response = await fetch(this.url + path, { signal: AbortSignal.timeout(10_000), ...request });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }
}
