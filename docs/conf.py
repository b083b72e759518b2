"""Sphinx settings. Build with ``sphinx-build -W docs docs/_build/html``."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))

from countermove import __version__  # noqa: E402

project = "Countermove"
author = "The Countermove maintainers"
copyright = "2026, The Countermove maintainers"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinxcontrib.bibtex"]
exclude_patterns = ["_build"]
language = "en_GB"

html_theme = "furo"
html_title = f"Countermove {release}"
html_copy_source = False
html_show_sourcelink = False

myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]
myst_heading_anchors = 3

# Backquotes in docstrings mark code of any kind; what they name need not have a page of its own.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
add_module_names = False

bibtex_bibfiles = ["../cases/references.bib"]
bibtex_default_style = "plain"
bibtex_reference_style = "author_year"

# Publishers, volumes and pages are given only where they were seen.
suppress_warnings = ["bibtex.missing_field"]
