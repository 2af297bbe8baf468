/** An EC2 instance in the emulator. */
export interface Instance {
  readonly id: string;
  readonly state: "pending" | "running" | "stopping" | "stopped" | "shutting-down" | "terminated";
  readonly vpc: string;
  readonly zone: string;
  /** `ami-…` */
  readonly image: string;
  readonly privateAddress: string;
  readonly publicAddress: string | null;
  /** As base64. */
  readonly userData: string;
  /** Data volumes. */
  readonly volumes: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Name of the role whose credentials the machine has. */
  readonly role: string | null;
  /** Where an auto-scaling group takes the machine; null outside of groups. */
  readonly targetState: "InService" | "Terminated" | null;
}

export interface Listener {
  readonly port: number;
  /** As PEM; null if the listener passes connections on as they are. */
  readonly tls: { readonly certificate: string; readonly key: string } | null;
  readonly targets: readonly { readonly id: string; readonly port: number }[];
}

/** The state from which machines, registry and load balancers are created. */
export interface AwsState {
  /** Registry passwords that were handed out. */
  readonly tokens: readonly string[];
  readonly vpcs: readonly { readonly id: string; readonly range: string }[];
  readonly instances: readonly Instance[];
  readonly volumes: readonly { readonly id: string; readonly gibibytes: number }[];
  readonly loadBalancers: readonly { readonly name: string; readonly listeners: readonly Listener[] }[];
  /** Names in hosted zones, and the load balancer of each. */
  readonly names: readonly { readonly name: string; readonly target: string }[];
  readonly repositories: readonly {
    readonly name: string;
    readonly immutable: boolean;
    readonly tags: readonly string[];
  }[];
}

/** What AWS does not have, or not now. */
export interface Trouble {
  /** Zones that AWS lists as impaired. */
  readonly impaired: readonly string[];
  /** Zones without capacity for new instances. */
  readonly exhausted: readonly string[];
  /** The quota of running instances. */
  readonly vcpus: number;
  /** The quota of targets of a load balancer. */
  readonly targets: number;
  /** How many EC2 calls fail with RequestLimitExceeded: of the next ones, every third. */
  readonly throttled: number;
  /** How many more times AWS lists the interface of a terminated instance before its address is free. */
  readonly lingering: number;
}

/** A call that may have changed something. */
export interface Call {
  /** Seconds. */
  readonly time: number;
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The access key of the test itself: nobody compares what it does with the policies (noted.py). */
export const tester = "tester";

const signedFor = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=${tester}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/** The emulator's own state, outside of the AWS API. */
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

  /** The actions that others than the test requested, as IAM policies name them: `ec2:RunInstances`. */
  actions(): Promise<string[]> {
    return this.view("actions");
  }

  /** What machines have requested with the credentials of their roles. */
  machineActions(): Promise<string[]> {
    return this.view("machine-actions");
  }

  /** Requests that AWS's service models do not allow: `iam:CreateRole: Path does not match …`. */
  faults(): Promise<string[]> {
    return this.view("faults");
  }

  /** Resources that did not exist at the start, by kind. */
  left(): Promise<Record<string, string[]>> {
    return this.view("left");
  }

  async noteImage(image: Readonly<Record<string, string>>): Promise<void> {
    await this.ask("/emulator/images", { method: "POST", body: JSON.stringify(image) });
  }

  /** Makes another image the latest Debian. */
  async release(): Promise<void> {
    await this.ask("/emulator/release", { method: "POST" });
  }

  /** Makes AWS refuse more than usual, until the next call of this. */
  async trouble(changes: Partial<Trouble>): Promise<void> {
    const usual: Trouble = {
      impaired: [],
      exhausted: [],
      vcpus: 32,
      targets: 500,
      throttled: 0,
      lingering: 0,
    };
    await this.ask("/emulator/trouble", { method: "POST", body: JSON.stringify({ ...usual, ...changes }) });
  }

  /** Makes a call, as anybody with the right key can. */
  async call(service: string, action: string, args: Readonly<Record<string, string>>): Promise<string> {
    const answer = await this.ask("/", {
      method: "POST",
      headers: { authorization: signedFor(service) },
      body: new URLSearchParams({ Action: action, Version: "2016-11-15", ...args }),
    });
    return answer.text();
  }

  /** Asks a service with a JSON protocol: `Logs_20140328.DescribeLogStreams`. */
  async query<T>(service: string, target: string, body: object): Promise<T> {
    const answer = await this.ask("/", {
      method: "POST",
      headers: { authorization: signedFor(service), "x-amz-target": target },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as T;
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
