import { Volume } from "@pulumi/aws/ebs/volume.js";
import { Instance } from "@pulumi/aws/ec2/instance.js";
import { VolumeAttachment } from "@pulumi/aws/ec2/volumeAttachment.js";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterKeys } from "../../../keys/clusterKeys.ts";
import type { Machine } from "../../../machines/machine.ts";
import { managerReadyGate } from "../../../machines/managerReadyGate.ts";
import { componentTypes, stepNames } from "../../../names.ts";
import type { Connection, Endpoint } from "../../../steps/connection.ts";
import { firstStep } from "../../../steps/firstStep.ts";
import { deadlines } from "../../../steps/times.ts";
import type { Ec2Subnet } from "../network/virtualNetwork.ts";
import type { Ec2Network } from "../network.ts";
import { type Owner, tagsOf } from "../resources/tags.ts";
import type { AwsSettings } from "../settings/settings.ts";
import { addressWhenFree } from "./addressWhenFree.ts";
import { type BootParts, bootData, machineUser } from "./bootData.ts";
import { fixedAddress } from "./fixedAddress.ts";
import { hardened, rootDisk } from "./instanceDefaults.ts";
import type { PlannedMachine } from "./machinePlan.ts";
import type { NodeRole } from "./nodeRole.ts";
import { publicAddress, startMachine } from "./power.ts";
import { snapshotTag } from "./snapshots.ts";

export interface Ec2MachineArgs {
  readonly owner: Owner;
  readonly settings: AwsSettings;
  readonly keys: ClusterKeys;
  readonly network: Ec2Network;
  readonly role: NodeRole;
  readonly plan: PlannedMachine<Ec2Subnet>;
  readonly boot: BootParts;
  /** `ami-…` */
  readonly image: pulumi.Input<string>;
  /** The bastion, if the machine has no public address. */
  readonly proxy?: pulumi.Output<Endpoint> | undefined;
  /** What must succeed before this machine changes, once the cluster exists. */
  readonly gates?: readonly pulumi.Resource[];
}

const script = (file: string) => new URL(`./scripts/${file}`, import.meta.url);

/** An EC2 instance that becomes a node; a manager keeps its disk and address for life. */
export class Ec2Machine extends pulumi.ComponentResource {
  readonly machine: Machine;
  /** A manager's manager-ready gate; undefined for a worker. */
  readonly readyGate: pulumi.Resource | undefined;
  private readonly args: Ec2MachineArgs;
  private readonly node: string;

  constructor(node: string, args: Ec2MachineArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.Ec2Machine, node, {}, options);
    this.args = args;
    this.node = node;
    const { plan, settings } = args;

    const disk = plan.identity ? this.dataDisk(plan.identity.dataDisk) : undefined;
    const instance = this.instance(disk);
    const attachment = disk ? [this.attach(disk, instance)] : [];
    const address = plan.identity && !settings.network.private ? this.fixAddress(instance) : undefined;
    const running = startMachine(node, instance, { parent: this, dependsOn: attachment });
    const host = settings.network.private
      ? instance.privateIp
      : (address?.host ?? publicAddress(node, instance, running, this));
    const ties = [...attachment, ...(address ? [address.association] : [])];
    // In a new cluster no machine was stopped, and AWS takes a while to say so.
    const before = args.keys.clusterExists.apply((exists): pulumi.Resource[] => [
      ...[instance, ...ties],
      ...(exists ? [running] : []),
    ]);
    const boot = this.boot(instance, host, before);
    const connection = this.connectionTo(host, boot);

