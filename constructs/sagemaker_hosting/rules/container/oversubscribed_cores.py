"""SMH0255."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._environment import number_of
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OversubscribedCores(Rule):
    """Each worker has OMP_NUM_THREADS threads; more threads than vCPUs hinder one another."""

    id = "SMH0255"
    title = "more threads than vCPUs"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("env-omp-threads",)
    pages = (292,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-optimize.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each container that asks for too many threads."""
        for variant, model in served(resource):
            kind = instance_type(variant.get("InstanceType").text or "")
            if kind is None or kind.vcpus is None:
                continue
            for container in containers(model):
                threads = container.get("Environment/OMP_NUM_THREADS")
                workers = None if threads.is_absent else number_of(container, "workers")
                if threads.number is None or workers is None:
                    continue
                total = threads.number * workers
                if total > kind.vcpus:
                    yield self.finding(
                        model,
                        threads,
                        f"{workers:g} {'worker' if workers == 1 else 'workers'} of "
                        f"{threads.number:g} threads make {total:g}, and {kind.name} has "
                        f"{kind.vcpus} vCPUs",
                        f"set OMP_NUM_THREADS to {max(1, int(kind.vcpus // workers))} or less",
                    )
