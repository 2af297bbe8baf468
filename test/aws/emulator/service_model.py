"""Checks requests against AWS's own service models, which botocore has.

botocore's validator knows types, required members and lower bounds; patterns, upper bounds and the values of
enumerations are checked here. Requests of services with REST protocols (Route 53, S3, EFS) are not checked: only
their actions are found, by method and path.
"""

import base64
import json
import re
from functools import cache
from urllib.parse import parse_qs

from botocore.session import get_session
from botocore.validate import ParamValidator

# By the name in the signature.
names = {
    service: service for service in ("autoscaling", "ec2", "ecr", "iam", "kms", "logs", "sns", "ssm", "sts")
}
names.update(elasticloadbalancing="elbv2", monitoring="cloudwatch")
# Services whose requests name their action only by method and path.
rest = {"dlm": "dlm", "elasticfilesystem": "efs", "route53": "route53", "s3": "s3"}
# Where S3 has a permission of another name than the operation:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
s3_actions = {
    "CompleteMultipartUpload": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketTagging": "PutBucketTagging",
    "DeleteObjects": "DeleteObject",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketCors": "GetBucketCORS",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "HeadObject": "GetObject",
    "ListBuckets": "ListAllMyBuckets",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "UploadPart": "PutObject",
}


@cache
def model_of(service):
    """By botocore's name."""
    return get_session().get_service_model(service)


@cache
def operations_of(service):
    """Name, method, path, and the parameters of the query that it must have."""
    model, found = model_of(rest[service]), []
    for name in model.operation_names:
        operation = model.operation_model(name)
        path, _, fixed = operation.http["requestUri"].partition("?")
        # `{Key+}` may contain slashes.
        path = re.sub(r"\\\{[^}]*\\\+\\\}", ".+", re.escape(path.rstrip("/")))
        path = re.sub(r"\\\{[^}]*\\\}", "[^/]+", path)
        shape = operation.input_shape
        required = [shape.members[member].serialization for member in (shape.required_members if shape else [])]
        # What copies an object needs the same permission as what writes it.
        if operation.deprecated or any(one.get("location") == "header" for one in required):
            continue
        parameters = parse_qs(fixed, keep_blank_values=True)
        parameters.update({one["name"]: None for one in required if one.get("location") == "querystring"})
        found.append((name, operation.http["method"], path, parameters))
    return found


def action_of(service, method, address):
    """The permission that a request to a REST service needs; None if there is no such operation."""
    path, _, query = address.partition("?")
    asked = parse_qs(query, keep_blank_values=True)
    found = [
        (-len(parameters), name)
        for name, its_method, pattern, parameters in operations_of(service)
        if its_method == method
        and re.fullmatch(pattern, path.rstrip("/"))
        and all(word in asked and values in (None, asked[word]) for word, values in parameters.items())
    ]
    name = min(found)[1] if found else None
    return s3_actions.get(name, name) if service == "s3" else name


def faults_of(service, action, fields, body):
    """What is wrong with a request; nothing for services without a model here."""
    if service not in names:
        return []
    model = model_of(names[service])
    if action not in model.operation_names:
        return [f"{service} has no {action}"]
    shape = model.operation_model(action).input_shape
    unknown = []
    if model.metadata["protocol"] == "json":
        parameters = json.loads(body or b"{}")
    else:
        form = Form(fields, model.metadata["protocol"] == "ec2")
        parameters = form.structure(shape, "") if shape else {}
        unknown = [f"{word} is unknown" for word in sorted(set(fields) - form.read - {"Action", "Version"})]
    return unknown + (faults_in(names[service], action, parameters) if shape else [])


def faults_in(service, action, parameters):
    """What is wrong with the parameters of a request."""
    shape = model_of(service).operation_model(action).input_shape
    report = ParamValidator().validate(parameters, shape)
    found = report.generate_report().splitlines() if report.has_errors() else []
    return found + list(bounds(shape, parameters, ""))


class Form:
    """A form of the query protocol, read by a shape."""

    def __init__(self, fields, is_ec2):
        self.fields = fields
        self.is_ec2 = is_ec2
        self.read = set()

    def has(self, prefix):
        return any(word == prefix or word.startswith(prefix + ".") for word in self.fields)

    def value(self, shape, prefix):
        if shape.type_name == "structure":
            return self.structure(shape, prefix)
        if shape.type_name == "list":
            return self.list(shape, prefix)
        if shape.type_name == "map":
            return self.map(shape, prefix)
        self.read.add(prefix)
        text = self.fields.get(prefix, "")
        if shape.type_name in ("integer", "long"):
            return int(text) if re.fullmatch(r"-?\d+", text) else text
        if shape.type_name in ("double", "float"):
            return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text
        if shape.type_name == "boolean":
            return {"true": True, "false": False}.get(text, text)
        return base64.b64decode(text) if shape.type_name == "blob" else text

    def structure(self, shape, prefix):
        found = {}
        for name, member in shape.members.items():
            at = ".".join(filter(None, [prefix, self.name_of(name, member)]))
            if self.has(at):
                found[name] = self.value(member, at)
        return found

    def name_of(self, name, member):
        written = member.serialization
        if not self.is_ec2:
            return written.get("name", name)
        first = written.get("name", name)
        return written.get("queryName", first[0].upper() + first[1:])

    def list(self, shape, prefix):
        self.read.add(prefix)
        if self.is_ec2 or shape.serialization.get("flattened"):
            at = prefix
        else:
            at = f"{prefix}.{shape.member.serialization.get('name', 'member')}"
        found = []
        while self.has(f"{at}.{len(found) + 1}"):
            found.append(self.value(shape.member, f"{at}.{len(found) + 1}"))
        return found

    def map(self, shape, prefix):
        at = prefix if shape.serialization.get("flattened") else f"{prefix}.entry"
        key = shape.key.serialization.get("name", "key")
        value = shape.value.serialization.get("name", "value")
        found = {}
        while self.has(f"{at}.{len(found) + 1}"):
            entry = f"{at}.{len(found) + 1}"
            found[self.value(shape.key, f"{entry}.{key}")] = self.value(shape.value, f"{entry}.{value}")
        return found


def bounds(shape, value, path):
    """What botocore does not look at."""
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, part in value.items():
            if name in shape.members:
                yield from bounds(shape.members[name], part, f"{path}.{name}".lstrip("."))
    elif shape.type_name == "list" and isinstance(value, list):
        for index, part in enumerate(value):
            yield from bounds(shape.member, part, f"{path}[{index}]")
    elif shape.type_name == "map" and isinstance(value, dict):
        for key, part in value.items():
            yield from bounds(shape.key, key, f"{path} (key)")
            yield from bounds(shape.value, part, f"{path}.{key}")
    most, size = shape.metadata.get("max"), len(value) if isinstance(value, (str, list, dict)) else value
    if most is not None and isinstance(size, int) and size > most:
        yield f"{path} is {size}, more than {most}"
    if isinstance(value, str):
        yield from text_faults(shape, value, path)


def text_faults(shape, value, path):
    allowed = shape.metadata.get("enum")
    if allowed and value not in allowed:
        yield f"{path} is {value}, not one of {', '.join(allowed[:10])}"
    pattern = shape.metadata.get("pattern")
    if pattern and not matches(pattern, value):
        yield f"{path} does not match {pattern}"


def matches(pattern, value):
    try:
        return re.fullmatch(pattern, value, re.DOTALL) is not None
    except re.error:
        # Java's classes, such as \p{L}, are unknown to Python.
        return True
