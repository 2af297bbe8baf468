"""What AWS refuses and moto accepts. Imported once, it changes moto's classes."""

import base64
import itertools
import time

from moto.ec2.exceptions import EC2ClientError, InvalidInstanceIdError
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
from moto.ec2.models.elastic_block_store import EBSBackend
from moto.ec2.models.elastic_network_interfaces import NetworkInterfaceBackend
from moto.ec2.models.elastic_ip_addresses import ElasticAddressBackend
from moto.ec2.models.instances import Instance, InstanceBackend, InstanceState
from moto.ec2.models.instance_types import INSTANCE_TYPES
from moto.ec2.responses.instances import InstanceResponse
from moto.ec2.utils import generic_filter

# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
most_user_data = 16_384
# https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
most_addresses = 5
# How long AWS hides what it has created.
seconds_hidden = 2

# What a test can change: POST /emulator/trouble.
trouble = {
    # Zones that AWS lists as impaired.
    "impaired": [],
    # Zones without capacity.
    "exhausted": [],
    # The quota of running on-demand instances, in vCPU: new accounts have 5, this one has had it raised.
    # https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html
    "vcpus": 32,
    # The quota of targets of a load balancer that balances across zones.
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html
    "targets": 500,
    # How many EC2 calls fail with RequestLimitExceeded: of the next ones, every third.
    "throttled": 0,
    # How many more times AWS lists the interfaces of terminated instances; until then their addresses are in use.
    "lingering": 0,
}
created = {}
# The interface that had an address, of a terminated instance.
freed = {}
calls = itertools.count(1)


def make_trouble(changes):
    trouble.update(changes)
    for zone in RegionsAndZonesBackend.zones["us-east-1"]:
        zone.state = "impaired" if zone.name in trouble["impaired"] else "available"
    return trouble


def is_throttled():
    """Whether this EC2 call is one too many."""
    if trouble["throttled"] == 0 or next(calls) % 3 > 0:
        return False
    trouble["throttled"] -= 1
    return True


def vcpus(instance_type):
    return INSTANCE_TYPES[instance_type]["VCpuInfo"]["DefaultVCpus"]


def run_instances(self, image_id, count, user_data, *args, before=InstanceBackend.run_instances, **more):
    data = base64.b64decode(user_data.as_bytes()) if user_data else b""
    if len(data) > most_user_data:
        raise EC2ClientError("InvalidParameterValue", "User data is limited to 16384 bytes")
    nics = more.get("nics") or [{}]
    address = more.get("private_ip") or nics[0].get("PrivateIpAddress")
    subnet = self.get_subnet(more.get("subnet_id") or nics[0].get("SubnetId"))
    running = [one for one in self.all_instances() if one.state != "terminated"]
    if address:
        in_use = any(one.private_ip == address and one.vpc_id == subnet.vpc_id for one in running)
        if in_use or any(one.private_ip_address == address for one in lingering()):
            raise EC2ClientError("InvalidIPAddress.InUse", f"Address {address} is in use.")
    kind = more["instance_type"]
    if subnet.availability_zone in trouble["exhausted"]:
        raise EC2ClientError(
            "InsufficientInstanceCapacity",
            f"We currently do not have sufficient {kind} capacity in the Availability Zone you requested ({subnet.availability_zone}).",
        )
    if sum(vcpus(one.instance_type) for one in running) + vcpus(kind) > trouble["vcpus"]:
        raise EC2ClientError(
            "VcpuLimitExceeded",
            f"You have requested more vCPU capacity than your current vCPU limit of {trouble['vcpus']} allows for the instance bucket that the specified instance type belongs to.",
        )
    reservation = before(self, image_id, count, user_data, *args, **more)
    created.update({one.id: time.time() for one in reservation.instances})
    return reservation


def describe_instances(self, before=InstanceResponse.describe_instances):
    """A new instance is not visible at once."""
    for one in self._get_param("InstanceIds", []):
        if created.get(one, 0) > time.time() - seconds_hidden:
            raise InvalidInstanceIdError([one])
    return before(self)


def attach_volume(self, volume_id, instance_id, *args, before=EBSBackend.attach_volume, **more):
    volume, instance = self.get_volume(volume_id), self.get_instance(instance_id)
    zone = self.get_subnet(instance.subnet_id).availability_zone
    if volume.zone.name != zone:
        raise EC2ClientError(
            "InvalidVolume.ZoneMismatch",
            f"The volume '{volume_id}' is not in the same availability zone as instance '{instance_id}'",
        )
    return before(self, volume_id, instance_id, *args, **more)


def allocate_address(self, *args, before=ElasticAddressBackend.allocate_address, **more):
    if len(self.addresses) >= most_addresses:
        raise EC2ClientError(
            "AddressLimitExceeded", "The maximum number of addresses has been reached."
        )
    return before(self, *args, **more)


def terminate(self, before=Instance.terminate):
    """A second request for the same instance succeeds, as AWS documents it; moto looks for its interface."""
    if self.state == "terminated":
        return InstanceState("terminated", 48)
    freed[self.private_ip] = next(iter(self.nics.values()))
    return before(self)


def lingering():
    """The interfaces of terminated instances whose addresses are not free yet."""
    return list(freed.values()) if trouble["lingering"] > 0 else []


def get_all_network_interfaces(
    self, eni_ids=None, filters=None, before=NetworkInterfaceBackend.get_all_network_interfaces
):
    old = generic_filter(filters, lingering())
    # The provider asks for interfaces of groups and load balancers as well.
    if old and "addresses.private-ip-address" in (filters or {}):
        trouble["lingering"] -= 1
    return before(self, eni_ids, filters) + old


Instance.terminate = terminate
NetworkInterfaceBackend.get_all_network_interfaces = get_all_network_interfaces
InstanceBackend.run_instances = run_instances
InstanceResponse.describe_instances = describe_instances
EBSBackend.attach_volume = attach_volume
ElasticAddressBackend.allocate_address = allocate_address
