"""SMH0787."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents, Form
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import LARGE_MODEL_BYTES


class UncompressedAdvised(ArtifactRule):
    """Weights hardly compress, and unpacking hundreds of billions of parameters takes longer
    than downloading them. From the size at which the guide raises time-outs, upload the files
    as they are.
    """

    id = "SMH0787"
    title = "large models without compression"
    severity = Severity.WARNING
    facts = ("unc-why",)
    pages = (312, 313)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if contents.form is Form.PREFIX or declared.multi_model or declared.serverless:
            return
        if contents.unpacked_bytes > LARGE_MODEL_BYTES.value:
            yield self.finding(
                "",
                f"it unpacks to {contents.unpacked_bytes / 10**9:.0f} GB",
                "upload it uncompressed: artifact pack --uncompressed, and ModelDataSource "
                "with S3Prefix "
                "and CompressionType None",
            )
