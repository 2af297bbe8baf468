"""What was asked of the API."""

import io
import time
from urllib.parse import parse_qsl

from service_model import action_of, faults_of, rest

# The access key of the test itself: it does what no deployer has to.
tester = "tester"

calls = []
actions = set()
machine_actions = set()
faults = []


def note_call(environ):
    """Remembers what the call asks for, and leaves the request as it was."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    # AWS4-HMAC-SHA256 Credential=KEY/DAY/REGION/SERVICE/aws4_request, …
    scope = environ.get("HTTP_AUTHORIZATION", "").partition(",")[0].split("/")
    service = scope[3] if len(scope) == 5 else ""
    parameters = {} if service in rest else dict(parse_qsl(body.decode(errors="replace")))
    action = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2] or parameters.get("Action")
    if service in rest:
        action = action_of(service, environ["REQUEST_METHOD"], environ["RAW_URI"])
    machine = environ.pop("HTTP_X_EMULATOR_MACHINE", None)
    if action and service:
        prefix = "cloudwatch" if service == "monitoring" else service
        if machine:
            machine_actions.add(f"{prefix}:{action}")
        elif not scope[0].endswith(f"={tester}"):
            actions.add(f"{prefix}:{action}")
        form = dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
        try:
            found = faults_of(service, action, form, body)
        except Exception as error:  # The request itself is answered all the same.
            found = [f"cannot be checked: {error!r}"]
        faults.extend(f"{service}:{action}: {fault}" for fault in found)
    if action and not action.startswith(("Describe", "Get", "List")):
        calls.append({"time": time.time(), "action": action, "parameters": parameters})
    return service, action
