"""SMH0803."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._permissions import allows
from sagemaker_hosting.rules._roles import bucket_decides
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PrefixNotListable(Rule):
    """Whoever downloads a prefix lists it first, and so does SageMaker with the execution role.

    The policies of the role are all in the template, and none allows s3:ListBucket.
    """

    id = "SMH0803"
    title = "role that cannot list the prefix of the model"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("unc-role-listbucket", "mme-console-role")
    pages = (78, 314)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each prefix that the role cannot list."""
        role = resource.related("Role")
        if role is None or bucket_decides(resource) or allows(role, "s3:ListBucket") is not False:
            return
        for container in containers(resource):
            source = container.part("ModelDataSource/S3DataSource")
            prefixes = []
            if source.get("S3DataType").text == "S3Prefix":
                prefixes.append(source.get("S3Uri"))
            if container.get("Mode").text == "MultiModel":
                prefixes.append(container.get("ModelDataUrl"))
            for prefix in prefixes:
                if prefix.is_given:
                    yield self.finding(
                        resource,
                        prefix,
                        f"the model data is a prefix, and no policy of the role {role.logical_id} "
                        "allows s3:ListBucket",
                        "allow s3:ListBucket on the bucket, with a condition on s3:prefix",
                    )
