"""The rule catalogue as a validation plugin of the CDK."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import jsii

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules import check_template, check_update

PLUGIN_NAME = "sagemaker-hosting"


@jsii.implements(cdk.IPolicyValidationPlugin)
class HostingRules:
    """Every rule of the catalogue, run over the synthesized templates of an app.

    What escape hatches, aspects and other teams' L1 constructs produced is checked as well. An
    error fails the synthesis; warnings are reported; what is merely worth knowing is left to
    ``sagemaker-hosting check``. A finding is acknowledged as any other of the CDK::

        cdk.Validations.of(app).add_plugins(hosting.HostingRules())
        cdk.Validations.of(construct).acknowledge(
            cdk.Acknowledgment(
                id="sagemaker-hosting::SMH0207", reason="the tag is immutable in this repository"
            )
        )

    Args:
        against: A folder of templates as they are deployed, by the names that the CDK gives them: a
            cloud assembly that was kept, say. What may not change from those to the new ones is
            reported as well. Default: the new templates alone are looked at.

    Source: https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
    """

    def __init__(self, *, against: str | Path | None = None) -> None:
        self._against = Path(against) if against is not None else None

    @property
    @jsii.member(jsii_name="name")
    def name(self) -> str:
        """The prefix of acknowledgement ids."""
        return PLUGIN_NAME

    @property
    @jsii.member(jsii_name="version")
    def version(self) -> str:
        """The version of the catalogue, which is that of the distribution."""
        from importlib.metadata import version  # only where a report is written

        return version("cdk-sagemaker-hosting")

    @property
    @jsii.member(jsii_name="ruleIds")
    def rule_ids(self) -> list[str]:
        """The ids of all rules."""
        from sagemaker_hosting.rules import every_rule  # only where a report is written

        return [rule.id for rule in every_rule()]

    @jsii.member(jsii_name="validate")
    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Run the rules over every template of the app."""
        violations = []
        failed = False
        for path in context.template_paths:
            template = json.loads(Path(path).read_text(encoding="utf-8"))
            for finding in (*check_template(template), *self._changes(path, template)):
                if finding.severity is Severity.INFO:
                    continue
                failed = failed or finding.severity is Severity.ERROR
                violations.append(_violation(finding, path))
        return cdk.PolicyValidationPluginReport(success=not failed, violations=violations)

    def _changes(self, path: str, template: dict[str, Any]) -> list[Finding]:
        """Return what is wrong with the step from the deployed template to this one."""
        if self._against is None:
            return []
        deployed = self._against / Path(path).name
        if not deployed.is_file():  # a new stack
            return []
        return check_update(json.loads(deployed.read_text(encoding="utf-8")), template)


def _violation(finding: Finding, path: str) -> cdk.PolicyViolation:
    return cdk.PolicyViolation(
        rule_name=finding.rule,
        description=finding.message,
        # The CDK prints the fix and not the metadata, so the source goes with the fix.
        fix=f"{finding.fix} (see {finding.source})",
        severity=finding.severity.value,
        rule_metadata={"source": finding.url, "facts": ", ".join(finding.facts)},
        violating_resources=[
            cdk.PolicyViolatingResource(
                resource_logical_id=finding.resource,
                template_path=path,
                locations=[finding.property] if finding.property else [],
            )
        ],
    )
