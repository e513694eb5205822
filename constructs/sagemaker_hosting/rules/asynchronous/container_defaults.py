"""SMH1413."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.images import Owner
from sagemaker_hosting.facts.model_servers import Setting, server_of, variables_for
from sagemaker_hosting.rules._async import asynchronous_models
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_PREFIX: Final = {"multi-model-server": "MMS", "torchserve": "TS"}
_LIMITED: Final[tuple[Setting, ...]] = ("timeout", "request bytes", "response bytes")


class ContainerDefaults(Rule):
    """An asynchronous request may be 1 GB large and take an hour.

    The model servers of AWS's images end it after a minute or so, and refuse more than a few MB,
    until their variables say otherwise.
    """

    id = "SMH1413"
    title = "asynchronous requests within the limits of real time"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("async-container-env-raise-limits", "async-env-huggingface")
    pages = (267, 270, 271)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each container of AWS that was left at its defaults."""
        for model in asynchronous_models(resource):
            for container in containers(model):
                image = image_of(container)
                if image is None or image.owner is not Owner.DEEP_LEARNING:
                    continue
                prefix = _PREFIX.get(server_of(image.repository, image.tag) or "")
                set_up = any(
                    not container.get(f"Environment/{name}").is_absent
                    for setting in _LIMITED
                    for name in variables_for(setting)
                )
                if prefix is not None and not set_up:
                    yield self.finding(
                        model,
                        container.get("Image"),
                        f"{image.repository} serves asynchronous requests with the time and size "
                        "limits of its model server",
                        f"set {prefix}_DEFAULT_RESPONSE_TIMEOUT, {prefix}_MAX_REQUEST_SIZE and "
                        f"{prefix}_MAX_RESPONSE_SIZE in Environment if requests are long or large",
                    )
