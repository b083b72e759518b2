"""`python -m countermove` runs the command line."""

from countermove.cli import main

main()
