"""The AWS API of the test: moto, with the few things that it lacks, and a view of it all.

server.py HOST PORT serves moto's API, and besides
  GET  /emulator/state   what machines, registry and load balancers are made from
  GET  /emulator/calls   every call that may have changed something, in order, with its time
  GET  /emulator/actions what was asked for, as IAM policies name it
  GET  /emulator/left    what was not there at the start, by kind
  POST /emulator/images  takes note of an image that was pushed to the registry
  POST /emulator/release makes the next release of Debian the latest one
It ends when its standard input does.
"""

import base64
import io
import itertools
import json
import os
import secrets
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qsl

from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID as account
from moto.core.responses import ActionResult
from moto.ec2.models import elastic_ip_addresses, elastic_network_interfaces
from moto.ec2.models.amis import Ami
from moto.ec2.models.instances import Instance
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ecr.responses import ECRResponse
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from moto.ssm.models import Parameter
from werkzeug.serving import run_simple

region = os.environ["AWS_REGION"]
tokens = []
calls = []
actions = set()


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


def make_rule(self, ec2, protocol, group, from_port, to_port, *words, before=SecurityGroupRule.__init__, **more):
    """A protocol without ports, such as ESP, has -1 instead."""
    ports = [-1 if port is None else port for port in (from_port, to_port)]
    before(self, ec2, protocol, group, *ports, *words, **more)


def make_instance(self, *words, before=Instance.__init__, **more):
    """The groups of its first network interface are its own."""
    before(self, *words, **more)
    self.security_groups = self.security_groups or list(self.nics[0].group_set)


SecurityGroupRule.__init__ = make_rule
SecurityGroupRule.description = property(
    lambda self: self.ip_range.get("Description") or self.source_group.get("Description")
)
Instance.__init__ = make_instance
# Public addresses that nobody has, one after the other.
public_addresses = itertools.cycle(f"203.0.113.{number}" for number in range(1, 255))
elastic_ip_addresses.random_ip = lambda: next(public_addresses)
elastic_network_interfaces.random_public_ip = lambda: next(public_addresses)
def delete_nat_gateway(self, nat_gateway_id, before=NatGatewayBackend.delete_nat_gateway):
    """Its network interface goes with it."""
    gateway = before(self, nat_gateway_id)
    gateway._eni.delete()
    return gateway


NatGatewayBackend.delete_nat_gateway = delete_nat_gateway
ECRResponse.get_authorization_token = authorization_token
Instance.terminate = terminate


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


def instance_of(instance):
    return {
        "id": instance.id,
        "state": instance.state,
        "vpc": instance.vpc_id,
        "image": instance.image_id,
        "privateAddress": instance.private_ip,
        "publicAddress": instance.public_ip,
        "userData": instance.user_data.as_bytes().decode() if instance.user_data else "",
        "volumes": sorted(
            volume.volume_id
            for device, volume in instance.get_block_device_mapping
            if device not in (instance.root_device_name, "/dev/sda1")
        ),
        "tags": {tag["key"]: tag["value"] for tag in instance.get_tags()},
    }


def groups_of(listener):
    for action in listener.default_actions:
        if "TargetGroupArn" in action.data:
            yield action.data["TargetGroupArn"]
        else:
            for group in action.data.get("ForwardConfig", {}).get("TargetGroups", []):
                yield group["TargetGroupArn"]


def load_balancer_of(balancer):
    groups = backend("elbv2").target_groups
    return {
        "name": balancer.dns_name,
        "listeners": [
            {
                "port": int(listener.port),
                "targets": [
                    {"id": target["Id"], "port": int(target["Port"])}
                    for arn in dict.fromkeys(groups_of(listener))
                    for target in list(groups[arn].targets.values())
                ],
            }
            for listener in list(balancer.listeners.values())
        ],
    }


def instances():
    return [one for all in list(backend("ec2").reservations.values()) for one in all.instances]


def state():
    ec2 = backend("ec2")
    own = [vpc for vpc in list(ec2.vpcs.values()) if vpc is not ec2.default_vpc]
    return {
        "tokens": tokens,
        "vpcs": [{"id": vpc.id, "range": vpc.cidr_block} for vpc in own],
        "instances": [instance_of(instance) for instance in instances()],
        "volumes": [{"id": volume.id, "gibibytes": volume.size} for volume in list(ec2.volumes.values())],
        "loadBalancers": [
            load_balancer_of(balancer) for balancer in list(backend("elbv2").load_balancers.values())
        ],
        "repositories": [
            {"name": name, "immutable": repository.is_tag_immutable()}
            for name, repository in list(backend("ecr").repositories.items())
        ],
    }


def everything():
    ec2, balancing, roles = backend("ec2"), backend("elbv2"), backend("iam", "aws")
    nested = lambda groups: [key for group in list(groups.values()) for key in list(group)]
    return {
        "instances": [one.id for one in instances() if one.state != "terminated"],
        "volumes": list(ec2.volumes),
        "snapshots": list(ec2.snapshots),
        "addresses": [address.public_ip for address in ec2.addresses],
        "VPCs": list(ec2.vpcs),
        "subnets": nested(ec2.subnets),
        "route tables": list(ec2.route_tables),
        "internet gateways": list(ec2.internet_gateways),
        "NAT gateways": [key for key, gateway in ec2.nat_gateways.items() if gateway.state != "deleted"],
        "security groups": nested(ec2.groups),
        "network interfaces": list(ec2.enis),
        "key pairs": list(ec2.key_pairs),
        "launch templates": list(ec2.launch_templates),
        "load balancers": list(balancing.load_balancers),
        "target groups": list(balancing.target_groups),
        "repositories": list(backend("ecr").repositories),
        "roles": list(roles.roles),
        "instance profiles": list(roles.instance_profiles),
        "hosted zones": list(backend("route53", "aws").zones),
    }


make_images()
release()
at_start = everything()


def left():
    found = {kind: sorted(set(ids) - set(at_start[kind])) for kind, ids in everything().items()}
    return {kind: ids for kind, ids in found.items() if ids}


def note_image(image):
    backend("ecr").put_image(
        repository_name=image["repository"],
        image_manifest=image["manifest"],
        image_tag=image["tag"],
        image_manifest_mediatype=image["mediaType"],
        digest=image["digest"],
    )
    return {}


def note_call(environ):
    """Remembers what the call asks for, and leaves the request as it was."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    words = dict(parse_qsl(body.decode(errors="replace")))
    action = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2] or words.get("Action")
    # AWS4-HMAC-SHA256 Credential=KEY/DAY/REGION/SERVICE/aws4_request, …
    scope = environ.get("HTTP_AUTHORIZATION", "").partition(",")[0].split("/")
    if action and len(scope) == 5:
        actions.add(f"{scope[3]}:{action}")
    if action and not action.startswith(("Describe", "Get", "List")):
        calls.append({"time": time.time(), "action": action, "words": words})


class Application:
    def __init__(self):
        self.aws = DomainDispatcherApplication(create_backend_app)
        self.views = {
            "state": state,
            "calls": lambda: calls,
            "actions": lambda: sorted(actions),
            "left": left,
        }

    def __call__(self, environ, start_response):
        _, place, *name = environ["PATH_INFO"].split("/")
        if place != "emulator":
            note_call(environ)
            return self.aws(environ, start_response)
        if name == ["release"]:
            answer = release()
        elif name == ["images"]:
            answer = note_image(json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))))
        else:
            answer = self.views[name[0]]()
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    run_simple(sys.argv[1], int(sys.argv[2]), Application(), threaded=True, request_handler=MotoRequestHandler)
