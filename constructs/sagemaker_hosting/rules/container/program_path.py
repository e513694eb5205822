"""SMH0280."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ProgramPath(Rule):
    """SAGEMAKER_PROGRAM is the file name of a Python script in the code directory.

    The containers import it from there by its name: a path or another kind of file is not
    found.
    """

    id = "SMH0280"
    title = "inference script that is not found"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("graviton-env-sample", "seed002-entry-point")
    pages = (513, 570, 585)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/adapt-inference-container.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each program that is no plain file name."""
        for container in containers(resource):
            program = container.get("Environment/SAGEMAKER_PROGRAM")
            text = program.text
            if text and ("/" in text or not text.endswith(".py")):
                yield self.finding(
                    resource,
                    program,
                    f"SAGEMAKER_PROGRAM is {text!r}",
                    "write the name of the script alone, such as inference.py, and put it into "
                    "code/ of "
                    "the archive (SAGEMAKER_SUBMIT_DIRECTORY: /opt/ml/model/code)",
                )
