"""Auto-scaling groups as AWS has them. moto's have no lifecycle hooks, ignore zones and the version of the launch
template, keep ended machines in their target groups, and cannot replace machines.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html
"""

import sys
import threading
import time
import traceback
from datetime import datetime, timezone

from moto.autoscaling.models import ASG_NAME_TAG, InstanceState
from moto.core.types import Base64EncodedString
from moto.ec2.exceptions import EC2ClientError

from amendments import backend

transitions = {
    "Pending:Wait": "autoscaling:EC2_INSTANCE_LAUNCHING",
    "Terminating:Wait": "autoscaling:EC2_INSTANCE_TERMINATING",
}
# Held by a request, and while groups change: moto is not made for threads. A request that another one disturbs fails
# after it has changed something, and the provider repeats it.
lock = threading.RLock()
# By group; the newest last.
refreshes = {}


def groups():
    return list(backend("autoscaling").autoscaling_groups.values())


def hook_of(group, state):
    """The lifecycle hook that holds a machine in this state."""
    hooks = backend("autoscaling").describe_lifecycle_hooks(group.name)
    return next((hook for hook in hooks if hook.lifecycle_transition == transitions[state]), None)


def is_staying(state):
    return not state.lifecycle_state.startswith("Terminating")


def staying(group):
    return [state for state in group.instance_states if is_staying(state)]


def move(state, lifecycle_state):
    state.lifecycle_state = lifecycle_state
    state.since = time.time()


def emptiest_subnet(group):
    used = [state.instance.subnet_id for state in staying(group)]
    return min(group.vpc_zone_identifier.split(","), key=used.count)


def launch(group):
    """One more machine, from the group's version of its launch template, in the emptiest zone."""
    version = group.ec2_launch_template.get_version(group.launch_template_version)
    subnet = emptiest_subnet(group)
    nics = [{**nic, "SubnetId": subnet} for nic in version.data.get("NetworkInterfaces", [])]
    reservation = group.ec2_backend.run_instances(
        version.image_id,
        1,
        Base64EncodedString(str(version.data["UserData"])),
        [],
        instance_type=version.instance_type,
        is_instance_type_default=False,
        instance_market_options=version.data.get("InstanceMarketOptions"),
        launch_template={"LaunchTemplateId": version.template.id, "Version": version.number},
        metadata_options=version.data.get("MetadataOptions", {}),
        block_device_mappings=version.data.get("BlockDeviceMappings", []),
        subnet_id=subnet,
        associate_public_ip=None,
        tags={"instance": {**group.get_propagated_tags(), ASG_NAME_TAG: group.name}},
        **({"nics": nics} if nics else {}),
    )
    [instance] = reservation.instances
    profile = version.data.get("IamInstanceProfile", {}).get("Name")
    if profile:
        group.ec2_backend.associate_iam_instance_profile(instance.id, iam_instance_profile_name=profile)
    instance.autoscaling_group = group
    state = InstanceState(instance, "Pending", autoscaling_group=group)
    state.version = version.number
    group.instance_states.append(state)
    if hook_of(group, "Pending:Wait"):
        move(state, "Pending:Wait")
    else:
        put_in_service(group, state)


def put_in_service(group, state):
    """Only now the load balancer gets it."""
    move(state, "InService")
    for arn in group.target_group_arns:
        target_group = backend("elbv2").target_groups[arn]
        target_group.register([{"Id": state.instance.id, "Port": target_group.port}])


def begin_end(group, state):
    """The load balancer finishes its connections first; then a lifecycle hook holds the machine.

    The machine's metadata say at once where it goes: they change when it "prepares to transition".
    https://docs.aws.amazon.com/autoscaling/ec2/userguide/retrieving-target-lifecycle-state-through-imds.html
    https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks-overview.html
    """
    move(state, "Terminating")
    state.delay = 0
    for arn in group.target_group_arns:
        target_group = backend("elbv2").target_groups.get(arn)
        if target_group and state.instance.id in target_group.targets:
            target_group.deregister([{"Id": state.instance.id}])
            delay = int(target_group.attributes["deregistration_delay.timeout_seconds"])
            state.delay = max(state.delay, delay)


def end(group, state):
    group.instance_states.remove(state)
    group.ec2_backend.terminate_instances([state.instance.id])


def adjust(group):
    """Launches or ends machines; AWS ends the ones with the oldest launch template first, then the oldest."""
    if refresh_of(group):
        return
    now = staying(group)
    for _ in range(group.desired_capacity - len(now)):
        launch(group)
    for state in sorted(now, key=lambda one: one.version)[: max(0, len(now) - group.desired_capacity)]:
        begin_end(group, state)


def refresh_of(group):
    """The instance refresh that is running."""
    return next((one for one in refreshes.get(group.name, []) if one["Status"] == "InProgress"), None)


def go_on_refreshing(group, refresh):
    """New machines first, as with MinHealthyPercentage 100 and MaxHealthyPercentage 200.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
    """
    wanted = group.ec2_launch_template.get_version(group.launch_template_version).number
    new = [state for state in staying(group) if state.version == wanted]
    old = [state for state in group.instance_states if state not in new]
    for _ in range(group.desired_capacity - len(new)):
        launch(group)
    if any(state.lifecycle_state != "InService" for state in new) or len(new) < group.desired_capacity:
        return
    for state in filter(is_staying, old):
        begin_end(group, state)
    if not old:
        refresh.update(Status="Successful", PercentageComplete=100, EndTime=datetime.now(timezone.utc))


def follow(group):
    for state in list(group.instance_states):
        passed = time.time() - state.since
        hook = hook_of(group, state.lifecycle_state) if state.lifecycle_state in transitions else None
        if state.lifecycle_state == "Terminating" and passed >= state.delay:
            move(state, "Terminating:Wait")
            if not hook_of(group, "Terminating:Wait"):
                end(group, state)
        elif hook and passed >= hook.heartbeat_timeout:
            complete(group, state, hook.default_result)
    refresh = refresh_of(group)
    if refresh:
        go_on_refreshing(group, refresh)
    else:
        adjust(group)


def complete(group, state, result):
    if state.lifecycle_state == "Terminating:Wait":
        end(group, state)
    elif result == "CONTINUE":
        put_in_service(group, state)
    else:
        begin_end(group, state)


def follow_all():
    for group in groups():
        try:
            follow(group)
        except EC2ClientError as error:  # No capacity, for example: AWS tries again.
            print(f"{group.name}: {error}", file=sys.stderr)


def follow_forever(note):
    """Notes what goes wrong."""
    while True:
        time.sleep(0.5)
        try:
            with lock:
                follow_all()
        except Exception:
            note(traceback.format_exc())


def target_state(instance):
    """Where the group takes a machine, as its metadata say; None outside of groups."""
    for group in groups():
        for state in list(group.instance_states):
            if state.instance is instance:
                return "InService" if is_staying(state) else "Terminated"
    return None
