"""``python -m stance.cli``: the command line where no console script is on the path."""

from stance.cli import main

main()
