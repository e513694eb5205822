"""SMH0745."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from sagemaker_hosting.artifact.config.requirements import Form, Requirement
from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules._requirements import read_requirements
from sagemaker_hosting.artifact.script.imports import Imported, imports_of
from sagemaker_hosting.artifact.script.parse import handler_script
from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.image_packages import distributions_of, modules_of


def _is_here(contents: Contents, folder: str, module: str) -> bool:
    """Return whether a module lies beside the script, or below the model directory."""
    for base in (folder, f"{folder}/lib", ""):
        place = f"{base}/{module}" if base else module
        if contents.has_folder(place) or f"{place}.py" in contents.paths:
            return True
        if any(path.startswith(f"{place}.") and path.endswith(".so") for path in contents.paths):
            return True
    return False


def _may_bring_anything(requirement: Requirement, imports: Mapping[str, Imported]) -> bool:
    """Return whether nobody knows what a requirement is called when it is imported."""
    if requirement.form is Form.OPTION:
        return requirement.text.startswith(("-r", "--requirement"))
    if requirement.form is not Form.NAMED:
        return not requirement.name
    return not any(requirement.name in distributions_of(top) for top in imports)


class MissingImport(ArtifactRule):
    """What the script imports has to be in the image, in ``code/`` or in
    ``code/requirements.txt``. Otherwise every worker ends with ``ModuleNotFoundError``, and
    the endpoint with a health check that timed out.
    """

    id = "SMH0745"
    title = "imports that something provides"
    severity = Severity.WARNING
    facts = ("torchserve-requirements-preinstall", "artifact-archive-layout")
    pages = (375, 376)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-torchserve.html"
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        script = handler_script(contents, declared)
        provided = modules_of(declared.framework) if declared.framework else None
        if script is None or provided is None:
            return
        folder = script.path.rpartition("/")[0]
        requirements = read_requirements(contents, folder)
        imports = {each.top: each for each in reversed(imports_of(script))}
        missing = [
            each
            for top, each in imports.items()
            if top not in provided
            and top not in sys.stdlib_module_names
            and not _is_here(contents, folder, top)
            and not any(requirement.name in distributions_of(top) for requirement in requirements)
        ]
        if any(_may_bring_anything(requirement, imports) for requirement in requirements):
            return
        for each in sorted(missing, key=lambda found: found.line):
            yield self.finding(
                script.path,
                f"it imports {each.module}, which neither the image nor code/requirements.txt "
                "provides",
                f"add {min(distributions_of(each.top), key=len)} to code/requirements.txt, or "
                "the package "
                "to code/",
                line=each.line,
            )
