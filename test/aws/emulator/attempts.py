"""Requests that a client of AWS repeats, as its SDK numbers them.

A client repeats a request that AWS throttles, or whose answer it did not get. The latter may have changed something,
and the second try then fails: the run must know that, and why.
https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
"""

import time

# By the id of the invocation, how each of its attempts ended.
attempts = {}


class Attempts:
    def __init__(self, application, faults):
        self.application = application
        self.faults = faults

    def __call__(self, environ, start_response):
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if not invocation:
            return self.application(environ, start_response)
        before = attempts.setdefault(invocation, [])
        if before and not before[-1].startswith("503"):
            number = environ.get("HTTP_AMZ_SDK_REQUEST")
            self.faults.append(f"a request was repeated ({number}) after: {'; '.join(before)}")
        begin = time.time()
        before.append("no answer yet")
        index = len(before) - 1

        def start(status, headers, *words):
            before[index] = f"{status} in {time.time() - begin:.1f} s"
            return start_response(status, headers, *words)

        try:
            return self.application(environ, start)
        except Exception as error:
            before[index] = f"{error!r} in {time.time() - begin:.1f} s"
            raise
