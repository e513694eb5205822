"""SMH2114."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.pipelines import (
    JOB_NAMES,
    JOB_PREFIX_LENGTH,
    JOB_PREFIX_LENGTH_OF_MANY,
)
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class JobPrefixLength(Rule):
    """A prefix of job names is followed by the ids of execution and attempt, which take room."""

    id = "SMH2114"
    title = "long prefix of job names"
    resource_types = (PIPELINE,)
    facts = ("pl-prefix-length",)
    pages = (635,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each prefix that is too long."""
        for step in steps(resource):
            if step.type not in JOB_NAMES:
                continue
            prefix = step.view.get(f"Arguments/{JOB_NAMES[step.type][0]}")
            many = step.type in ("AutoML", "Tuning")
            limit = (JOB_PREFIX_LENGTH_OF_MANY if many else JOB_PREFIX_LENGTH).value
            if prefix.text is not None and len(prefix.text) > limit:
                yield self.finding(
                    resource,
                    prefix,
                    f"the prefix {prefix.text} has {len(prefix.text)} characters; allowed are "
                    f"{limit}",
                    "shorten the prefix",
                )
