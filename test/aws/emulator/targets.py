"""Targets of load balancers as slow as AWS's, and with its limits. Imported once, it changes moto's classes.

What takes AWS minutes takes seconds here, as long as targetHealth.ts takes: a target that was registered is
`initial`, one that was deregistered `draining`. Between the two it is as healthy as its port.
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
"""

import socket
import time

from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeHealthStatus, FakeTargetGroup

from refusals import trouble

seconds_late = 3
# When a target was registered, or deregistered, by the ARN of its group and its id.
since = {}


def register(self, targets, before=FakeTargetGroup.register):
    before(self, targets)
    since.update({(self.arn, target["Id"]): time.time() for target in targets})


def deregister(self, targets, before=FakeTargetGroup.deregister):
    before(self, targets)
    since.update({(self.arn, target["Id"]): time.time() for target in targets})


def draining(group):
    """Targets that have left the group and may still have connections."""
    delay = int(group.attributes.get("deregistration_delay.timeout_seconds", 300))
    return [
        target
        for target in list(group.deregistered_targets.values())
        if time.time() - since.get((group.arn, target["Id"]), 0) < delay
    ]


def answers(ec2, target):
    instance = ec2.get_instance_by_id(target["Id"])
    try:
        socket.create_connection((instance.private_ip, int(target["Port"])), timeout=0.5).close()
        return True
    except OSError:
        return False


def health_for(self, target, ec2, before=FakeTargetGroup.health_for):
    status = before(self, target, ec2)
    known = self.targets.get(target["Id"])
    if known and status.status == "healthy":
        if time.time() - since.get((self.arn, known["Id"]), 0) < seconds_late:
            status.status = "initial"
            status.reason = "Elb.RegistrationInProgress"
            status.description = "Target registration is in progress"
        elif not answers(ec2, known):
            status.status = "unhealthy"
            status.reason = "Target.FailedHealthChecks"
            status.description = "Health checks failed"
    elif any(one["Id"] == target["Id"] for one in draining(self)):
        status.status = "draining"
        status.reason = "Target.DeregistrationInProgress"
        status.description = "Target deregistration is in progress"
    return status


def describe_target_health(self, arn, targets, before=ELBv2Backend.describe_target_health):
    """All of a group's targets include those that are draining."""
    found = before(self, arn, targets)
    if targets:
        return found
    group = self.target_groups[arn]
    return found + [group.health_for(target, self.ec2_backend) for target in draining(group)]


def register_targets(self, arn, instances, before=ELBv2Backend.register_targets):
    balancers = set(self.target_groups[arn].load_balancer_arns) if arn in self.target_groups else set()
    groups = [one for one in self.target_groups.values() if balancers & set(one.load_balancer_arns)]
    others = {(one.arn, id) for one in groups for id in one.targets}
    if len(others | {(arn, one["Id"]) for one in instances}) > trouble["targets"]:
        raise ELBClientError("TooManyTargets", "You've reached the limit on the number of targets.")
    return before(self, arn, instances)


def create_listener(self, load_balancer_arn, actions, before=ELBv2Backend.create_listener, **more):
    """A target group can be on one load balancer only; moto does not forget those whose listeners are gone."""
    wanted = {one for action in actions for one in groups_in(action)}
    for balancer in self.load_balancers.values():
        served = {
            one
            for listener in balancer.listeners.values()
            for action in listener.default_actions
            for one in groups_in(action.data)
        }
        if balancer.arn != load_balancer_arn and wanted & served:
            raise ELBClientError(
                "TargetGroupAssociationLimit",
                f"The following target groups cannot be associated with more than one load balancer: {', '.join(sorted(wanted & served))}",
            )
    return before(self, load_balancer_arn=load_balancer_arn, actions=actions, **more)


def groups_in(action):
    """The target groups of one action, as moto has it."""
    forward = action.get("ForwardConfig", {}).get("TargetGroups", [])
    return {one for one in [action.get("TargetGroupArn"), *(each["TargetGroupArn"] for each in forward)] if one}


ELBv2Backend.create_listener = create_listener
FakeTargetGroup.register = register
FakeTargetGroup.deregister = deregister
FakeTargetGroup.health_for = health_for
ELBv2Backend.describe_target_health = describe_target_health
ELBv2Backend.register_targets = register_targets
