"""`python -m ceremony` is the `ceremony` command."""

from ceremony.app import main

main()
