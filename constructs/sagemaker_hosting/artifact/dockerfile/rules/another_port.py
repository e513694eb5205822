"""Rule SMH0774."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile
from sagemaker_hosting.artifact.dockerfile.rule import DockerfileRule, ImageUse
from sagemaker_hosting.core.findings import Finding, Severity

_PORT: Final = re.compile(r"(\d+)(?:/tcp)?")


class AnotherPort(DockerfileRule):
    """SageMaker asks for /ping and /invocations on port 8080 and on no other.

    One of several containers listens where ``SAGEMAKER_BIND_TO_PORT`` says instead.
    """

    id = "SMH0774"
    title = "a server on a port that nobody asks"
    severity = Severity.WARNING
    facts = ("container-contract",)
    pages = (613,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html"

    def check(self, dockerfile: Dockerfile, use: ImageUse) -> Iterator[Finding]:
        """Yield a finding where ports are exposed and 8080 is not among them."""
        words = [(each, word) for each in dockerfile.all("EXPOSE") for word in each.text.split()]
        ports = [(each, _PORT.fullmatch(word)) for each, word in words]
        if use.among_others or not ports or any(port is None for _, port in ports):
            return
        known = {port[1] for _, port in ports if port is not None}
        if "8080" not in known:
            yield self.finding(
                dockerfile,
                ports[0][0],
                f"EXPOSE names port {', '.join(sorted(known))} and not 8080",
                "let the server listen on 8080",
            )
