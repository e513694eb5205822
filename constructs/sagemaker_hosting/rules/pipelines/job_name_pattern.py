"""SMH2113."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.pipelines import JOB_NAMES, STEP_ACTIONS
from sagemaker_hosting.rules._permissions import ROLE, resources_allowed
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules._registry import as_pattern
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class JobNamePattern(Rule):
    """Jobs of a pipeline are named pipelines-<execution>-<step>, or after a prefix of the step.

    A policy that names other jobs does not let them start.
    """

    id = "SMH2113"
    title = "policy about other job names"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-job-name-format",)
    pages = (634, 635, 636, 637)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each step whose job has another name than the policy."""
        template = resource.template
        role = template.named(resource.get("RoleArn"), ROLE, "") if template else None
        if role is None:
            return
        for step in steps(resource):
            if step.type not in JOB_NAMES:
                continue
            argument, kind = JOB_NAMES[step.type]
            patterns = resources_allowed(role, STEP_ACTIONS[step.type][0])
            prefix = step.view.get(f"Arguments/{argument}")
            if not patterns or not (prefix.is_absent or prefix.text):
                continue
            begin = prefix.text or "pipelines"
            name = f"arn:aws:sagemaker:eu-west-1:111122223333:{kind}/{begin}-abcdefghijkl-x"
            if not any(fnmatchcase(name, as_pattern(pattern)) for pattern in patterns):
                yield self.finding(
                    resource,
                    step.view,
                    f"the job of {step.name} is named {begin}-..., and the role {role.logical_id} "
                    f"may create {patterns[0].rpartition(':')[2]}",
                    f"allow {kind}/{begin}-* to the role",
                )
