"""SMH1204."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import CONFIG, hosts_one_model, model_of, only
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, remembered

_SEVERAL: Final = 3


class EndpointsToCombine(Rule):
    """Endpoints with the same image on single instances can be one.

    A multi-model endpoint or inference components serve several models from the same instances.
    """

    id = "SMH1204"
    title = "endpoints that could share instances"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("cost-combine-endpoints",)
    pages = (590,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-cost-optimization.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for the first of several endpoints that are alike."""
        mine = _signature(resource)
        if mine is None or resource.template is None:
            return
        (by_signature,) = _by_signature(resource.template)
        alike = by_signature.get(mine, [])
        if len(alike) >= _SEVERAL and alike[0].logical_id == resource.logical_id:
            names = ", ".join(each.logical_id for each in alike)
            yield self.finding(
                resource,
                "ProductionVariants",
                f"{names} run the same image on one {mine[1]} each",
                "look at their CPUUtilization: what is idle can move into one multi-model "
                "endpoint or into "
                "inference components",
            )


def _signature(config: Resource) -> tuple[str, str] | None:
    """Return image and instance type of an endpoint of one model on one instance; else None."""
    variant = only(config, "ProductionVariants")
    if variant is None or variant.get("InitialInstanceCount").number != 1:
        return None
    kind, model = variant.get("InstanceType").text, model_of(config, variant)
    if kind is None or model is None or not hosts_one_model(model):
        return None
    image = model.get("PrimaryContainer/Image")
    return None if image.is_absent or not image.is_given else (repr(image.raw), kind)


@remembered
def _by_signature(template: Resources) -> Iterator[dict[tuple[str, str], list[Resource]]]:
    """Yield, once, the configurations of a template by image and instance type."""
    found: dict[tuple[str, str], list[Resource]] = {}
    for config in template.of_type(CONFIG):
        signature = _signature(config)
        if signature is not None:
            found.setdefault(signature, []).append(config)
    yield found
