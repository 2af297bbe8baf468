"""The AWS API of the test: moto, amended, and a view of it all.

server.py HOST PORT serves moto's API, and besides
  GET  /emulator/state   what machines, registry and load balancers are made from
  GET  /emulator/calls   every call that may have changed something, in order, with its time
  GET  /emulator/actions what was asked for, as IAM policies name it, except for what the test itself asks
  GET  /emulator/machine-actions what machines asked for, with the credentials of their roles
  GET  /emulator/faults  which requests AWS's service models do not allow, and why
  GET  /emulator/left    what was not there at the start, by kind
  POST /emulator/images  takes note of an image that was pushed to the registry
  POST /emulator/release makes the next release of Debian the latest one
  POST /emulator/trouble makes zones impaired or exhausted, lowers quotas (vCPU, targets), throttles the next calls, frees
                         addresses late
It ends when its standard input does.
"""

import json
import os
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import run_simple

import dlm
import scaling_api
import spot
import targets
from amendments import backend, make_images, release, tokens
from attempts import Attempts
from noted import actions, calls, faults, machine_actions, note_call
from refusals import is_throttled, make_trouble
from scaling import follow_forever, lock, target_state


def instance_of(instance):
    return {
        "id": instance.id,
        "state": instance.state,
        "vpc": instance.vpc_id,
        "zone": instance.placement.zone,
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
        "role": role_of(instance),
        "targetState": target_state(instance),
    }


def role_of(instance):
    """Name of the role whose credentials the machine has."""
    association = backend("ec2").iam_instance_profile_associations.get(instance.id)
    roles = association.iam_instance_profile.roles if association else []
    return roles[0].name if roles else None


def groups_of(listener):
    for action in listener.default_actions:
        if "TargetGroupArn" in action.data:
            yield action.data["TargetGroupArn"]
        else:
            for group in action.data.get("ForwardConfig", {}).get("TargetGroups", []):
                yield group["TargetGroupArn"]


def certificate_of(listener):
    """With its key, for the balancer that serves it; None without TLS."""
    if not listener.certificate:
        return None
    bundle = backend("acm").get_certificate(listener.certificate)
    return {"certificate": bundle.cert.decode(), "key": bundle.key.decode()}


def names():
    """Names in hosted zones that are another name of something."""
    zones = list(backend("route53", "aws").zones.values())
    aliases = [record for zone in zones for record in zone.rrsets if record.alias_target]
    return [
        {"name": record.name.rstrip("."), "target": record.alias_target["DNSName"].rstrip(".")}
        for record in aliases
    ]


def load_balancer_of(balancer):
    groups = backend("elbv2").target_groups
    return {
        "name": balancer.dns_name,
        "listeners": [
            {
                "port": int(listener.port),
                "tls": certificate_of(listener),
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
        "names": names(),
        "repositories": [
            {
                "name": name,
                "immutable": repository.is_tag_immutable(),
                "tags": sorted(tag for image in repository.images for tag in image.image_tags),
            }
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
        "auto-scaling groups": list(backend("autoscaling").autoscaling_groups),
        "scaling policies": list(backend("autoscaling").policies),
        "parameters": [name for name in list(backend("ssm")._parameters) if not name.startswith("/aws/")],
        "file systems": list(backend("efs").file_systems_by_id),
        "mount targets": list(backend("efs").mount_targets_by_id),
        "alarms": list(backend("cloudwatch").alarms),
        "topics": list(backend("sns").topics),
        "subscriptions": list(backend("sns").subscriptions),
        "log groups": list(backend("logs").groups),
        "keys": [key for key, one in backend("kms").keys.items() if not one.description.startswith("Default")],
        "endpoints": [key for key, one in ec2.vpc_end_points.items() if one.state != "deleted"],
        "lifecycle policies": list(dlm.policies),
        "buckets": list(backend("s3", "aws").buckets),
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


limit_exceeded = (
    b"<Response><Errors><Error><Code>RequestLimitExceeded</Code>"
    b"<Message>Request limit exceeded.</Message></Error></Errors><RequestID>0</RequestID></Response>"
)


def ask_dlm(environ, start_response):
    body = environ["wsgi.input"].read()
    status, answer, found = dlm.answer(environ["REQUEST_METHOD"], environ["PATH_INFO"], body)
    faults.extend(f"dlm: {fault}" for fault in found)
    start_response(f"{status} ", [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]


class Application:
    def __init__(self):
        self.aws = DomainDispatcherApplication(create_backend_app)
        self.views = {
            "state": state,
            "calls": lambda: calls,
            "actions": lambda: sorted(actions),
            "machine-actions": lambda: sorted(machine_actions),
            "faults": lambda: sorted(set(faults)),
            "left": left,
            "release": release,
            "images": note_image,
            "trouble": make_trouble,
        }

    def __call__(self, environ, start_response):
        _, place, *name = environ["PATH_INFO"].split("/")
        if place != "emulator":
            service, action = note_call(environ)
            if service == "ec2" and is_throttled():
                start_response("503 Service Unavailable", [("Content-Type", "text/xml")])
                return [limit_exceeded]
            if service == "dlm":
                return ask_dlm(environ, start_response)
            if service == "pricing":
                # moto has no prices.
                start_response("200 OK", [("Content-Type", "application/x-amz-json-1.1")])
                return [b'{"FormatVersion": "aws_v1", "PriceList": []}']
            return self.ask_moto(f"{service}:{action}", environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        args = [json.loads(body)] if body else []
        with lock:
            answer = self.views[name[0]](*args)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]

    def ask_moto(self, what, environ, start_response):
        def start(status, *args):
            # The provider repeats what failed, and the test would blame the provider.
            if status.startswith("5"):
                faults.append(f"{what}: moto failed with {status}")
            return start_response(status, *args)

        with lock:
            return self.aws(environ, start)


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    threading.Thread(target=follow_forever, args=(faults.append,), daemon=True).start()
    application, [host, port] = Attempts(Application()), sys.argv[1:]
    run_simple(host, int(port), application, threaded=True, request_handler=MotoRequestHandler)
