"""SMH0872."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import CONFIG, PRODUCTION
from sagemaker_hosting.rules._permissions import statements, texts
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, remembered


class SessionOnEverything(Rule):
    """ssm:StartSession on all resources opens a shell on any instance and container.

    It can be kept to one endpoint, whose ARN is the resource.
    """

    id = "SMH0872"
    title = "shell sessions on every target"
    severity = Severity.WARNING
    resource_types = (
        "AWS::IAM::Group",
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::Policy",
        "AWS::IAM::Role",
        "AWS::IAM::User",
    )
    facts = ("ssm-user-iam",)
    pages = (369, 370)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each statement without a limit."""
        if resource.template is None or not any(_shell_access(resource.template)):
            return
        for document in (
            *resource.parts("PolicyDocument"),
            *resource.parts("Policies/*/PolicyDocument"),
        ):
            for statement in statements(document):
                given = statement.get("Resource")
                if (
                    statement.get("Effect").text == "Allow"
                    and "ssm:StartSession" in texts(statement.get("Action"))
                    and "*" in texts(given)
                    and statement.get("Condition").is_absent
                ):
                    yield self.finding(
                        resource,
                        given,
                        "ssm:StartSession is allowed on every resource",
                        "name the endpoint: "
                        "arn:<partition>:sagemaker:<region>:<account>:endpoint/<name>",
                    )


@remembered
def _shell_access(template: Resources) -> Iterator[bool]:
    """Yield True for each variant of the template that gives access to a shell."""
    for config in template.of_type(CONFIG):
        for access in config.values(f"{PRODUCTION}/EnableSSMAccess"):
            if access.boolean:
                yield True
