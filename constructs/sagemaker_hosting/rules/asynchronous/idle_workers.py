"""SMH1403."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._async import CLIENT, asynchronous_models
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._environment import settings
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class IdleWorkers(Rule):
    """No more workers are busy than requests are sent to an instance at a time."""

    id = "SMH1403"
    title = "workers that never get a request"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("async-max-concurrent-1",)
    pages = (295,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-troubleshooting.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each setting with more workers than requests."""
        most = resource.get(f"{CLIENT}/MaxConcurrentInvocationsPerInstance")
        if most.number is None:
            return
        for model in asynchronous_models(resource):
            for container in containers(model):
                for name, value, workers in settings(container, "workers"):
                    if workers > most.number:
                        yield self.finding(
                            model,
                            value,
                            f"{name} is {workers:g}, and an instance gets {most.number:g} "
                            f"{'request' if most.number == 1 else 'requests'} at a time",
                            f"set {name} to {most.number:g}, or raise "
                            "MaxConcurrentInvocationsPerInstance "
                            "(max_concurrent_invocations_per_instance=)",
                        )
