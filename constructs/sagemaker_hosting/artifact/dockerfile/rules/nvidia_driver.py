"""Rule SMH0776."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile
from sagemaker_hosting.artifact.dockerfile.rule import DockerfileRule, ImageUse
from sagemaker_hosting.core.findings import Finding, Severity

_INSTALLS: Final = re.compile(
    r"\b(?:apt|apt-get|aptitude|dnf|microdnf|yum)\b[^;&|]*\binstall\b[^;&|]*"
)
_DRIVER: Final = re.compile(
    r"\b(?:nvidia-driver\S*|nvidia-utils-\d\S*|nvidia-dkms\S*|cuda-drivers\S*"
    r"|libnvidia-(?!container)\S+|xserver-xorg-video-nvidia\S*)"
)
_RUNFILE: Final = re.compile(r"NVIDIA-Linux-\S+\.run")


class NvidiaDriver(DockerfileRule):
    """The driver belongs to the instance, and a container sees that of the instance.

    One in the image hides it, and stops working where the instance has another version.
    """

    id = "SMH0776"
    title = "a GPU driver inside the image"
    severity = Severity.WARNING
    facts = ("gpu-no-driver-in-image",)
    pages = (594,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html"

    def check(self, dockerfile: Dockerfile, use: ImageUse) -> Iterator[Finding]:
        """Yield a finding for each instruction that installs one."""
        for each in dockerfile.all("RUN"):
            text = f"{each.text}\n{each.script}"
            names = [name for call in _INSTALLS.findall(text) for name in _DRIVER.findall(call)]
            names += _RUNFILE.findall(text)
            if names:
                yield self.finding(
                    dockerfile,
                    each,
                    f"{names[0]} is a part of the NVIDIA driver, which the instance brings",
                    "leave it out; the CUDA toolkit alone may be in the image",
                )
