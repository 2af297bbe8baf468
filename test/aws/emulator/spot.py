"""Spot instances with their requests, which a provider reads back. Imported once, it changes moto's classes.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SpotInstanceRequest.html
"""

from types import SimpleNamespace

from moto.ec2.models.instances import InstanceBackend


def run_instances(self, *args, before=InstanceBackend.run_instances, **more):
    reservation = before(self, *args, **more)
    for instance in reservation.instances:
        if instance.lifecycle == "spot":
            instance.spot_instance_request_id = instance.id.replace("i-", "sir-")
            self.spot_instance_requests[instance.spot_instance_request_id] = SimpleNamespace(
                id=instance.spot_instance_request_id,
                spot_instance_request_id=instance.spot_instance_request_id,
                instance_id=instance.id,
                state="active",
                status={"Code": "fulfilled", "Message": "Your spot request is fulfilled."},
                type="one-time",
                spot_price="0.020800",
                instance_interruption_behavior="terminate",
            )
    return reservation


InstanceBackend.run_instances = run_instances
