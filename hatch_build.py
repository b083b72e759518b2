"""Builds the native library while the package is built, where there is a C compiler.

Without one the package is pure Python: slower on large conflicts, and nothing else.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

KERNELS = Path("src/countermove/kernels")
FLAGS = ["-O3", "-shared", "-fPIC", "-std=gnu11", "-Wno-psabi"]


class NativeHook(BuildHookInterface[Any]):
    """Compiles ``kernels/*.c`` into one library for each kind of processor."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and mark the wheel as one for this kind of machine if that worked."""
        compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc")
        if compiler is None or sys.platform == "win32" or os.environ.get("COUNTERMOVE_NATIVE") == "0":
            return
        tried = [self._compile(compiler, name, flags) for name, flags in self._variants().items()]
        built = [path for path in tried if path]
        if not built:
            return
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"
        build_data["artifacts"] += [str(path.relative_to(self.root)) for path in built]

    def _variants(self) -> dict[str, list[str]]:
        wide = {"v3": ["-march=x86-64-v3"]} if platform.machine() in ("x86_64", "AMD64") else {}
        return {"base": [], **wide}

    def _compile(self, compiler: str, name: str, flags: list[str]) -> Path | None:
        folder = Path(self.root) / KERNELS
        target = folder / "built" / f"{name}.so"
        target.parent.mkdir(exist_ok=True)
        sources = sorted(str(path) for path in folder.glob("*.c"))
        fresh = target.with_suffix(f".{os.getpid()}.tmp")
        command = [compiler, *FLAGS, *flags, "-o", str(fresh), *sources]
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            fresh.unlink(missing_ok=True)
            return None
        fresh.replace(target)
        return target
