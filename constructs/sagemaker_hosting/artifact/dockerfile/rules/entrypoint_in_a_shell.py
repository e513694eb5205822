"""Rule SMH0773."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile
from sagemaker_hosting.artifact.dockerfile.rule import DockerfileRule, ImageUse
from sagemaker_hosting.core.findings import Finding, Severity


class EntrypointInAShell(DockerfileRule):
    """In the shell form a shell is process 1: it hands no signal on, and takes no argument.

    The server is then killed with the requests that it is answering.
    """

    id = "SMH0773"
    title = "an entry point that hears no signal"
    severity = Severity.WARNING
    facts = ("seed003-contract",)
    pages = (613,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html"

    def check(self, dockerfile: Dockerfile, use: ImageUse) -> Iterator[Finding]:
        """Yield a finding for an entry point that a shell runs, unless it hands over to it."""
        found = dockerfile.last("ENTRYPOINT")
        if found is None or found.words is not None or found.text.startswith("exec "):
            return
        yield self.finding(
            dockerfile,
            found,
            f"ENTRYPOINT {found.text} is run by a shell, which passes on neither SIGTERM nor serve",
            "write the exec form, a JSON array of strings",
        )
