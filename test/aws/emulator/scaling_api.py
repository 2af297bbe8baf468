"""What clients ask of auto-scaling groups. Imported once, it changes moto's classes."""

import time
import uuid
from datetime import datetime, timezone

from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError
from moto.autoscaling.models import (
    AutoScalingBackend,
    FakeAutoScalingGroup,
    FakeScalingPolicy,
    InstanceState,
)
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult, EmptyResult

from amendments import backend
from scaling import (
    begin_end,
    complete,
    end,
    groups,
    hook_of,
    refresh_of,
    refreshes,
    staying,
    transitions,
)


def set_desired_capacity(self, new_capacity):
    self.desired_capacity = self.min_size if new_capacity is None else new_capacity
    if not self.min_size <= self.desired_capacity <= self.max_size:
        raise ValidationError(
            f"New SetDesiredCapacity value {self.desired_capacity} is not between {self.min_size} and {self.max_size}."
        )


def delete_auto_scaling_group(self, group_name):
    """With ForceDelete, "without waiting for all instances to be terminated"; no hook holds them.

    https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html
    """
    group = self.autoscaling_groups.pop(group_name, None)
    if not group:
        raise ValidationError(f"AutoScalingGroup name not found - {group_name}")
    for state in list(group.instance_states):
        begin_end(group, state)
        end(group, state)
    self.lifecycle_hooks = {
        key: hook for key, hook in self.lifecycle_hooks.items() if hook.auto_scaling_group_name != group_name
    }
    # So do its policies.
    self.policies = {
        key: policy for key, policy in self.policies.items() if policy.auto_scaling_group_name != group_name
    }


def notify_terminate_instances(self, instance_ids):
    """Machines that somebody else has ended; AWS starts others, here a moment later."""
    for group in groups():
        for state in list(group.instance_states):
            if state.instance.id in instance_ids:
                begin_end(group, state)
                group.instance_states.remove(state)


def waiting(response):
    """The group, the machine and the hook of a request about a lifecycle action."""
    name, hook_name = response._get_param("AutoScalingGroupName"), response._get_param("LifecycleHookName")
    instance = response._get_param("InstanceId")
    for group in groups():
        for state in group.instance_states:
            if group.name != name or state.instance.id != instance or state.lifecycle_state not in transitions:
                continue
            hook = hook_of(group, state.lifecycle_state)
            if hook and hook.name == hook_name:
                return group, state
    raise ValidationError(f"No active Lifecycle Action found with instance ID {instance}")


def complete_lifecycle_action(self):
    complete(*waiting(self), self._get_param("LifecycleActionResult"))
    return EmptyResult()


def record_lifecycle_action_heartbeat(self):
    _, state = waiting(self)
    state.since = time.time()
    return EmptyResult()


def start_instance_refresh(self):
    name = self._get_param("AutoScalingGroupName")
    group = backend("autoscaling").autoscaling_groups[name]
    if refresh_of(group):
        raise AutoscalingClientError("InstanceRefreshInProgress", "An Instance Refresh is already in progress")
    refresh = {
        "InstanceRefreshId": str(uuid.uuid4()),
        "AutoScalingGroupName": name,
        "Status": "InProgress",
        "StartTime": datetime.now(timezone.utc),
        "PercentageComplete": 0,
        "InstancesToUpdate": len(staying(group)),
    }
    refreshes.setdefault(name, []).append(refresh)
    return ActionResult({"InstanceRefreshId": refresh["InstanceRefreshId"]})


def cancel_instance_refresh(self):
    name = self._get_param("AutoScalingGroupName")
    refresh = refresh_of(backend("autoscaling").autoscaling_groups[name])
    if not refresh:
        raise AutoscalingClientError("ActiveInstanceRefreshNotFound", "No in progress or pending refresh found")
    refresh.update(Status="Cancelled", EndTime=datetime.now(timezone.utc))
    return ActionResult({"InstanceRefreshId": refresh["InstanceRefreshId"]})


def describe_instance_refreshes(self):
    ids = self._get_param("InstanceRefreshIds", [])
    found = refreshes.get(self._get_param("AutoScalingGroupName"), [])
    found = [one for one in reversed(found) if not ids or one["InstanceRefreshId"] in ids]
    return ActionResult({"InstanceRefreshes": found})


def launch_template(self):
    """The version that the machine was launched with."""
    template = self.auto_scaling_group.ec2_launch_template
    return {
        "LaunchTemplateId": template.id,
        "LaunchTemplateName": template.name,
        "Version": str(self.version),
    }


def create_auto_scaling_group(self, before=AutoScalingResponse.create_auto_scaling_group):
    answer = before(self)
    remember(self)
    return answer


def update_auto_scaling_group(self, before=AutoScalingResponse.update_auto_scaling_group):
    answer = before(self)
    remember(self)
    return answer


def remember(response):
    """What moto forgets, and a provider reads."""
    group = backend("autoscaling").autoscaling_groups[response._get_param("AutoScalingGroupName")]
    warmup = response._get_int_param("DefaultInstanceWarmup")
    if warmup is not None:
        group.default_instance_warmup = warmup


def make_policy(self, *args, before=FakeScalingPolicy.__init__, **more):
    before(self, *args, **more)
    self.enabled = True
    self.predictive_scaling_configuration = self.predictive_scaling_configuration or None


AutoScalingResponse.create_auto_scaling_group = create_auto_scaling_group
AutoScalingResponse.update_auto_scaling_group = update_auto_scaling_group
FakeScalingPolicy.__init__ = make_policy
FakeAutoScalingGroup.set_desired_capacity = set_desired_capacity
InstanceState.launch_template = property(launch_template)
AutoScalingBackend.delete_auto_scaling_group = delete_auto_scaling_group
AutoScalingBackend.notify_terminate_instances = notify_terminate_instances
AutoScalingBackend.update_attached_target_groups = lambda self, group_name: None
AutoScalingResponse.complete_lifecycle_action = complete_lifecycle_action
AutoScalingResponse.record_lifecycle_action_heartbeat = record_lifecycle_action_heartbeat
AutoScalingResponse.start_instance_refresh = start_instance_refresh
AutoScalingResponse.cancel_instance_refresh = cancel_instance_refresh
AutoScalingResponse.describe_instance_refreshes = describe_instance_refreshes
