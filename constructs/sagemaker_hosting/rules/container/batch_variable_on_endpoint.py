"""SMH0282."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import configs_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class BatchVariableOnEndpoint(Rule):
    """SAGEMAKER_CUDA_COMPAT_DISABLED is a setting of batch transform jobs.

    On an endpoint the machine image decides about the CUDA compatibility libraries.
    """

    id = "SMH0282"
    title = "setting of transform jobs on an endpoint"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("batch-cuda-compat-env",)
    pages = (601,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-gpu-drivers.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each such setting."""
        for container in containers(resource):
            disabled = container.get("Environment/SAGEMAKER_CUDA_COMPAT_DISABLED")
            if disabled.is_given and configs_of(resource):
                yield self.finding(
                    resource,
                    disabled,
                    "SAGEMAKER_CUDA_COMPAT_DISABLED is documented for transform jobs, and the "
                    "model is "
                    "served by an endpoint",
                    "choose an InferenceAmiVersion that does not mount the libraries "
                    "(al2-ami-sagemaker-inference-gpu-2-1 or later)",
                )
