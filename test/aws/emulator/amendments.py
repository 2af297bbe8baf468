"""What moto lacks, or does otherwise than AWS."""

import base64
import itertools
import json
import os
import secrets
from datetime import datetime, timedelta, timezone
from ipaddress import ip_address

from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID as account
from moto.core.responses import ActionResult
from moto.ec2.models import elastic_ip_addresses, elastic_network_interfaces
from moto.ec2.models.amis import Ami
from moto.ec2.models.instances import Instance
from moto.ec2.models.launch_templates import LaunchTemplate
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.models.subnets import Subnet
from moto.ecr.responses import ECRResponse
from moto.efs.models import EFSBackend
from moto.efs.responses import EFSResponse
from moto.ssm.models import Parameter

region = os.environ["AWS_REGION"]
tokens = []


def backend(service, place=region):
    return get_backend(service)[account][place]


def authorization_token(self):
    """Another token at every call, as ECR gives."""
    tokens.append(secrets.token_urlsafe(48))
    data = {
        "authorizationToken": base64.b64encode(f"AWS:{tokens[-1]}".encode()).decode(),
        "expiresAt": datetime.now(timezone.utc) + timedelta(hours=12),
        "proxyEndpoint": f"https://{account}.dkr.ecr.{self.region}.amazonaws.com",
    }
    return ActionResult({"authorizationData": [data]})


def terminate(self, before=Instance.terminate):
    """A terminated instance gives back its private and its public address."""
    for address in self.ec2_backend.addresses:
        if address.instance is self:
            self.ec2_backend.disassociate_address(address=address.public_ip)
    for interface in self.nics.values():
        interface.delete_on_termination = True
    return before(self)


def make_rule(self, ec2, protocol, group, from_port, to_port, *args, before=SecurityGroupRule.__init__, **more):
    """A protocol without ports, such as ESP, has -1 instead."""
    ports = [-1 if port is None else port for port in (from_port, to_port)]
    before(self, ec2, protocol, group, *ports, *args, **more)


def make_instance(self, *args, before=Instance.__init__, **more):
    """The groups of its first network interface are its own."""
    before(self, *args, **more)
    self.security_groups = self.security_groups or list(self.nics[0].group_set)


def delete_nat_gateway(self, nat_gateway_id, before=NatGatewayBackend.delete_nat_gateway):
    """Its network interface goes with it."""
    gateway = before(self, nat_gateway_id)
    gateway._eni.delete()
    return gateway


def create_version(self, data, description, before=LaunchTemplate.create_version):
    """The template's own tags are not those of what it launches."""
    specifications = data.get("TagSpecifications", [])
    own = [one for one in specifications if one["ResourceType"] != "launch-template"]
    return before(self, {**data, "TagSpecifications": own}, description)


def put_backup_policy(self):
    """https://docs.aws.amazon.com/efs/latest/ug/API_PutBackupPolicy.html"""
    policy = self._get_param("BackupPolicy")
    self.efs_backend.file_systems_by_id[self._get_param("FileSystemId")]._backup = policy["Status"] == "ENABLED"
    return json.dumps({"BackupPolicy": policy}), {"Content-Type": "application/json"}


def free_address(self, instance, before=Subnet.get_available_subnet_ip):
    """Reserved addresses are only for who names them.

    https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html
    """
    address = before(self, instance)
    while any(ip_address(address) in one.cidr for one in self._cidr_reservations):
        del self._subnet_ips[address]
        address = before(self, instance)
    return address


ECRResponse.get_authorization_token = authorization_token
LaunchTemplate.create_version = create_version
EFSBackend.describe_backup_policy = lambda self, file_system_id: {
    "Status": "ENABLED" if self.file_systems_by_id[file_system_id]._backup else "DISABLED"
}
EFSResponse.put_backup_policy = put_backup_policy
Instance.__init__ = make_instance
Instance.terminate = terminate
Subnet.get_available_subnet_ip = free_address
NatGatewayBackend.delete_nat_gateway = delete_nat_gateway
SecurityGroupRule.__init__ = make_rule
SecurityGroupRule.description = property(
    lambda self: self.ip_range.get("Description") or self.source_group.get("Description")
)
# Public addresses that nobody has, one after the other.
public_addresses = itertools.cycle(f"203.0.113.{number}" for number in range(1, 255))
elastic_ip_addresses.random_ip = lambda: next(public_addresses)
elastic_network_interfaces.random_public_ip = lambda: next(public_addresses)

# Debian's machine images: two releases.
architectures = {"amd64": "x86_64", "arm64": "arm64"}
releases = [{name: f"ami-debian13{name}{number}" for name in architectures} for number in (1, 2)]


def make_images():
    ec2 = backend("ec2")
    for images in releases:
        for name, architecture in architectures.items():
            ec2.amis[images[name]] = Ami(
                ec2,
                images[name],
                name=images[name],
                architecture=architecture,
                virtualization_type="hvm",
                root_device_type="ebs",
                root_device_name="/dev/xvda",
                public=True,
            )


def release():
    images = releases.pop(0)
    for name, image in images.items():
        path = f"/aws/service/debian/release/13/latest/{name}"
        now = datetime.now(timezone.utc)
        parameter = Parameter(account, path, image, "String", None, None, None, now, 1, "aws:ec2:image")
        backend("ssm")._parameters[path].append(parameter)
    return images
