"""SMH1405."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._async import NOTIFICATION
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_TOPICS: Final = {
    "SUCCESS_NOTIFICATION_TOPIC": "SuccessTopic",
    "ERROR_NOTIFICATION_TOPIC": "ErrorTopic",
}


class ResponseToNoTopic(Rule):
    """A response is included in the message to a topic, which has to be there."""

    id = "SMH1405"
    title = "response included in no notification"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("async-include-response-in",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceNotificationConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each topic that is not configured."""
        for kind in resource.values(f"{NOTIFICATION}/IncludeInferenceResponseIn/*"):
            topic = _TOPICS.get(kind.text or "")
            if topic is not None and resource.get(f"{NOTIFICATION}/{topic}").is_absent:
                yield self.finding(
                    resource,
                    kind,
                    f"the response is to be in {kind.text}, and there is no {topic}",
                    f"set {topic}, or remove {kind.text} (include_response_in=)",
                )
