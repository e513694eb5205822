"""Rule SMH0772."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile
from sagemaker_hosting.artifact.dockerfile.rule import DockerfileRule, ImageUse
from sagemaker_hosting.core.findings import Finding

_MAY_BRING: Final = re.compile(r"serve\b|sagemaker", re.IGNORECASE)


class NothingServes(DockerfileRule):
    """SageMaker starts an inference container as ``docker run IMAGE serve``.

    Without an ``ENTRYPOINT`` that is the name of a program, and what ``CMD`` says is not run.
    """

    id = "SMH0772"
    title = "an image in which nothing answers to serve"
    facts = ("container-run-serve",)
    pages = (593,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html"

    def check(self, dockerfile: Dockerfile, use: ImageUse) -> Iterator[Finding]:
        """Yield a finding where neither the image nor its base can have such a program."""
        if not dockerfile.starts_bare or dockerfile.last("ENTRYPOINT") is not None:
            return
        if any(
            _MAY_BRING.search(f"{each.text}\n{each.script}") for each in dockerfile.instructions
        ):
            return
        if dockerfile.has_in_context("serve"):
            return
        command = dockerfile.last("CMD")
        yield self.finding(
            dockerfile,
            command,
            "the image has no ENTRYPOINT and no program called serve"
            + ("; SageMaker does not run CMD" if command is not None else ""),
            "write ENTRYPOINT in its exec form, such as "
            'ENTRYPOINT ["python", "serve.py"]; it is given the argument serve',
        )