    this.machine = {
      ...plan.spec,
      id: instance.id,
      address: instance.privateIp,
      connection,
      cluster: args.owner.cluster,
      resource: instance,
    };
    this.readyGate = plan.identity ? this.waitUntilReady(instance, boot, connection) : undefined;
    this.registerOutputs();
  }

  private dataDisk(size: number): Volume {
    const { owner, settings } = this.args;
    const { kmsKey: kmsKeyId, protect } = settings;
    return new Volume(
      `${this.node}-data`,
      {
        availabilityZone: this.args.plan.subnet.availabilityZone,
        size,
        type: "gp3",
        encrypted: true,
        ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
        tags: { ...this.tags(`${this.node}-data`), ...snapshotTag(owner, settings.snapshots) },
      },
      // The disk holds a manager's identity: it keeps its zone and its key, whatever the settings become.
      { parent: this, ignoreChanges: ["availabilityZone", "kmsKeyId"], protect },
    );
  }

  private instance(disk: Volume | undefined): Instance {
    const { settings, network, role, plan, image, keys, gates = [] } = this.args;
    const isProtected = plan.identity !== undefined && settings.machines.terminationProtection;
    return new Instance(
      this.node,
      {
        ...hardened,
        ami: image,
        instanceType: plan.type,
        subnetId: plan.subnet.id,
        // A public manager gets an elastic IP, and no other public address before.
        ...(plan.identity ? { privateIp: this.freeAddress(plan.identity.address) } : {}),
        ...(!plan.identity && network.asksForAddresses ? { associatePublicIpAddress: true } : {}),
        vpcSecurityGroupIds: plan.identity ? [network.nodeGroup, network.managerGroup] : [network.nodeGroup],
        iamInstanceProfile: role.profile,
        rootBlockDevice: rootDisk(plan.rootDisk, settings.kmsKey),
        volumeTags: this.tags(`${this.node}-root`),
        ...(plan.spot ? { instanceMarketOptions: { marketType: "spot" } } : {}),
        // Nobody can terminate it by hand; a replacement that a preview has shown still can.
        ...(isProtected ? { disableApiTermination: true, forceDestroy: true } : {}),
        userData: this.userData(disk),
        tags: this.tags(this.node),
      },
      {
        parent: this,
        // Boot downloads packages over the network's routes. Managers do not wait for each other in a new
        // cluster, which would boot them one after another.
        dependsOn: keys.clusterExists.apply((exists): pulumi.Resource[] =>
          exists ? [network, ...gates] : [network],
        ),
        // A manager's address and disk become free when its old machine is gone; a worker's new machine runs
        // before its old one is deleted.
        deleteBeforeReplace: plan.identity !== undefined,
        // To change their type in place, AWS would stop all workers of a pool at once.
        replaceOnChanges: plan.identity ? [] : ["instanceType"],
        // The provider sees no change where `instanceMarketOptions` are removed.
        ...(plan.identity ? {} : { replacementTrigger: plan.spot ? "spot" : "on-demand" }),
        // AWS derives associatePublicIpAddress from the current address, which a stopped machine does not
        // have. A manager stays in the zone of its disk, and its data disk has tags of its own.
        ignoreChanges: plan.identity ? ["subnetId", "privateIp", "volumeTags"] : ["associatePublicIpAddress"],
        additionalSecretOutputs: ["userData"],
      },
    );
  }

  private freeAddress(address: string): pulumi.Output<string> {
    const { keys, owner, plan } = this.args;
    const { clusterExists } = keys;
    const [subnet, cluster] = [plan.subnet.id, owner.cluster.id];
    return addressWhenFree({ node: this.node, address, subnet, cluster, clusterExists }, this);
  }

  /** Secret: it contains the private host key. */
  private userData(disk: Volume | undefined): pulumi.Output<string> {
    const { settings, keys, boot } = this.args;
    return pulumi.all([keys.client, keys.host(this.node), disk?.id]).apply(([client, hostKey, dataVolume]) =>
      bootData(
        {
          node: this.node,
          user: machineUser,
          authorizedKey: client.publicKey,
          hostKey,
          engine: settings.machines.engine,
          ...(dataVolume === undefined ? {} : { dataVolume }),
          region: settings.region,
        },
        boot,
      ),
    );
  }

  private attach(disk: Volume, instance: Instance): VolumeAttachment {
    return new VolumeAttachment(
      `${this.node}-data`,
      {
        volumeId: disk.id,
        instanceId: instance.id,
        deviceName: "/dev/sdf",
        stopInstanceBeforeDetaching: true,
      },
      { parent: this, deleteBeforeReplace: true, deletedWith: instance },
    );
  }

  private fixAddress(instance: Instance) {
    const name = `${this.node}-address`;
    const { network } = this.args;
    return fixedAddress(name, { instance, tags: this.tags(name), parent: this, network });
  }

  /** Has no undo: it only waits. */
  private boot(
    instance: Instance,
    host: pulumi.Output<string>,
    dependsOn: pulumi.Output<pulumi.Resource[]>,
  ): pulumi.Resource & { id: pulumi.Output<string> } {
    return firstStep(
      stepNames.boot.of(this.node),
      {
        machine: { connection: this.connectionTo(host), cluster: this.args.owner.cluster },
        run: {
          scope: "any",
          script: script("booted.sh"),
          args: [instance.id],
          deadline: deadlines.firstBoot,
        },
        isBooting: true,
      },
      { parent: this, dependsOn },
    );
  }

  private waitUntilReady(instance: Instance, boot: pulumi.Resource, connection: pulumi.Output<Connection>) {
    const args = [instance.id, instance.instanceType];
    const host = { connection, cluster: this.args.owner.cluster };
    return managerReadyGate(this.node, { host, args, after: [instance, boot] }, { parent: this });
  }

  /** If something waits for the first boot, the output is known only after it. */
  private connectionTo(
    host: pulumi.Output<string>,
    boot?: { readonly id: pulumi.Output<string> },
  ): pulumi.Output<Connection> {
    const { keys, proxy } = this.args;
    return pulumi
      .all([host, keys.client, keys.host(this.node), proxy, boot?.id])
      .apply(([address, client, hostKey, endpoint]) => ({
        host: address,
        port: 22,
        user: machineUser,
        privateKey: client.compactKey,
        hostKey: hostKey.publicKey,
        ...(endpoint ? { proxy: endpoint } : {}),
      }));
  }

  private tags(name: string) {
    return tagsOf(this.args.owner, name, this.node);
  }
}
