"""`python -m countermove.cli` runs the command line."""

from countermove.cli import main

main()
