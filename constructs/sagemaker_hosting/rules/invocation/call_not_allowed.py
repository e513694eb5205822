"""SMH2202."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._callers import FUNCTION, script_of
from sagemaker_hosting.rules._permissions import allows
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CallNotAllowed(Rule):
    """Each way to call an endpoint is an action of its own, streams and asynchronous calls as well.

    The policies of the role are all in the template, and none allows the call that the code makes.
    """

    id = "SMH2202"
    title = "call that the role does not allow"
    resource_types = (FUNCTION,)
    facts = ("invoke-operations",)
    pages = (50, 51, 52)
    url = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each call in the code of the function that is refused."""
        role = resource.related("Role")
        script, code = script_of(resource)
        # Code that takes another role, or a session of its own, has other permissions.
        if role is None or _ANOTHER.search(code) or not _CLIENT.search(code):
            return
        for call, action in _ACTIONS.items():
            if re.search(rf"\.{call}\(", code) and allows(role, action) is False:
                yield self.finding(
                    resource,
                    script,
                    f"the code calls {call}, and no policy of the role {role.logical_id} allows "
                    f"{action}",
                    f"allow {action} on the endpoint",
                )


_CLIENT: Final = re.compile(r"sagemaker-runtime|runtime\.sagemaker|SageMakerRuntime")
_ANOTHER: Final = re.compile(r"assume_role|aws_access_key_id|profile_name")
_ACTIONS: Final = {
    "invoke_endpoint": "sagemaker:InvokeEndpoint",
    "invoke_endpoint_async": "sagemaker:InvokeEndpointAsync",
    "invoke_endpoint_with_response_stream": "sagemaker:InvokeEndpointWithResponseStream",
}
