"""Data Lifecycle Manager, which moto lacks: it keeps policies, and takes no snapshots.

https://docs.aws.amazon.com/dlm/latest/APIReference/Welcome.html
"""

import json
import secrets

from amendments import account, region
from service_model import faults_in

policies = {}


def answer(method, path, body):
    """The status, and what the service answers; and what its service model does not allow."""
    parameters = json.loads(body) if body else {}
    place, _, name = path.strip("/").partition("/")
    if (method, place, name) == ("POST", "policies", ""):
        id = f"policy-{secrets.token_hex(8)}"
        arn = f"arn:aws:dlm:{region}:{account}:policy/{id}"
        policies[id] = {**parameters, "PolicyId": id, "PolicyArn": arn}
        return 200, {"PolicyId": id}, faults_in("dlm", "CreateLifecyclePolicy", parameters)
    if place == "tags" and method == "GET":
        tags = next((one.get("Tags", {}) for one in policies.values() if one["PolicyArn"] == name), {})
        return 200, {"Tags": tags}, []
    if place == "policies" and name in policies:
        if method == "DELETE":
            del policies[name]
        elif method == "PATCH":
            policies[name].update(parameters)
            return 200, {}, faults_in("dlm", "UpdateLifecyclePolicy", {**parameters, "PolicyId": name})
        return 200, {"Policy": policies[name]} if method == "GET" else {}, []
    return 404, {"Code": "ResourceNotFoundException", "Message": "not found"}, []
