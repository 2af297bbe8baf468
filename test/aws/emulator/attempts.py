"""Requests that a client of AWS repeats, as its SDK numbers them.

Now and then a client does not get an answer of this server, on a busy computer, and repeats the request. It gets the
same answer again: a second try of what has already been done would fail. What AWS throttles is no such request.
https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
"""

import sys
from collections import OrderedDict

most = 1000


class Attempts:
    def __init__(self, application):
        self.application = application
        # By the id of the invocation; the newest last.
        self.answers = OrderedDict()

    def __call__(self, environ, start_response):
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if not invocation:
            return self.application(environ, start_response)
        if invocation in self.answers:
            status, headers, body = self.answers[invocation]
            print(f"repeated ({environ.get('HTTP_AMZ_SDK_REQUEST')}) after {status}", file=sys.stderr)
        else:
            status, headers, body = self.ask(environ)
            if not status.startswith("5"):
                self.answers[invocation] = (status, headers, body)
                if len(self.answers) > most:
                    self.answers.popitem(last=False)
        start_response(status, headers)
        return [body]

    def ask(self, environ):
        answer = []

        def start(status, headers, *_words):
            answer[:] = [status, headers]

        body = b"".join(self.application(environ, start))
        return (*answer, body)
