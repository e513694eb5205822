"""The page from a pickle to /invocations, followed to the letter: files, commands, output."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "from-pickle-to-invocations.md"
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Walk:
    """Someone who follows the page in an empty directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.ran: list[str] = []
        self._served: subprocess.Popen[str] | None = None
        self._environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "CDK_OUTDIR": str(directory / "cdk.out"),
            "NO_COLOR": "1",
        }

    def write(self, text: str) -> None:
        """Write a block to the file that its first line names."""
        name = text.splitlines()[0].removeprefix("# ")
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def type(self, text: str) -> None:
        """Type the commands of a block, and compare what they print with what the page shows."""
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
            if command.startswith("pip install"):
                continue
            self.ran.append(command)
            printed = self._serve(command) if " serve " in command else self._run(command)
            pattern = ".*?".join(re.escape(part) for part in shown.strip("\n").split("..."))
            if shown:
                assert re.fullmatch(pattern, printed.strip("\n"), re.DOTALL), printed

    def _run(self, command: str) -> str:
        finished = subprocess.run(
            ["bash", "-c", command],
            cwd=self.directory,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=240,
            check=False,
        )
        assert finished.returncode == 0, finished.stdout
        return finished.stdout

    def _serve(self, command: str) -> str:
        self._served = subprocess.Popen(
            command.split(),
            cwd=self.directory,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._served.stdout is not None
        printed = ""
        for line in self._served.stdout:
            printed += line
            if line.startswith("POST"):
                return printed
        raise AssertionError(printed)

    def interrupt(self) -> str:
        """Press Ctrl-C where the model is served; return what is printed then."""
        assert self._served is not None
        self._served.send_signal(signal.SIGINT)
        return self._served.communicate(timeout=40)[0]

    def leave(self) -> None:
        if self._served:
            self._served.kill()
            self._served.communicate()


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    one = Walk(tmp_path)
    yield one
    one.leave()


def test_the_page_does_what_it_says(walk: Walk) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    text = PAGE.read_text(encoding="utf-8").replace("8080", port)
    blocks = BLOCK.findall(text)
    for language, content in blocks:
        if language == "python":
            walk.write(content)
        else:
            walk.type(content)
    assert len([language for language, _ in blocks if language == "python"]) == 3
    assert {command.split()[2] for command in walk.ran if command.startswith("sagemaker")} == {
        "check",
        "pack",
        "test",
        "serve",
    }
    assert "ended after" in walk.interrupt()
