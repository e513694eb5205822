"""SMH1894."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import is_well_formed
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class TransformInstanceType(RequestRule):
    """SageMaker has instance types of its own: ml.m5.xlarge, not m5.xlarge."""

    id = "SMH1894"
    title = "no instance type of SageMaker"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-instance-type-form",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformResources.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for an instance type of another form."""
        value = request.get("TransformResources/InstanceType")
        if value.text is not None and not is_well_formed(value.text):
            name = value.text.removeprefix("ml.")
            yield self.finding(
                resource,
                value,
                f"{value.text!r} is no instance type of SageMaker",
                f"set InstanceType to 'ml.{name}' or another ml.<family>.<size>"
                if is_well_formed(f"ml.{name}")
                else "set InstanceType to one such as 'ml.m5.xlarge'",
            )
