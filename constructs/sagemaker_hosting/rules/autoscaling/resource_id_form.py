"""SMH0504."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_VARIANT: Final = (
    re.compile(r"endpoint/[a-zA-Z0-9-]+/variant/[a-zA-Z0-9-]+"),
    "endpoint/<endpoint name>/variant/<variant name>",
)
_FORMS: Final = {
    "sagemaker:variant:DesiredInstanceCount": _VARIANT,
    "sagemaker:variant:DesiredProvisionedConcurrency": _VARIANT,
    "sagemaker:inference-component:DesiredCopyCount": (
        re.compile(r"inference-component/[a-zA-Z0-9-]+"),
        "inference-component/<component name>",
    ),
}


class ResourceIdForm(Rule):
    """A variant is endpoint/<name>/variant/<name>, a component inference-component/<name>.

    The scalable dimension must be the one of that kind.
    """

    id = "SMH0504"
    title = "resource id of another dimension"
    resource_types = (
        "AWS::ApplicationAutoScaling::ScalableTarget",
        "AWS::ApplicationAutoScaling::ScalingPolicy",
    )
    facts = (
        "as-register-params",
        "as-resourceid-dimension-consistency",
        "slsas-resource-id",
        "k8s-autoscaling-defaults",
        "ic-target-registration",
    )
    pages = (
        157,
        158,
        172,
        248,
        249,
        287,
        849,
        850,
    )
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a resource id that does not fit."""
        scaled = resource.get("ScalableDimension").text
        identity = resource.get("ResourceId")
        form = _FORMS.get(scaled or "")
        if form is None or identity.text is None:
            return
        if not form[0].fullmatch(identity.text):
            yield self.finding(
                resource,
                identity,
                f"the resource id {identity.text!r} does not go with the dimension {scaled}",
                f"write {form[1]}",
            )
