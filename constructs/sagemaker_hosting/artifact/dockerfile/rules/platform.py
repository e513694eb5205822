"""Rule SMH0779."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile
from sagemaker_hosting.artifact.dockerfile.rule import DockerfileRule, ImageUse
from sagemaker_hosting.core.findings import Finding

_PLATFORMS = {"linux/amd64": "x86_64", "linux/x86_64": "x86_64", "linux/arm64": "arm64"}


class Platform(DockerfileRule):
    """A platform in ``FROM`` wins over that of the build, and so over that of the instances."""

    id = "SMH0779"
    title = "a base image for another processor"
    facts = ("graviton-image-arch",)
    pages = (583, 585)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-graviton.html"

    def check(self, dockerfile: Dockerfile, use: ImageUse) -> Iterator[Finding]:
        """Yield a finding for a stage that becomes the image and is for another processor."""
        for stage in dockerfile.chain[:1]:
            platform = stage.begun.flags.get("platform", "")
            built = _PLATFORMS.get(platform.lower())
            if use.architecture is not None and built not in (None, use.architecture):
                yield self.finding(
                    dockerfile,
                    stage.begun,
                    f"FROM --platform={platform} in an image for {use.architecture} instances: the "
                    "container would fail with 'exec format error'",
                    "leave out --platform; the image is built for the instances",
                )
