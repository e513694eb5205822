"""SMH0751."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.config.requirements import (
    Form,
    Requirement,
    normalized,
    parse_requirements,
)
from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules._requirements import requirements_path
from sagemaker_hosting.core.findings import Finding


def _is_fetched(each: Requirement) -> bool:
    return each.form in (Form.NAMED, Form.ADDRESS, Form.EDITABLE)


def _has_all(contents: Contents, wanted: list[Requirement]) -> bool:
    """Return whether wheels of all of them lie in the artifact, for ``--find-links``."""
    wheels = {
        normalized(path.rpartition("/")[2].split("-")[0])
        for path in contents.paths
        if path.endswith(".whl")
    }
    return all(each.name in wheels for each in wanted)


class RequirementsIsolated(ArtifactRule):
    """``code/requirements.txt`` is installed from the network when the container starts. Under
    network isolation there is none, so the container never becomes healthy.
    """

    id = "SMH0751"
    title = "no requirements under network isolation"
    facts = ("torchserve-requirements-network",)
    pages = (375,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        path = requirements_path(declared)
        if not declared.network_isolation or path is None or path not in contents.paths:
            return
        wanted = [
            each for each in parse_requirements(contents.text(path) or "") if _is_fetched(each)
        ]
        if wanted and not _has_all(contents, wanted):
            yield self.finding(
                path,
                f"{len(wanted)} requirements have to be installed, and the model has network "
                "isolation",
                "build an image with the packages in it, or add the packages themselves to code/",
                line=wanted[0].line,
            )
