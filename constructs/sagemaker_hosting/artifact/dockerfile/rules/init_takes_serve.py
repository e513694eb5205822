"""Rule SMH0775."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile
from sagemaker_hosting.artifact.dockerfile.rule import DockerfileRule, ImageUse
from sagemaker_hosting.core.findings import Finding, Severity


class InitTakesServe(DockerfileRule):
    """What SageMaker adds to the entry point is its last word: ``serve``.

    An init program that is followed by no other takes that for the program to run.
    """

    id = "SMH0775"
    title = "an init program that is told to run serve"
    severity = Severity.WARNING
    facts = ("seed003-tini",)
    pages = (593,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html"

    def check(self, dockerfile: Dockerfile, use: ImageUse) -> Iterator[Finding]:
        """Yield a finding for an init program without a program behind it."""
        found = dockerfile.last("ENTRYPOINT")
        words = (found.words or []) if found is not None else []
        if not words or words[0].rpartition("/")[2] not in ("tini", "dumb-init"):
            return
        if all(word.startswith("-") for word in words[1:]) and dockerfile.starts_bare:
            yield self.finding(
                dockerfile,
                found,
                f"ENTRYPOINT starts {words[0]} and no program behind it, so that it runs serve",
                f'name the server behind it: ENTRYPOINT ["{words[0]}", "--", "python", "serve.py"]',
            )
